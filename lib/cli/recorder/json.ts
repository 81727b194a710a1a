/** The functions of the awk program that write JSON. */
export const JSON_WRITER: string = String.raw`
# The rest of it.
# shellcheck disable=SC2016
JSON_WRITER='
# The lines as JSON: in hexadecimal where they are not valid UTF-8.
function text(is_ended,   i, piece) {
  stray = 0
  for (i = 1; i <= lines; i++) piece[i] = quote(line[i]) (i < lines || is_ended ? "\\n" : "")
  if (!stray) return "\"" join(piece, 1, lines) "\""
  for (i = 1; i <= lines; i++) piece[i] = bytes(line[i]) (i < lines || is_ended ? "0a" : "")
  return "{\"hex\":\"" join(piece, 1, lines) "\"}"
}

# In halves, for to add to the end of a long text copies all of it.
function join(piece, from, to,   middle) {
  if (from >= to) return from > to ? "" : piece[from]
  middle = int((from + to) / 2)
  return join(piece, from, middle) join(piece, middle + 1, to)
}

# The inside of a JSON string. A byte that is not UTF-8 becomes a lone surrogate, and sets stray.
function quote(name,   i, end, character, more, out) {
  if (name !~ /[^ -~]|["\\]/) return name
  end = length(name)
  for (i = 1; i <= end; i++) {
    character = substr(name, i, 1)
    if (character in escaped) out = out escaped[character]
    else if (more = following(name, i)) {
      out = out substr(name, i, more + 1)
      i += more
    } else {
      out = out "\\udc" digits[character]
      stray = 1
    }
  }
  return out
}

# How many bytes complete the UTF-8 sequence at a place, 0 where none starts: RFC 3629, section 4.
function following(name, at,   first, low, high, more, i, byte) {
  first = code[substr(name, at, 1)]
  if (first < 194 || first > 244) return 0
  low = first == 224 ? 160 : first == 240 ? 144 : 128
  high = first == 237 ? 159 : first == 244 ? 143 : 191
  more = first < 224 ? 1 : first < 240 ? 2 : 3
  for (i = 1; i <= more; i++) {
    byte = code[substr(name, at + i, 1)] + 0
    if (byte < low || byte > high) return 0
    low = 128
    high = 191
  }
  return more
}

function bytes(name,   i, end, out) {
  end = length(name)
  for (i = 1; i <= end; i++) out = out digits[substr(name, i, 1)]
  return out
}

function write_machine(   user) {
  user = ENVIRON["user"]
  write("{\"format\":\"lib_users recording\",\"version\":1,\"host\":\"" quote(ENVIRON["host"]) "\",\"kernel\":\"" \
    quote(ENVIRON["kernel"]) "\",\"uid\":" (user ~ /^[0-9]+$/ ? user : "null") ",\"time\":\"" now() "\"")
  write_answers("")
}

function write_process(pid) {
  write("{\"pid\":" pid)
  write_answers(pid)
}

# To the machine belongs also what is not listed: threads have folders of their own beside the processes.
function write_answers(pid,   k, i) {
  for (k = 1; k <= 4; k++) {
    separator = ",\"" kinds[k] "\":{\""
    if (pid != "") write_kind(pid, kinds[k], "")
    for (i = 1; pid == "" && i <= all; i++) {
      if (owned[i] in present || owned[i] in dropped) continue
      write_kind(owned[i], kinds[k], owned[i] == "" ? "" : owned[i] "/")
    }
    if (separator == ",\"") write("}")
  }
  write("}\n")
}

function write_kind(owner, kind, prefix,   n) {
  for (n = 1; n <= count[owner, kind]; n++) {
    write(separator prefix entry[owner, kind, n])
    separator = ",\""
  }
}

function write(piece) {
  print piece
  if (seal != "") print piece | seal
}

# The time in ISO 8601. Of two calls of srand, the second gives the time of the first.
function now(   time, day, year, month, size) {
  srand()
  time = int(srand())
  day = int(time / 86400)
  for (year = 1970; day >= (size = 365 + is_leap(year)); year++) day -= size
  for (month = 1; day >= (size = days(month, year)); month++) day -= size
  time %= 86400
  return sprintf("%d-%02d-%02dT%02d:%02d:%02dZ", year, month, day + 1, time / 3600, time % 3600 / 60, time % 60)
}

function days(month, year) {
  return month == 2 ? 28 + is_leap(year) : 30 + (month + int(month / 8)) % 2
}

function is_leap(year) {
  return year % 4 == 0 && year % 100 != 0 || year % 400 == 0
}
'
`;
