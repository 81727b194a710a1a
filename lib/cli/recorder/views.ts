/** Shell functions that find out where the names that a process sees can be looked up. */
export const VIEWS: string = String.raw`
# Sets root, cut and mounts to where the names of the process pid can be looked up, as lib/scan/views.ts does: below
# root, less the start cut, with the mounts in the file of that name. All are empty where nothing is known. The kind $1
# of what is looked at is the command that will ask, for each has views of its own.
open_view() {
  root='' cut='' mounts=''
  if enter_view "$1" "$pid"; then return; fi
  for thread in $threads; do
    if enter_view "$1" "$pid/task/$thread"; then
      list_thread "$thread"
      return
    fi
  done
}

# Sets them to the view that the folder $2 leads to; fails where it leads to none.
enter_view() {
  folder_of_view=$2
  tell_link "$2/ns/mnt"
  namespace=$target
  view=$\{namespace#mnt:?}
  view=$\{1}_$\{view%?}
  case $\{view#*_users_} in '' | *[!0-9]*) return 1 ;; esac
  eval "known=\$\{view_$view-}"
  if [ -z "$known" ]; then find_view; fi
  eval "root=\$root_$view cut=\$cut_$view mounts=\$mounts_$view"
}

# The view is that of the first member of the namespace whose root is that of the namespace, or else of the first.
find_view() {
  longest=0 root='' cut='' mounts=''
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
  case $view in fd_users_*) opened_views="$opened_views $view" ;; esac
}

# Sets them to the view that has the mount $1 in it: a process may have come to another mount namespace after it opened
# a file. Fails where none of those that were opened has it, those of the recorder and of the first process included.
find_holding() {
  if [ -z "$1" ] || [ -z "$mounts" ]; then return 1; fi
  eval "nowhere=\$\{nowhere_$1-}"
  if [ "$\{nowhere:-}" = "$opened_views" ]; then return 1; fi
  if [ -z "$has_searched" ]; then
    has_searched=yes
    for first in self 1; do enter_view fd_users "$first"; done
  fi
  for view in $opened_views; do
    eval "root=\$root_$view cut=\$cut_$view mounts=\$mounts_$view"
    if [ -n "$mounts" ] && grep -q "^$1 " "$mounts" 2>/dev/null; then return; fi
  done
  root=$own_root cut=$own_cut mounts=$own_mounts
  eval "nowhere_$1=\$opened_views"
  return 1
}
`;
