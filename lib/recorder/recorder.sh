#!/bin/sh
# Writes a recording of the processes of this machine on standard output, to be looked at where there is Deno:
#
#   ssh host sh -s < recorder.sh | deno run main.ts --proc -
#
# It needs a POSIX shell with "test -ef" (busybox ash, dash, bash), and awk, grep, id, ls, od, readlink and uname. It
# writes no file, and outside /proc it opens nothing but the list of users. It cannot give up on a process that does
# not answer. Space is rounded to KiB, and when a file was changed is told only where ls knows --full-time.
set -fu
LC_ALL=C TZ=UTC0
export LC_ALL TZ
unset IFS BLOCKSIZE BLOCK_SIZE LS_BLOCK_SIZE POSIXLY_CORRECT QUOTING_STYLE TIME_STYLE GREP_OPTIONS

main() {
	for tool in awk grep id ls od readlink uname; do
		command -v "$tool" >/dev/null || fail "there is no $tool"
	done
	# shellcheck disable=SC3013
	[ / -ef /. ] || fail 'this shell cannot tell whether two names lead to one file'
	if ! cd /proc || ! [ -r self/stat ]; then fail 'there is no /proc'; fi
	# Its own number, in the PID namespace of this procfs.
	read -r recorder rest <self/stat
	# Busybox knows no -q, but then it always prints "?" for what is not printable. Without -N some quote names.
	quiet=qN full_time=--full-time
	ls -dqN . >/dev/null 2>&1 || quiet=
	ls -d --full-time . >/dev/null 2>&1 || full_time=
	host=$(uname -n) kernel=$(uname -r) user=$(id -u)
	export recorder quiet full_time host kernel user
	# Of what the recorder starts, nothing runs at this moment.
	set +f
	set -- [0-9]*
	set -f
	printf '%s\n' "$@" | awk "$PROGRAM" || fail 'the recording is not complete'
}

fail() {
	echo "recorder: error: $1" >&2
	exit 1
}

# shellcheck disable=SC2016
PROGRAM='
@PROGRAM@
'

# At the end, so that a script that was cut short does nothing. What it runs must not read the script itself.
main </dev/null
