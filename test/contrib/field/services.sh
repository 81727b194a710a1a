# Functions for scripts of sh in the field.
# shellcheck shell=sh

# Starts a service that does nothing but use a library: start_service UNIT LIBRARY
start_service() {
	mkdir -p "/sys/fs/cgroup/system.slice/$1" /run/systemd/system
	printf '[Service]\nExecStart=/usr/bin/sleep 1000\n' >"/etc/systemd/system/$1"
	LD_PRELOAD=$2 sleep 1000 >/dev/null 2>&1 &
	echo $! >"/sys/fs/cgroup/system.slice/$1/cgroup.procs"
	# It uses the library from when it has become "sleep" on.
	until grep -q "$2" "/proc/$!/maps"; do sleep 0.01; done
}

# Replaces a file as a package manager does: upgrade FILE
upgrade() {
	cp "$1" "$1.new"
	mv "$1.new" "$1"
}

# Makes a library: make_library FILE
make_library() {
	mkdir -p "${1%/*}"
	cp -L /usr/lib/*-linux-gnu/libm.so.6 "$1"
}

# Installs what the hooks of package managers run.
install_after_upgrade() {
	install -D -m 755 /project/contrib/after-upgrade /usr/lib/lib_users/after-upgrade
}

# Starts an SSH server, into which root gets as root and as "admin", who has no rights but sudo: start_sshd
start_sshd() {
	useradd --create-home --shell /bin/sh --password '*' admin
	echo 'admin ALL=(root) NOPASSWD: ALL' >/etc/sudoers.d/admin
	mkdir -p /root/.ssh /home/admin/.ssh /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
	tee /root/.ssh/authorized_keys </root/.ssh/id_ed25519.pub >/home/admin/.ssh/authorized_keys
	ssh-keygen -A >/dev/null
	echo '127.0.0.1 web-1 web-2 web-1.example.com' >>/etc/hosts
	for name in web-1 web-2; do
		sed "s/^/$name /" /etc/ssh/ssh_host_ed25519_key.pub
	done >/root/.ssh/known_hosts
	/usr/sbin/sshd -o PermitRootLogin=yes -o UsePAM=no -o LogLevel=QUIET
	tries=0
	until ssh web-1 true 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -lt 50 ] || return 1
		sleep 0.1
	done
}
