# Finds where the names that a process sees can be looked up, and where a question can wait for ever.

BEGIN {
	# As lib/rules/file_systems.ts has them.
	LOCAL_TYPES = " bcachefs btrfs cramfs devtmpfs erofs exfat ext2 ext3 ext4 f2fs hfsplus hugetlbfs iso9660 jffs2 jfs" \
		" minix mqueue msdos nilfs2 ntfs3 ramfs reiserfs romfs rootfs simfs squashfs tmpfs ubifs udf ufs vfat xfs zfs "
}

# Sets current to the mount namespace of a process, as the program does; empty where nothing is known. Each command that
# will ask has namespaces of its own.
function enter_namespace_of(command, pid, threads,   i) {
	current = ""
	if (enter_namespace(command, pid)) return
	for (i = 1; i <= threads; i++) {
		read_links(thread[i] "/ns/mnt " thread[i] "/ns/user " thread[i] "/root")
		keep_namespaces(thread[i])
		if (!enter_namespace(command, thread[i])) continue
		tell_thread(thread[i])
		return
	}
}

# Sets current to the mount namespace that a directory leads to; fails where it leads to none.
function enter_namespace(command, directory) {
	if (namespace_of[directory] == "") return 0
	current = command " " namespace_of[directory]
	if (!(current in mounts_of)) {
		find_root(directory)
		if (command == "fd_users") opened[++all_opened] = current
	}
	return 1
}

# Keeps what was read of the namespaces of a process or a thread. Only root of the own user namespace mounts anything in
# the mount namespaces that belong to it; in others, an ordinary user may have mounted whatever he likes.
function keep_namespaces(directory) {
	keep("link", directory "/ns/mnt", link_of[directory "/ns/mnt"])
	keep("link", directory "/ns/user", link_of[directory "/ns/user"])
	namespace_of[directory] = target_of[directory "/ns/mnt"]
	if (target_of[directory "/ns/user"] != own_users) is_foreign[namespace_of[directory]] = 1
	ask_link(directory, directory "/root", 0)
	root_link[directory] = link_of[directory "/root"]
	root_target[directory] = target_of[directory "/root"]
	forget_link(directory "/ns/mnt")
	forget_link(directory "/ns/user")
	forget_link(directory "/root")
}

# Names are looked up below the root of the first member of the namespace whose root is that of the namespace, or else
# of the first; its mounts are those of the member that sees most of them.
function find_root(directory,   i, member, first) {
	root_of[current] = cut_of[current] = mounts_of[current] = ""
	is_trusted[current] = namespace_of[directory] == own_namespace || !(namespace_of[directory] in is_foreign)
	for (i = namespace_of[directory] == own_namespace ? -1 : 0; i <= all_pids; i++) {
		member = i < 0 ? "self" : i ? pids[i] : directory
		if (i > 0 && (member == directory || namespace_of[member] != namespace_of[directory])) continue
		if (first == "") first = member
		is_member[member] = 1
		tell_mounts(member)
		if (size_of[member] && (mounts_of[current] == "" || size_of[member] > size_of[mounts_of[current]])) {
			mounts_of[current] = member
		}
		keep("link", member "/root", root_link[member])
		if (root_target[member] == "/" || member == first && root_target[member] != "") {
			root_of[current] = member "/root"
			cut_of[current] = root_target[member] == "/" ? "" : root_target[member]
		}
		if (root_target[member] == "/") return
	}
}

# Sets current to the namespace that has the mount in it: a process may have come to another mount namespace after it
# opened a file. Fails where none of those that were opened has it, those of the recorder and of the first process
# included.
function find_namespace(mount,   i) {
	if (mount == "" || mounts_of[current] == "") return 0
	enter_namespace("fd_users", "self")
	enter_namespace("fd_users", "1")
	for (i = 1; i <= all_opened; i++) {
		current = opened[i]
		if (is_mounted("", "", mount)) return 1
	}
	return 0
}

# Reads the mounts that a process sees: by point, by device and by id. Where an ordinary user may have made them, a list
# that is longer than any container has is not looked at.
function tell_mounts(member,   path, text, i, k, all, field) {
	if (member in size_of) return
	path = member "/mountinfo"
	if (!read_files_limited("^", path)) failure_of[path] = STUCK
	text = content(path)
	if (is_cut || !is_trusted[current] && length(text) > LONGEST_FOREIGN || !has_room(member, length(text))) {
		cut(path)
		text = UNREADABLE
		forget_lines(path)
	}
	keep("read", path, text)
	size_of[member] = has_failed_to(text) ? 0 : length(text)
	for (i = 1; i <= lines_of[path]; i++) {
		all = split(line_of[path, i], field, / /)
		for (k = 7; k < all && field[k] != "-";) k++
		field[5] = unescaped(field[5])
		if (length(field[5]) > longest_of[member]) longest_of[member] = length(field[5])
		mounts_at[member, field[5]] = mounts_at[member, field[5]] " " field[1]
		mount_on[member, field[3]] = field[1]
		device_of_mount[member, field[1]] = field[3]
		type_of_mount[member, field[1]] = field[k + 1]
		if (field[k + 1] == "overlay") layers_of[member, field[1]] = field[k + 3]
	}
	forget_lines(path)
}

function is_mounted(name, device, mount,   member) {
	member = mounts_of[current]
	if (mount != "") return (member, mount) in device_of_mount
	if (device == "") return mount_of(member, name) != ""
	if ((member, device) in mount_on) return 1
	# Older kernels show the device below an overlay, which may be mounted nowhere in a container.
	return type_of_mount[member, mount_of(member, name)] == "overlay" && device !~ /^0:/
}

# As a number, the device of a file that is mounted; empty where stat must not be asked, because something need not
# answer there.
function device_of(name, device, mount,   member) {
	member = mounts_of[current]
	if (mount == "") mount = device == "" ? mount_of(member, name) : mount_on[member, device]
	return may_ask_on(member, mount) ? numbered(device_of_mount[member, mount]) : ""
}

# The same of a name, on the way to which nothing may be that need not answer.
function device_at(name,   member, all, mount, i) {
	member = mounts_of[current]
	all = split(mounts_to(member, name), mount, " ")
	for (i = 1; i <= all; i++) if (!may_ask_on(member, mount[i])) return ""
	return all && is_trusted[current] ? numbered(device_of_mount[member, mount[all]]) : ""
}

# The mount that a name lies on.
function mount_of(member, name,   mounts) {
	mounts = mounts_to(member, name)
	sub(/.* /, "", mounts)
	return mounts
}

# The mounts on the way to a name, from the root on, of which several can be at one point.
function mounts_to(member, name,   end, mounts) {
	mounts = mounts_at[member, "/"]
	# No mount point is longer.
	name = substr(name, 1, longest_of[member] + 1)
	for (end = next_slash(name, 2); end; end = next_slash(name, end + 1)) {
		if ((member, substr(name, 1, end - 1)) in mounts_at) mounts = mounts mounts_at[member, substr(name, 1, end - 1)]
	}
	return mounts
}

# Whether the file system of a mount answers by itself. Where an ordinary user may have mounted it, it is asked only if
# it is mounted for the recorder too.
function may_ask_on(member, mount,   device) {
	device = device_of_mount[member, mount]
	if (!is_trusted[current] && (!(("self", device) in mount_on) \
		|| type_of_mount["self", mount_on["self", device]] != type_of_mount[member, mount])) return 0
	return is_local(member, mount)
}

# Where the next slash is in a name, or the end of it; zero behind that.
function next_slash(name, from,   at) {
	if (from > length(name)) return 0
	at = index(substr(name, from), "/")
	return at ? from + at - 1 : length(name) + 1
}

function parent(name) {
	return sub("/[^/]*$", "", name) ? name : ""
}

function numbered(device,   part) {
	split(device, part, ":")
	return sprintf("%.0f", part[1] * 1048576 + part[2])
}

# Whether the file system of a mount is in this machine, so that it answers by itself. An overlay asks its layers.
function is_local(member, mount,   type) {
	if (!((member, mount) in is_local_mount)) {
		type = type_of_mount[member, mount]
		# A layer below the overlay itself is out of reach, and was put there by whoever made the mount namespace.
		is_local_mount[member, mount] = 1
		if (type == "overlay") is_local_mount[member, mount] = has_local_layers(layers_of[member, mount])
		else is_local_mount[member, mount] = type != "" && index(LOCAL_TYPES, " " type " ") > 0
	}
	return is_local_mount[member, mount]
}

# The layers of an overlay are named as whoever mounted it saw them: in containers, the machine.
function has_local_layers(options,   option, path, i, k, all, count) {
	# What has a backslash before it separates nothing.
	gsub(/\\./, "?", options)
	all = split(options, option, ",")
	for (i = 1; i <= all; i++) {
		if (sub(/^lowerdir=/, "", option[i])) k = split(option[i], path, ":")
		else if (sub(/^(lowerdir[+]|datadir[+]|upperdir)=/, "", option[i])) {
			k = 1
			path[1] = option[i]
		} else continue
		for (; k; k--) {
			if (path[k] == "") continue
			count++
			if (path[k] ~ /^\//) {
				if (!is_local_way(path[k])) return 0
				continue
			}
			# Docker and Podman write relative paths if absolute ones are too long for mount(2).
			if (!is_local_way("/var/lib/docker/overlay2/" path[k])) return 0
			if (!is_local_way("/var/lib/containers/storage/overlay/" path[k])) return 0
		}
	}
	return count > 0
}

function is_local_way(path,   all, mount, i) {
	all = split(mounts_to("self", path), mount, " ")
	for (i = 1; i <= all; i++) if (!is_local("self", mount[i])) return 0
	return 1
}

function unescaped(point,   plain) {
	while (match(point, /\\[0-3][0-7][0-7]/)) {
		plain = plain substr(point, 1, RSTART - 1) sprintf("%c", \
			substr(point, RSTART + 1, 1) * 64 + substr(point, RSTART + 2, 1) * 8 + substr(point, RSTART + 3, 1))
		point = substr(point, RSTART + 4)
	}
	return plain point
}
