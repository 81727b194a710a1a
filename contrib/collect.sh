#!/bin/sh
# Records many hosts over ssh, several at a time: contrib/collect.sh recordings/ < hosts
#
#   collect.sh [-j JOBS] [-t SECONDS] [-m MIB] [-c COMMAND] [-r RECORDER] DIRECTORY [HOST]...
#
#   -j JOBS      how many hosts at a time (default: 20)
#   -t SECONDS   how long one host may take (default: 120)
#   -m MIB       how large one recording may be (default: 256; most have less than one)
#   -c COMMAND   what runs the recorder on the host (default: sh -s; where ssh does not log in as root: sudo -n sh -s;
#                to record packages too: sh -s -- --packages)
#   -r RECORDER  the script that records (default: what "lib_users recorder" prints)
#
# Hosts are the arguments, or the words of standard input, where "#" begins a comment. They are what ssh takes: names,
# addresses, user@name, aliases of ~/.ssh/config; keys and jump hosts belong there. Nothing is installed on a host and
# nothing is left behind.
#
# DIRECTORY/HOST.jsonl is written only when the whole recording is there. Where that fails, the reason is a line of
# DIRECTORY/failures.txt, "HOST<TAB>reason", and the recording of an earlier run is kept as HOST.jsonl.old, so that a
# report never takes yesterday's for today's. Recordings hold command lines: only their owner can read them.
#
# Exit status: 0 when all hosts are recorded, 1 when some are not, 2 when the command line is wrong.
set -u
umask 077

main() {
	jobs=20 limit=120 largest=256 command='sh -s' recorder=
	while getopts j:t:m:c:r: option; do
		case $option in
		j) jobs=$OPTARG ;;
		t) limit=$OPTARG ;;
		m) largest=$OPTARG ;;
		c) command=$OPTARG ;;
		r) recorder=$OPTARG ;;
		*) usage 'unknown option' ;;
		esac
	done
	shift $((OPTIND - 1))
	is_number "$jobs" || usage "-j takes a number from 1 on, not \"$jobs\""
	is_number "$limit" || usage "-t takes a number of seconds from 1 on, not \"$limit\""
	is_number "$largest" || usage "-m takes a number of MiB from 1 on, not \"$largest\""
	[ $# -gt 0 ] || usage 'there is no directory to write to'
	directory=$1
	shift

	mkdir -p "$directory" || exit 1
	work=$(mktemp -d "$directory/.collect.XXXXXX") || exit 1
	trap 'rm -rf "$work"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	if [ $# -gt 0 ]; then printf '%s\n' "$@"; else cat; fi |
		awk '{ gsub(/#.*|\r/, ""); for (i = 1; i <= NF; i++) print $i }' | sort -u >"$work/hosts"
	wrong=$(LC_ALL=C grep -v '^[A-Za-z0-9_][A-Za-z0-9._@:-]*$' "$work/hosts" | head -n 1)
	[ -z "$wrong" ] || usage "\"$wrong\" is not the name of a host"
	[ -s "$work/hosts" ] || usage 'there is no host'
	if [ -z "$recorder" ]; then
		lib_users recorder >"$work/recorder.sh" || fail 'there is no recorder: name one with -r'
		recorder=$work/recorder.sh
	fi
	[ -r "$recorder" ] || usage "\"$recorder\" cannot be read"

	export directory work limit command recorder largest
	xargs -P "$jobs" -n 1 sh "$0" --one <"$work/hosts"
	report
}

# One host, in a process of its own.
record() {
	host=$1
	# What the shell says of a command that was killed goes there too.
	exec 2>"$work/$host.errors"
	new=$work/$host.jsonl old=$directory/$host.jsonl
	(
		# In blocks of 512 bytes.
		ulimit -f $((2048 * largest))
		exec timeout -s KILL "$limit" ssh -o BatchMode=yes -o ConnectTimeout=10 -- "$host" "$command"
	) <"$recorder" >"$new"
	status=$?
	if [ "$status" -eq 0 ] && is_recording "$new" && is_whole "$new"; then
		mv -f "$new" "$old"
		return
	fi
	printf '%s\t%s\n' "$host" "$(reason)" >"$work/$host.failed"
	[ ! -e "$old" ] || mv -f "$old" "$old.old"
}

# A login shell that greets does so before the recording begins.
is_recording() {
	head -n 1 "$1" | LC_ALL=C grep -q '^{"format":"lib_users recording",'
}

# The last line of a recording tells how many processes are in it.
is_whole() {
	[ -z "$(tail -c 1 "$1")" ] && tail -n 1 "$1" | LC_ALL=C grep -q '^{"processes":[0-9][0-9]*,"sha256":.*}$'
}

# The last thing that was said on the way, which may be anything, without what drives a terminal.
reason() {
	said=$(tr -d '\r' <"$work/$host.errors" | LC_ALL=C tr -c '\040-\176\n' '?' |
		grep -v '^[? ]*$' | tail -n 1 | cut -c 1-200)
	case $status in
	0)
		if [ -s "$new" ] && ! is_recording "$new"; then
			echo 'something else than a recording came: what does the login shell print?'
		else
			echo "the recording is cut off${said:+: $said}"
		fi
		;;
	124 | 137 | 143) echo "no answer within $limit seconds" ;;
	153) echo "the recording is larger than $largest MiB" ;;
	*) echo "${said:-exit status $status}" ;;
	esac
}

report() {
	all=$(wc -l <"$work/hosts")
	cat "$work"/*.failed >"$work/failures" 2>/dev/null
	failed=$(wc -l <"$work/failures")
	sed 's/^/collect.sh: /' "$work/failures" >&2
	echo "collect.sh: recorded $((all - failed)) of $((all)) hosts" >&2
	mv -f "$work/failures" "$directory/failures.txt"
	[ "$failed" -eq 0 ]
}

is_number() {
	case $1 in
	'' | 0* | *[!0-9]*) return 1 ;;
	esac
}

usage() {
	echo "collect.sh: error: $1" >&2
	echo 'usage: collect.sh [-j JOBS] [-t SECONDS] [-m MIB] [-c COMMAND] [-r RECORDER] DIRECTORY [HOST]...' >&2
	exit 2
}

fail() {
	echo "collect.sh: error: $1" >&2
	exit 1
}

if [ "${1-}" = --one ]; then record "$2"; else main "$@"; fi
