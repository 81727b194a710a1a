#!/bin/sh
# Makes a small Debian with its own Node in a directory: make_root.sh SUITE DIR
# Nothing of the machine itself is changed. It is done once: DIR/.complete tells so.
set -eu

suite=$1 root=$2
packages='nodejs man-db bash-completion'

[ "$(cat "$root/.complete" 2>/dev/null)" != "$packages" ] || exit 0
rm -rf "$root"
mkdir -p "$root"
debootstrap --variant=minbase "$suite" "$root"
# Manual pages are left out where Debian is to be small.
rm -f "$root/etc/dpkg/dpkg.cfg.d/docker"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
# shellcheck disable=SC2016,SC2086
DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 unshare --mount --pid --fork sh -c 'mount --make-rprivate /
	mount -t proc proc "$0/proc"
	exec chroot "$0" apt-get --quiet --yes --no-install-recommends install "$@"' "$root" $packages
echo "$packages" >"$root/.complete"
