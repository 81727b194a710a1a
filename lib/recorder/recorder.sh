#!/bin/sh
# Writes a recording of the processes of this machine on standard output, to be read by lib_users on another:
#
#   ssh host sh -s < recorder.sh | lib_users --proc -
#
# It needs a POSIX shell with "test -ef" (busybox ash, dash, bash), and awk, grep, id, ls, od, readlink, sleep and
# uname. It writes no file, and outside /proc it opens nothing but the list of users. What does not answer within three
# seconds is recorded as stuck; what is too long is cut, and a warning says so. Disk space is rounded to KiB, and
# when a file was changed is known only where ls has --full-time.
#
# With "--packages" (sh -s -- --packages) it asks dpkg-query, apk or rpm, where there is one, for the packages of the
# deleted files.
set -fu
LC_ALL=C TZ=UTC0
export LC_ALL TZ
unset IFS BLOCKSIZE BLOCK_SIZE LS_BLOCK_SIZE POSIXLY_CORRECT QUOTING_STYLE TIME_STYLE GREP_OPTIONS

main() {
	case "$#$*" in
	0) packages= ;;
	1--packages) packages=1 ;;
	*) fail 'it takes nothing but --packages' ;;
	esac
	for tool in awk grep id ls od readlink sleep uname; do
		command -v "$tool" >/dev/null || fail "there is no $tool"
	done
	# shellcheck disable=SC3013
	[ / -ef /. ] || fail 'this shell cannot tell whether two names lead to one file'
	if ! cd /proc || ! [ -r self/stat ]; then fail 'there is no /proc'; fi
	# Its own PID, in the PID namespace of this procfs.
	read -r recorder rest <self/stat
	# What ends each answer of a command: nobody can know it beforehand, nor see it in the arguments of a process.
	read -r mark <sys/kernel/random/uuid || fail 'the kernel gives no random number'
	# Busybox knows no -q, but then it always prints "?" for what is not printable. Without -N some quote names.
	quiet=qN full_time=--full-time
	ls -dqN . >/dev/null 2>&1 || quiet=
	ls -d --full-time . >/dev/null 2>&1 || full_time=
	host=$(uname -n) kernel=$(uname -r) user=$(id -u)
	export recorder packages mark limited quiet full_time host kernel user
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

# Runs the command in "$@" for $deadline seconds at most, and ends what it prints with the mark and its exit status. A
# process that waits for a file system may ignore even SIGKILL; then this shell is killed, and the process left behind.
# shellcheck disable=SC2016
limited='
	"$@" 2>&1 & job=$!
	exec 2>/dev/null
	# Awk may have read enough.
	trap : PIPE
	{
		nap="" is_over=""
		# Between fork and exec a shell would lose SIGTERM.
		trap "is_over=1; kill -9 \$nap" TERM
		for seconds in $deadline 1; do
			sleep $seconds & nap=$!
			[ "$is_over" ] && kill -9 $nap
			wait $nap
			if [ "$is_over" ]; then
				# Where PID 1 does not care for them, orphans are left as zombies.
				wait $nap
				exit
			fi
			kill -9 $job
		done
		printf "\n%s137\n" "$mark"
		kill -9 $$
	} & timer=$!
	wait $job
	status=$?
	printf "\n%s%d\n" "$mark" $status
	kill $timer
	wait $timer
'

# shellcheck disable=SC2016
PROGRAM='
@PROGRAM@
'

# At the end, so that a script that was cut short does nothing. What it runs must not read the script itself.
main "$@" </dev/null
