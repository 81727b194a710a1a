/** The rules of an awk program for the shell, which puts facts together to a recording. */
export const ASSEMBLER: string = String.raw`
# Makes a recording of facts. A fact is one of these lines; KIND is list, link, stat or read.
#
#   = KIND PATH JSON          what was answered, as it is to be recorded
#   TEXT KIND PATH            the answer is the lines that follow, each behind a tab
#   LINES KIND PATH           the same, with a line break at the end of each
#   BYTES KIND PATH           the answer is what od writes, each line behind a blank
#   NAME KIND JSON            the answer about the path that follows, which may have line breaks, as for TEXT
#   LIST PATH NUMBER...       the numbers in a folder
#   USERS PATH                where the list of users is
#   PROCESS PID START INODE   all is told of a process, if it is still the one that started then, in that folder
#   REFUSED PID               nothing may be read of a process
#   END                       all is told
# shellcheck disable=SC2016
ASSEMBLER='
BEGIN {
  for (i = 1; i < 256; i++) {
    character = sprintf("%c", i)
    code[character] = i
    digits[character] = sprintf("%02x", i)
    if (i < 128) escaped[character] = i < 32 ? sprintf("\\u%04x", i) : character
  }
  escaped["\""] = "\\\""
  escaped["\\"] = "\\\\"
  split("list link stat read", kinds, " ")
  STATUS = "^(Name|State|PPid|Uid|NSpid|Threads):"
  ORS = ""
  seal = ENVIRON["seal"]
  read_file(ENVIRON["recorder"] "/stat")
  keep("read", "self/stat", text(1))
  read_file("stat")
  keep("read", "stat", selected("^btime "))
  lines = 0
}

/^\t/ {
  line[++lines] = substr($0, 2)
  next
}
/^ / {
  gsub(/ /, "")
  line[++lines] = $0
  next
}
{
  finish()
  verb = $1
  kind = $2
  path = $3
}
verb == "=" { keep(kind, path, substr($0, length(kind path) + 5)) }
verb == "NAME" { json = substr($0, length(kind) + 7) }
verb == "LIST" { keep("list", $2, numbers()) }
verb == "USERS" { keep("read", $2, users($2)) }
verb == "PROCESS" { check($2, $3, $4) }
verb == "REFUSED" { refuse($2) }
verb == "END" { whole = 1 }

END {
  if (!whole) exit 1
  write_machine()
  for (i = 1; i <= processes; i++) write_process(order[i])
  print "{\"processes\":" processes + 0 ",\"sha256\":"
  if (seal == "") print "null}\n"
  else {
    # It writes the digest, and the end of the line.
    fflush()
    close(seal)
  }
}

function finish(   i, name) {
  if (verb == "TEXT") keep(kind, path, text(0))
  if (verb == "LINES") keep(kind, path, text(1))
  if (verb == "BYTES") keep(kind, path, "{\"hex\":\"" join(line, 1, lines) "\"}")
  if (verb == "NAME") {
    name = line[1]
    for (i = 2; i <= lines; i++) name = name "\n" line[i]
    keep(kind, name, json)
  }
  lines = 0
}

# Keeps an answer by the process that its path starts with. One that was kept before is replaced.
function keep(kind, path, answer,   owner, rest, n) {
  owner = substr(path, 1, index(path "/", "/") - 1)
  if (owner !~ /^[0-9]+$/) owner = ""
  rest = owner == "" ? path : owner == path ? "." : substr(path, length(owner) + 2)
  if (!(owner in owners)) {
    owners[owner] = 1
    owned[++all] = owner
  }
  n = place[owner, kind, rest]
  if (!n) n = place[owner, kind, rest] = ++count[owner, kind]
  entry[owner, kind, n] = quote(rest) "\":" answer
}

# Keeps who a process is, and drops it where it is not the one that was looked at.
function check(pid, start, inode,   part, field) {
  read_file(pid "/stat")
  keep("read", pid "/stat", text(1))
  # The name may hold anything, but behind its end there is neither a parenthesis nor a line break.
  split(part[split(line[lines], part, ")")], field, " ")
  keep("read", pid "/cgroup", read_file(pid "/cgroup") ? text(1) : error("gone"))
  keep("read", pid "/status", read_file(pid "/status") ? selected(STATUS) : error("gone"))
  if (field[20] == start && (inode == "" || inode == folder_inode(pid))) add(pid)
  else dropped[pid] = 1
}

function folder_inode(pid,   command, row, field) {
  command = "ls -di " pid " 2>/dev/null"
  command | getline row
  close(command)
  split(row, field, " ")
  return field[1]
}

function refuse(pid,   name, i) {
  split("maps stat status cgroup cmdline", name, " ")
  for (i in name) keep("read", pid "/" name[i], error("denied"))
  keep("list", pid "/fd", error("denied"))
  add(pid)
}

function add(pid) {
  order[++processes] = pid
  present[pid] = 1
}

function error(name) {
  return "{\"error\":\"" name "\"}"
}

function read_file(file,   row, state) {
  lines = 0
  while ((state = (getline row < file)) > 0) line[++lines] = row
  close(file)
  return state == 0
}

# As text() does, but only the lines that match.
function selected(pattern,   i, n) {
  for (i = 1; i <= lines; i++) if (line[i] ~ pattern) line[++n] = line[i]
  lines = n + 0
  return text(1)
}

# The names and ids of users, and nothing else of them.
function users(file,   i, n, field) {
  if (!read_file(file)) return error("gone")
  for (i = 1; i <= lines; i++) {
    if (split(line[i], field, ":") > 3 && field[1] ~ /^[^#+-]/) line[++n] = field[1] "::" field[3] ":"
  }
  lines = n + 0
  return text(1)
}

# The fields from the third on, shorter ones first. Those of one length come in ascending order.
function numbers(   width, i, list) {
  for (width = 1; width <= 10; width++) {
    for (i = 3; i <= NF; i++) if (length($i) == width) list = list (list == "" ? "" : ",") "\"" $i "\""
  }
  return "[" list "]"
}
'
`;
