/** Shell functions that ask what became of a file, in the view that its process has of the file systems. */
export const JUDGE: string = String.raw`
# Asks what became of the file name, which the link via leads to, in the view of open_view. $1 is its device, as
# MAJOR:MINOR, $2 its mount, and $3 its inode, each empty where it is not known.
judge() {
  key=$\{1%:*}_$\{1#*:}_$2_$3 known=
  if [ -n "$3" ]; then
    eval "judged=\$\{judged_$key-} held_answer=\$\{answer_$key-}"
    if [ "$\{judged:-}" = "$root$name" ]; then
      # A library is the same file in each process.
      if [ -n "$held_answer" ]; then tell stat "$via" "$held_answer"; fi
      return
    fi
  fi
  inode=$3
  find_places "$1" "$2"
  # shellcheck disable=SC2086
  set -- $places
  held_device=$1 held_answer=
  if [ "$held_device" != - ]; then
    if look "$via" "$held_device"; then known=yes held_inode=$found_inode held_links=$links; fi
    held_answer=$answer
    tell stat "$via" "$held_answer"
  fi
  if [ -n "$inode" ]; then eval "judged_$key=\$root\$name answer_$key=\$held_answer"; fi
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

# Tells what stat says of the name $1, on the device $2, in the view.
tell_name() {
  case $root,$cut,$2 in ,* | *,-) return ;; esac
  path=$root$1
  if [ -n "$cut" ]; then
    case $1 in "$cut"/*) path=$root$\{1#"$cut"} ;; *) return ;; esac
  fi
  folder_of_name=$\{path%/*}
  if ! [ -e "$path" ] && ! [ -L "$path" ] && [ -d "$folder_of_name/." ]; then
    answer='{"error":"gone"}'
  elif look "$path" "$2" && [ -n "$known" ]; then
    # shellcheck disable=SC3013
    if [ "$path" -ef "$via" ]; then
      describe "$held_device"
    elif [ "$found_inode $2" = "$held_inode $held_device" ]; then
      describe -1
    fi
  fi
  printf 'NAME %s\n' "$answer"
  put_text "$path"
}

# Sets root, cut and mounts to where the names of the process pid can be looked up, as lib/scan/views.ts does: below
# root, less the start cut, with the mounts in the file of that name. All are empty where nothing is known. The kind $1
# of what is looked at is the command that will ask, for each has views of its own.
open_view() {
  folder_of_view=$pid root='' cut='' mounts=''
  if ! follow "$pid/ns/mnt"; then
    tell_refusal link "$pid/ns/mnt"
    for thread in $threads; do
      folder_of_view=$pid/task/$thread
      if follow "$folder_of_view/ns/mnt"; then break; fi
    done
    if [ -z "$target" ]; then return; fi
    list_thread "$thread"
  fi
  tell_text link "$folder_of_view/ns/mnt" "$target"
  namespace=$target
  view=$\{namespace#mnt:?}
  view=$\{1}_$\{view%?}
  case $\{view#*_users_} in *[!0-9]*) return ;; esac
  eval "known=\$\{view_$view-}"
  if [ -z "$known" ]; then find_view; fi
  eval "root=\$root_$view cut=\$cut_$view mounts=\$mounts_$view"
}

# The view is that of the first member of the namespace whose root is that of the namespace, or else of the first.
find_view() {
  longest=0
  members="$folder_of_view $processes"
  if [ "$namespace" = "$own_namespace" ]; then members="self $members"; fi
  for member in $members; do
    case $member in
      self | "$folder_of_view") ;;
      *)
        # shellcheck disable=SC3013
        [ "$member/ns/mnt" -ef "$folder_of_view/ns/mnt" ] || continue
        tell_link "$member/ns/mnt"
        ;;
    esac
    tell_mounts "$member"
    if [ "$\{#text}" -gt "$longest" ]; then longest=$\{#text} mounts=$member/mountinfo; fi
    tell_link "$member/root"
    if [ "$target" = / ]; then
      root=$member/root cut=
      break
    fi
    if [ "$member" = "$\{members%% *}" ] && [ -n "$target" ]; then root=$member/root cut=$target; fi
  done
  eval "view_$view=known root_$view=\$root cut_$view=\$cut mounts_$view=\$mounts"
}
`;
