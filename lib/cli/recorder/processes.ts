/** Shell functions that look at one process: who it is, its threads, its arguments and its maps. */
export const PROCESSES: string = String.raw`
# Looks at the process pid. All that is told of it is dropped if another process has its number in the end. Clock ticks
# are too coarse to tell the two apart, so of a process that is younger than the recorder the folder is looked at too.
examine() {
  if ! read_start; then
    if [ -d "$pid" ]; then echo "REFUSED $pid"; fi
    return
  fi
  folder_inode=
  if [ "$start" -ge "$own_start" ] && look "$pid" 0; then
    tell stat "$pid" "$answer"
    folder_inode=$found_inode
  fi
  find_threads
  listed=$pid
  examine_maps
  examine_descriptors
  examine_arguments
  echo "LIST $pid/task $listed"
  echo "PROCESS $pid $start $folder_inode"
}

# Sets start, the 22nd field of stat, and exiting, by the state and the flag PF_EXITING. The second field is a name that
# may hold anything.
read_start() {
  text=
  while IFS= read -r line; do text="$text$line "; done 2>/dev/null <"$pid/stat"
  # shellcheck disable=SC2086
  set -- $\{text##*) }
  if [ $# -lt 20 ]; then return 1; fi
  start=$\{20} exiting=
  case $1,$(($7 & 4)) in [ZXx],* | *,4) exiting=yes ;; esac
}

# Sets threads to those beside the leader, in ascending order.
find_threads() {
  threads=
  set +f
  set -- "$pid"/task/[0-9]*
  set -f
  if [ $# -lt 2 ]; then return; fi
  for width in ? ?? ??? ???? ????? ?????? ???????; do
    for thread; do
      thread=$\{thread##*/}
      # shellcheck disable=SC2254
      case $thread in "$pid") ;; $width) threads="$threads $thread" ;; esac
    done
  done
}

# Adds a thread to those to be listed. Of maps nothing is told but the marked lines, so of most threads nothing.
list_thread() {
  case " $listed " in *" $1 "*) return ;; esac
  listed="$listed $1"
  tell read "$pid/task/$1/maps" '""'
}

examine_arguments() {
  if [ -n "$own_numbers" ] && [ -z "$threads" ]; then
    tell_bytes "$pid/cmdline"
  elif ! is_empty "$pid/cmdline"; then
    tell_bytes "$pid/cmdline"
  else
    tell read "$pid/cmdline" '""'
    for thread in $threads; do
      list_thread "$thread"
      tell_bytes "$pid/task/$thread/cmdline"
      return
    done
  fi
}

# Whether a file of text is empty, or cannot be read.
is_empty() {
  line=
  IFS= read -r line 2>/dev/null <"$1" || [ -n "$line" ] || return 0
  return 1
}

examine_maps() {
  eval "hit=\$\{mapped_$pid-}"
  if ! true 2>/dev/null <"$pid/maps"; then
    tell_refusal read "$pid/maps"
  elif [ -n "$\{hit:-}" ]; then
    examine_marked "$pid" "$pid/maps"
  else
    tell read "$pid/maps" '""'
    if [ -z "$threads" ] || ! is_empty "$pid/maps"; then return; fi
    # The leader has exited, but its threads go on with the memory. Each has a folder of its own beside those listed.
    for thread in $threads; do
      if is_empty "$pid/task/$thread/maps"; then continue; fi
      list_thread "$thread"
      examine_marked "$thread" "$pid/task/$thread/maps"
      return
    done
  fi
}

# Tells the marked lines of the maps $2, and what became of the files, to which the folder $1 has links.
examine_marked() {
  lines=$(grep -F '(deleted)' "$2" 2>/dev/null)
  tell_lines "$2" "$lines"
  folder=$1 root=unknown previous=
  IFS=$newline
  for line in $lines; do
    unset IFS
    # START-END PERMISSIONS OFFSET MAJOR:MINOR INODE, some blanks, and a name that may hold others.
    rest=$\{line#* * * }
    if [ "$rest" = "$previous" ]; then continue; fi
    range=$\{line%% *} previous=$rest
    device=$\{rest%% *} rest=$\{rest#* }
    inode=$\{rest%% *} rest=$\{rest#* }
    name=$\{rest#"$\{rest%%[! ]*}"}
    case $device$inode in *[!0-9a-f:]*) continue ;; esac
    case $name in
      ?*" (deleted)") name=$\{name%" (deleted)"} ;;
      # As OpenVZ marks it.
      "(deleted)"?*) name=$\{name#"(deleted)"} name=$\{name#"$\{name%%[! ]*}"} ;;
      *) continue ;;
    esac
    first=$\{range%-*} last=$\{range#*-}
    via=$folder/map_files/$\{first#"$\{first%%[!0]*}"}-$\{last#"$\{last%%[!0]*}"}
    if [ "$root" = unknown ]; then open_view lib_users; fi
    case $name in *'\012'*) find_newlines ;; esac
    judge "$((0x$\{device%:*})):$((0x$\{device#*:}))" '' "$inode"
    if [ "$name" = / ]; then tell_link "$pid/exe"; fi
  done
  unset IFS
}

# The kernel writes a newline in maps as \012, and those four characters just so; the link has the name as it is.
find_newlines() {
  tell_link "$via"
  if follow "$via"; then
    name=$\{target%" (deleted)"}
    return
  fi
  while :; do
    case $name in *'\012'*) name=$\{name%%'\012'*}$newline$\{name#*'\012'} ;; *) return ;; esac
  done
}
`;
