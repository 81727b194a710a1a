import { ANSWERS } from "./answers.ts";
import { ASSEMBLER } from "./assembler.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { JSON_WRITER } from "./json.ts";
import { JUDGE } from "./judge.ts";
import { PLACES } from "./places.ts";
import { PROCESSES } from "./processes.ts";
import { VIEWS } from "./views.ts";

/**
 * A script for any POSIX shell that writes a recording, as `formatRecording` does, with nothing but awk and the like.
 * It is in modules, and not in a file of its own, because Deno 2.5 and older import no text. So that `${` can stand in
 * their templates, it is written `$\{` there.
 */
export function recorderScript(): string {
  const parts = [HEAD, MAIN, PROCESSES, DESCRIPTORS, JUDGE, VIEWS, ANSWERS, PLACES, ASSEMBLER, JSON_WRITER, END];
  return parts.join("").replaceAll("$\\{", "${");
}

const HEAD = String.raw`#!/bin/sh
# Writes a recording of the processes of this machine on standard output, to be looked at where there is Deno:
#
#   ssh host sh -s < recorder.sh | deno run main.ts --proc -
#
# It needs a POSIX shell with "test -ef" (busybox ash, dash, bash), and awk, cat, grep, id, ls, od, readlink and uname;
# where there is sha256sum the recording is sealed, too. It writes no file, and outside /proc it opens nothing but the
# list of users. It tells what the program itself would ask. But ls does not tell all that stat(2) does:
#
# - The device of a file is told to be that of its mount, which it is not on btrfs. All that a device is good for is to
#   tell whether two names lead to one file, and that is made sure of with "test -ef".
# - The space that a file holds is rounded to KiB, and when it was changed is told only where ls knows --full-time.
#
# Of the threads of a process only those are listed that have something of their own. A process that does not answer is
# waited for: without more tools a shell cannot give up on it.
set -fu
LC_ALL=C TZ=UTC0
export LC_ALL TZ
unset IFS BLOCKSIZE BLOCK_SIZE LS_BLOCK_SIZE POSIXLY_CORRECT QUOTING_STYLE
newline='
'
`;

const MAIN = String.raw`
main() {
  for tool in awk cat grep id ls od printf readlink uname; do
    command -v "$tool" >/dev/null || fail "there is no $tool"
  done
  # shellcheck disable=SC3013
  [ / -ef /. ] || fail 'this shell cannot tell whether two names lead to one file'
  if ! cd /proc || ! [ -r self/stat ]; then fail 'there is no /proc'; fi
  # Its own number, in the PID namespace of this procfs.
  read -r recorder rest <self/stat
  set +f
  set -- [1-9] [1-9][0-9] [1-9][0-9][0-9] [1-9][0-9][0-9][0-9] [1-9][0-9][0-9][0-9][0-9] \
    [1-9][0-9][0-9][0-9][0-9][0-9] [1-9][0-9][0-9][0-9][0-9][0-9][0-9]
  set -f
  # Nothing has been started yet, so that of the recorder only the shell itself is among them.
  processes=
  for pid; do
    case $pid in *[!0-9]* | "$recorder") ;; *) processes="$processes $pid" ;; esac
  done
  record | assemble || fail 'the recording is not complete'
}

fail() {
  echo "recorder: error: $1" >&2
  exit 1
}

# Tells all facts, as lines that ASSEMBLER explains.
record() {
  # Names must not break lines. Busybox knows no -q, but then it always prints "?" for what is not printable.
  quiet=q full_time=--full-time
  ls -dq . >/dev/null 2>&1 || quiet=
  ls -d --full-time . >/dev/null 2>&1 || full_time=
  pid=$recorder
  read_start
  own_start=$start
  own_namespace='' opened_views='' has_searched='' last_place='' checked=
  if follow self/ns/mnt; then own_namespace=$target; fi
  tell link self "\"$recorder\""
  tell_link self/ns/mnt
  tell_mounts self
  look 1/root 0
  tell stat 1/root "$answer"
  case $answer in *error*) echo USERS self/root/etc/passwd ;; *) echo USERS 1/root/etc/passwd ;; esac
  find_mapped
  for pid in $processes; do examine; done
  echo END
}

# Finds the processes with marked lines in maps, some hundreds at a time: sets a variable mapped_PID for each.
find_mapped() {
  batch='' count=0
  for pid in $processes end; do
    if [ "$count" -eq 500 ] || [ "$pid" = end ]; then
      # shellcheck disable=SC2013,SC2086
      for hit in $(grep -lF '(deleted)' $batch /dev/null 2>/dev/null); do eval "mapped_$\{hit%%/*}=yes"; done
      batch='' count=0
    fi
    batch="$batch $pid/maps" count=$((count + 1))
  done
}

# Puts the facts together. With a seal, all that is written goes to it too.
assemble() {
  seal=
  # shellcheck disable=SC2016
  if command -v sha256sum >/dev/null 2>&1; then seal='sha256sum | { read -r sum name; echo "\"$sum\"}"; }'; fi
  host=$(uname -n) kernel=$(uname -r) user=$(id -u) recorder=$recorder seal=$seal awk "$ASSEMBLER$JSON_WRITER"
}
`;

/** At the end, so that a script that was cut short does nothing; and what it runs must not read the script itself. */
const END = "\nmain </dev/null\n";
