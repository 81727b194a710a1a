/** Shell functions that get answers, and those that tell them as facts, one a line. */
export const ANSWERS: string = String.raw`
# Sets answer to what stat would say of the file that the path $1 leads to, on the device $2. Fails where it cannot.
look() {
  if ! line=$(ls -Lcdilns $full_time "$1" 2>&1); then
    refuse "$line"
    return 1
  fi
  answer='{"error":"unreadable"}' device=$2
  # shellcheck disable=SC2086
  set -- $\{line%%"$newline"*}
  if [ $# -lt 7 ]; then return 1; fi
  found_inode=$1 blocks=$2 links=$4 size=$7 changed=null
  case $3 in
    -*) type="file" ;;
    d*) type=directory ;;
    l*) type=symlink ;;
    p*) type=fifo ;;
    s*) type=socket ;;
    c*) type=character ;;
    b*) type=block ;;
    *) type=other ;;
  esac
  # A device has two numbers there.
  case $size in *,) size=0 && shift ;; esac
  case $found_inode$blocks$links$size in *[!0-9]*) return 1 ;; esac
  case $\{8-}T$\{9-} in
    [0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[012][0-9]:[0-5][0-9]:[0-5][0-9]*) read_time "$8" "$9" ;;
  esac
  describe "$device"
}

# Sets changed to a date and a time of day, in milliseconds since 1970. A number with a zero in front would be octal.
read_time() {
  IFS=-:.
  # shellcheck disable=SC2086
  set -- $1 $2
  unset IFS
  years=$(($1 - (1$2 < 103))) days=$(((153 * ((1$2 - 91) % 12) + 2) / 5 + 1$3 - 100))
  days=$((years * 365 + years / 4 - years / 100 + years / 400 + days - 719469))
  changed=$((((days * 24 + 1$4 - 100) * 60 + 1$5 - 100) * 60 + 1$6 - 100))000
}

describe() {
  answer="{\"device\":$1,\"inode\":$found_inode,\"links\":$links,\"size\":$size,\"blocks\":$((2 * blocks))"
  answer="$answer,\"changed\":$changed,\"type\":\"$type\"}"
}

# Sets target to that of a link, byte for byte: $() strips line breaks from the end, and readlink adds one.
follow() {
  target=
  if ! text=$(readlink "$1" 2>/dev/null && echo .); then return 1; fi
  target=$\{text%"$newline".}
}

tell() {
  printf '= %s %s %s\n' "$1" "$2" "$3"
}

# Tells why a file cannot be opened, or a link or a folder cannot be read.
tell_refusal() {
  if [ "$1" = read ]; then
    refuse "$( (true <"$2") 2>&1)"
  elif [ -L "$2" ] || [ -e "$2" ]; then
    refuse ': Permission denied'
  else
    refuse ': No such file'
  fi
  tell "$1" "$2" "$answer"
}

# Sets answer to what the end of a message says.
refuse() {
  case $1 in
    *": Permission denied" | *": Operation not permitted") answer='{"error":"denied"}' ;;
    *": No such file or directory" | *": "[Nn]"o such file" | *": No such process" | *": Not a directory")
      answer='{"error":"gone"}'
      ;;
    *) answer='{"error":"unreadable"}' ;;
  esac
}

tell_link() {
  if follow "$1"; then tell_text link "$1" "$target"; else tell_refusal link "$1"; fi
}

# Tells an answer about a path that may hold anything.
tell_path() {
  echo "NAME $1 $answer"
  put_text "$2"
}

tell_text() {
  echo "TEXT $1 $2"
  put_text "$3"
}

# Puts each line of a text, the empty ones too, behind a tab.
put_text() {
  text=$1
  while :; do
    case $text in *"$newline"*) ;; *) break ;; esac
    printf '\t%s\n' "$\{text%%"$newline"*}"
    text=$\{text#*"$newline"}
  done
  printf '\t%s\n' "$text"
}

# Tells a file of lines none of which is empty.
tell_lines() {
  echo "LINES read $1"
  if [ -z "$2" ]; then return; fi
  IFS=$newline
  # shellcheck disable=SC2086
  printf '\t%s\n' $2
  unset IFS
}

tell_mounts() {
  text=$(cat "$1/mountinfo" 2>/dev/null)
  tell_lines "$1/mountinfo" "$text"
}

tell_bytes() {
  echo "BYTES read $1"
  od -An -v -tx1 "$1" 2>/dev/null
}
`;
