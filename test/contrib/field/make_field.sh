#!/bin/sh
# Makes a small Debian in a directory of its own, with the real tools that contrib/ is tested with: make_field.sh DIR
# Nothing of the machine itself is changed. It takes two minutes and 1.1 GB, and is done once: DIR/.complete tells so.
set -eu

field=$1
packages='ansible-core apt-utils busybox createrepo-c dnf dnf-plugins-core icinga2-bin icinga2-common jq
	nagios-nrpe-plugin nagios-nrpe-server openssh-client openssh-server pacman-package-manager procps prometheus
	prometheus-node-exporter rpm sudo systemd systemd-sysv zypper'

[ "$(cat "$field/.complete" 2>/dev/null)" != "$packages" ] || exit 0
rm -rf "$field"
mkdir -p "$field"
debootstrap --variant=minbase trixie "$field"

# No service is to be started by its package.
printf '#!/bin/sh\nexit 101\n' >"$field/usr/sbin/policy-rc.d"
chmod 755 "$field/usr/sbin/policy-rc.d"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
# shellcheck disable=SC2016,SC2086
unshare --mount --pid --fork sh -c 'mount --make-rprivate /
	mount -t proc proc "$0/proc"
	mount --rbind /dev "$0/dev"
	exec chroot "$0" apt-get --quiet --yes --no-install-recommends install "$@"' "$field" $packages
chroot "$field" apt-get clean
echo "$packages" >"$field/.complete"
