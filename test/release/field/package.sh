#!/bin/sh
# Tries the Debian package on a small Debian, as root on a machine of its own: package.sh ROOT PACKAGE PLACE
# PLACE is there too, with the directory "trap" of somebody else, and "variables" for the environment in it. What is
# written elsewhere is gone in the end. Each step says what it found on a line `STEP: …`, or the script ends.
set -eu

if [ "$1" != --inside ]; then
	exec unshare --mount --pid --ipc --fork --kill-child sh "$0" --inside "$@"
fi

root=$2 package=$3 place=$4
mount --make-rprivate /
mount -t tmpfs field /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o "lowerdir=$root,upperdir=/mnt/upper,workdir=/mnt/work" field /mnt/root
cd /mnt/root
mount -t proc proc proc
mount -t tmpfs run run
mount --rbind /dev dev
cp "$package" tmp/lib-users.deb
mkdir -p ".$place"
mount --bind "$place" ".$place"
exec chroot . /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TERM=dumb \
	DEBIAN_FRONTEND=noninteractive PLACE="$place" bash -eu <<'INSIDE'
before=$(find / -xdev -path /proc -prune -o -path /tmp -prune -o -path /var/cache/man -prune -o -print | sort)
dpkg --install /tmp/lib-users.deb >/dev/null
echo "version: $(lib_users --version), $(fd_users --version)"

node -e 'setInterval(() => {}, 1000)' </dev/null >/dev/null 2>&1 &
holder=$!
sed -i 's,^// DPkg,DPkg,' /etc/apt/apt.conf.d/99lib-users
hook() { apt-get -qq -y -o Dpkg::Use-Pty=0 --reinstall install zlib1g 2>/dev/null | grep -c '^Processes still use files' || true; }
echo "plan printed by apt: $(hook)"
echo "found: $(lib_users -m --pid "$holder" | grep -c 'libz\.so\.1')"
echo "manual page: $(man lib_users | head -1 | tr -s ' ')"
echo "manual page of fd_users: $(man fd_users | head -1 | tr -s ' ')"
for name in lib_users fd_users; do
	echo "completion: $(bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader "$1" || true; complete -p "$1"' bash "$name")"
done

cd "$PLACE/trap"
echo "plan printed by apt in the trap: $(hook)"
mkdir -p /var/lib/prometheus/node-exporter /var/lib/lib_users
{
	printf '%s -o output\n' lib_users fd_users
	echo /usr/lib/lib_users/after-upgrade
	sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/lib-users*.service
} | while read -r line; do
	# shellcheck disable=SC2086
	if (set -a && . "$PLACE/variables" && exec $line) >/dev/null 2>&1; then echo "in the trap: $line"; fi
done
cd /
rm -r /var/lib/prometheus /var/lib/lib_users

kill "$holder"
dpkg --purge lib-users >/dev/null
after=$(find / -xdev -path /proc -prune -o -path /tmp -prune -o -path /var/cache/man -prune -o -print | sort)
echo "left behind: $(comm -13 <(echo "$before") <(echo "$after") | grep -i 'lib.users' | tr '\n' ' ')"
INSIDE
