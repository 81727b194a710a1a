/** Shell functions that ask what became of a file. */
export const JUDGE: string = String.raw`
# Asks what became of the file name, which the link via leads to, in the view of open_view. $1 is its device, as
# MAJOR:MINOR, $2 its mount, and $3 its inode, each empty where it is not known.
judge() {
  key=$\{1%:*}_$\{1#*:}_$2_$3
  if [ -n "$3" ]; then
    eval "judged=\$\{judged_$key-} held_answer=\$\{answer_$key-}"
    if [ "$\{judged:-}" = "$root$name" ]; then
      # A library is the same file in each process.
      if [ -n "$held_answer" ]; then tell stat "$via" "$held_answer"; fi
      return
    fi
  fi
  own_root=$root own_cut=$cut own_mounts=$mounts
  find_places "$1" "$2"
  if [ "$places" = "- - - *" ] && find_holding "$2"; then find_places "$1" "$2"; fi
  ask_stat
  root=$own_root cut=$own_cut mounts=$own_mounts
  if [ -n "$3" ]; then eval "judged_$key=\$root\$name answer_$key=\$held_answer"; fi
}

# Asks what stat says of the file and of its name, where that is allowed.
ask_stat() {
  # shellcheck disable=SC2086
  set -- $places
  held_device=$1 held_answer='' known=
  if [ "$held_device" != - ]; then
    if look "$via" "$held_device"; then known=yes held_inode=$found_inode held_links=$links; fi
    held_answer=$answer
    tell stat "$via" "$held_answer"
    case $via in
      */map_files/*)
        tell_link "$via"
        # Something else may be mapped there by now.
        case $target in '' | "$name (deleted)" | "(deleted)"*) ;; *) known= ;; esac
        ;;
    esac
  fi
  if [ "$name" = / ]; then return; fi
  tell_name "$name" "$2"
  if [ -z "$known" ] || [ "$held_links" -gt 0 ]; then tell_name "$name (deleted)" "$3"; fi
}

# Sets places to what PLACES prints. It is the same for all of a folder, unless something is mounted in there.
find_places() {
  place="$mounts $1 $2 $\{name%/*}"
  if [ "$place" = "$last_place" ]; then return; fi
  places=$(device=$1 mount=$2 name=$name awk "$PLACES" "$\{mounts:-/dev/null}")
  last_place=$place
  case $places in *"*") last_place= ;; esac
}

# Tells what stat says of the name $1, on the device $2, in the view. No link is followed: the kernel's names have none,
# so one that is there now was put there since, and can lead anywhere, to a dead file server too.
tell_name() {
  case $root,$2 in ,* | *,-) return ;; esac
  below=$1
  if [ -n "$cut" ]; then
    case $1 in "$cut"/*) below=$\{1#"$cut"} ;; *) return ;; esac
  fi
  path=$root$below
  if ! check_folders "$\{below%/*}" || ! tell_straight "$path"; then return; fi
  if ! [ -e "$path" ] && [ -d "$\{path%/*}/." ]; then
    answer='{"error":"gone"}'
  elif look "$path" "$2" && [ -n "$known" ]; then
    # shellcheck disable=SC3013
    if [ "$path" -ef "$via" ]; then
      describe "$held_device"
    elif [ "$found_inode $2" = "$held_inode $held_device" ]; then
      describe -1
    fi
  fi
  tell_path stat "$path"
}

# Tells of each folder from the root down to $1 that it is no link; fails where one is.
check_folders() {
  if [ "$root$1" = "$checked" ]; then
    [ -z "$linked" ]
    return
  fi
  checked=$root$1 linked='' above='' rest=$1
  while [ -n "$rest" ]; do
    rest=$\{rest#/}
    above=$above/$\{rest%%/*}
    case $rest in */*) rest=/$\{rest#*/} ;; *) rest= ;; esac
    if ! tell_straight "$root$above"; then
      linked=yes
      return 1
    fi
  done
}

# Tells whether a path leads to a link; fails where it does.
tell_straight() {
  if ! [ -L "$1" ]; then
    answer='{"error":"unreadable"}'
    tell_path link "$1"
    return
  fi
  # shellcheck disable=SC2046
  set -- "$1" $(readlink "$1" 2>/dev/null | od -An -v -tx1)
  path_of_link=$1
  shift
  IFS=
  digits=$*
  unset IFS
  answer="{\"hex\":\"$\{digits%0a}\"}"
  tell_path link "$path_of_link"
  return 1
}
`;
