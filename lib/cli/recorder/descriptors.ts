/** Shell functions that look at the open files of one process and of its threads. */
export const DESCRIPTORS: string = String.raw`
examine_descriptors() {
  root=unknown own_numbers='' alike=
  if [ -r "$pid/fd" ]; then
    read_numbers "$pid/fd"
    own_numbers=$numbers
    examine_table "$pid" || return
  else
    tell_refusal list "$pid/fd"
    # Those of an exited leader belong to root, whoever the process belongs to.
    if [ -z "$exiting" ]; then return; fi
  fi
  for thread in $threads; do
    read_numbers "$pid/task/$thread/fd"
    if [ "$numbers" = "$own_numbers" ]; then alike="$alike $thread"; else examine_table "$pid/task/$thread"; fi
  done
  numbers=$own_numbers
  if [ -n "$alike" ] && [ -n "$numbers" ]; then
    for thread in $(find_different); do examine_table "$pid/task/$thread"; done
  fi
}

# Sets numbers to the names in a folder of descriptors.
read_numbers() {
  numbers=
  cd "$1" 2>/dev/null || return
  set +f
  set -- [0-9]*
  set -f
  cd /proc || exit 1
  if [ "$1" != '[0-9]*' ]; then numbers=$*; fi
}

# Prints which of the threads alike have other links than the leader. Threads nearly always share one table, so that of
# many links only the last is compared.
find_different() {
  # shellcheck disable=SC2086
  set -- $numbers
  count=$# last=0
  for number; do
    if [ "$number" -gt "$last" ]; then last=$number; fi
  done
  # shellcheck disable=SC2086
  set -- $alike
  if [ $((count * $#)) -gt 1000 ]; then numbers=$last; fi
  set --
  for folder in "$pid" $alike; do
    if [ "$folder" != "$pid" ]; then folder=$pid/task/$folder; fi
    for number in $numbers; do set -- "$@" "$folder/fd/$number"; done
  done
  # In this order, the leader comes first.
  # shellcheck disable=SC2012
  ls -ln$quiet "$@" 2>/dev/null | awk '
    { target = index($0, " -> ") ? substr($0, index($0, " -> ")) : "" }
    split($9, part, "/") == 3 { own[part[3]] = target }
    part[2] == "task" && own[part[5]] != target && !different[part[3]]++ { print part[3] }
  '
}

# Examines the descriptors numbers of a process or a thread. Fails where it is not allowed to.
examine_table() {
  folder=$1 kept='' allowed=yes
  IFS=$newline
  for line in $(if [ -n "$numbers" ]; then ls -ln$quiet "$folder/fd" 2>/dev/null; fi); do
    unset IFS
    # A link that is too long to be read has no arrow.
    case $line in
      l*" -> "*" (deleted)") target=$\{line#*" -> "} ;;
      l*" -> "* | [!l]*) continue ;;
      *) target= ;;
    esac
    # shellcheck disable=SC2086
    set -- $line
    # One that was closed meanwhile has no date.
    if [ $# -lt 9 ]; then continue; fi
    number=$9 via=$folder/fd/$9
    if ! examine_descriptor; then
      allowed=
      break
    fi
  done
  unset IFS
  if [ "$folder" = "$pid" ]; then
    echo "LIST $pid/fd $kept"
  elif [ -n "$kept" ]; then
    list_thread "$\{folder##*/}"
    echo "LIST $folder/fd $kept"
  fi
  [ -n "$allowed" ]
}

# Examines the descriptor via with the target that ls has shown, if any. Fails where it is not allowed to look, for then
# it is not for any descriptor of the process.
examine_descriptor() {
  # What is not printable is a "?" in it.
  case $target in '' | *'?'*) follow "$via" ;; esac
  case $target in
    *" (deleted)")
      name=$\{target%" (deleted)"} is_lost=
      tell_text link "$via" "$target"
      ;;
    '')
      # Mostly it is too long to be read. Then only stat can tell whether the file is deleted.
      name=/ is_lost=yes
      refuse "$(ls -ln "$via" 2>&1 >/dev/null)"
      case $answer in *gone*) return 0 ;; esac
      tell link "$via" "$answer"
      ;;
    *) return 0 ;;
  esac
  kept="$kept $number"
  case $is_lost$answer in yes*denied*) return 1 ;; esac
  read_description
  if [ "$root" = unknown ]; then open_view fd_users; fi
  judge '' "$mount" "$inode"
  if [ "$name$is_lost" = / ]; then tell_link "$pid/exe"; fi
}

# Reads from fdinfo the mount of a descriptor and, since Linux 5.14, its inode.
read_description() {
  description='' mount='' inode=''
  while read -r key value; do
    case $key$value in
      pos:*[!-0-9]* | flags:*[!0-7]* | mnt_id:*[!0-9]* | ino:*[!0-9]*) break ;;
      mnt_id:*) mount=$value ;;
      ino:*) inode=$value ;;
      pos:* | flags:*) ;;
      *) break ;;
    esac
    description="$description$key\\t$value\\n"
  done 2>/dev/null <"$folder/fdinfo/$number"
  if [ -n "$description" ]; then
    tell read "$folder/fdinfo/$number" "\"$description\""
  else
    tell_refusal read "$folder/fdinfo/$number"
  fi
}
`;
