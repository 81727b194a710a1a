#!/bin/sh
# Runs a command in the field that make_field.sh made, as on a machine of its own on which nothing else runs:
#
#   in_field.sh FIELD PROJECT SHARED COMMAND [ARGUMENT]...
#
# PROJECT is there as /project, with its programs lib_users and fd_users run by the Deno at $DENO, and the directory
# SHARED as /shared. It has a network of its own, without a way out. What is written elsewhere, and all processes, are
# gone in the end.
set -eu

if [ "$1" != --inside ]; then
	# Control groups of its own, below one of the machine, which is the root to those inside: where the machine has one
	# of version 1 for systemd, in that too.
	all=$(awk '$3 == "cgroup2" || $3 == "cgroup" && $4 ~ /name=systemd/ { print $2 }' /proc/mounts)
	trap 'for groups in $all; do find "$groups/field.$$" -depth -type d -exec rmdir {} + || true; done' EXIT
	for groups in $all; do mkdir "$groups/field.$$"; done
	status=0
	# shellcheck disable=SC2016
	sh -c 'for groups in $1; do echo $$ >"$groups/field.$2/cgroup.procs"; done
		own=$groups/field.$2 script=$3
		shift 3
		exec unshare --mount --pid --net --uts --ipc --cgroup --fork --kill-child sh "$script" --inside "$own" "$@"' \
		sh "$all" $$ "$0" "$@" || status=$?
	exit "$status"
fi

groups=$2 field=$3 project=$4 shared=$5
shift 5
hostname web-1.example.com
mount --make-rprivate /
mount -t tmpfs field /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o "lowerdir=$field,upperdir=/mnt/upper,workdir=/mnt/work" field /mnt/root
cd /mnt/root
mkdir project shared old
mount --bind "$project" project
mount --bind "$shared" shared
mount -t proc proc proc
mount -t tmpfs run run
mount --rbind /dev dev
mount -t tmpfs sys sys
mkdir -p sys/fs/cgroup
mount --bind "$groups" sys/fs/cgroup
touch usr/local/bin/deno
mount --bind "$DENO" usr/local/bin/deno
printf "#!/bin/sh\nexec deno run -A --quiet /project/main.ts \"\$@\"\n" >usr/local/bin/lib_users
printf "#!/bin/sh\nexec lib_users fd_users \"\$@\"\n" >usr/local/bin/fd_users
chmod 755 usr/local/bin/lib_users usr/local/bin/fd_users
pivot_root . old
cd /
umount -l old
rmdir old
exec /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
	LC_ALL=C.UTF-8 TERM=dumb sh -c 'busybox ifconfig lo up; exec "$@"' sh "$@"
