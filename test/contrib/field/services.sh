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
