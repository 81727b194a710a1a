# Finds where the names that a process sees can be looked up.

# Sets view to that of a process, as the program does; empty where nothing is known. Each command that will ask
# has views of its own.
function open_view(command, pid,   i) {
	view = ""
	if (enter_view(command, pid)) return
	for (i = 1; i <= threads; i++) {
		if (!enter_view(command, thread[i])) continue
		tell_thread(thread[i])
		return
	}
}

# Sets view to the one that a folder leads to; fails where it leads to none.
function enter_view(command, folder) {
	if (namespace(folder) == "") return 0
	view = command " " namespace(folder)
	if (!(view in mounts_of)) {
		find_view(folder)
		if (command == "fd_users") opened[++views] = view
	}
	return 1
}

function namespace(folder) {
	if (!(folder in namespaces)) {
		keep("link", folder "/ns/mnt", follow(folder "/ns/mnt"))
		namespaces[folder] = target
	}
	return namespaces[folder]
}

# The view is that of the first member of the namespace whose root is that of the namespace, or else of the first.
function find_view(folder,   i, member, first, text, longest) {
	root_of[view] = cut_of[view] = mounts_of[view] = ""
	for (i = namespace(folder) == own_namespace ? -1 : 0; i <= all_pids; i++) {
		member = i < 0 ? "self" : i ? pids[i] : folder
		if (i > 0 && (member == folder || namespace(member) != namespace(folder))) continue
		if (first == "") first = member
		is_member[member] = 1
		read_files("^", member "/mountinfo")
		text = content(member "/mountinfo")
		keep("read", member "/mountinfo", text)
		if (!failed(text) && length(text) > longest) {
			longest = length(text)
			mounts_of[view] = member
			read_mounts(member)
		}
		keep("link", member "/root", follow(member "/root"))
		if (target == "/" || member == first && target != "") {
			root_of[view] = member "/root"
			cut_of[view] = target == "/" ? "" : target
		}
		if (target == "/") return
	}
}

# Sets view to the one that has the mount in it: a process may have come to another mount namespace after it opened a
# file. Fails where none of those that were opened has it, those of the recorder and of the first process included.
function find_holding(mount,   i) {
	if (mount == "" || mounts_of[view] == "") return 0
	enter_view("fd_users", "self")
	enter_view("fd_users", "1")
	for (i = 1; i <= views; i++) {
		view = opened[i]
		if (is_mounted("", "", mount)) return 1
	}
	return 0
}

function read_mounts(member,   path, i, k, all, field, point) {
	path = member "/mountinfo"
	for (i = 1; i <= lines_of[path]; i++) {
		all = split(line_of[path, i], field, / /)
		for (k = 7; k < all && field[k] != "-";) k++
		point = unescaped(field[5])
		mounted[member, point] = mounted[member, "id", field[1]] = field[3]
		type_at[member, point] = type_on[member, field[3]] = field[k + 1]
	}
}

function is_mounted(name, device, mount,   member) {
	member = mounts_of[view]
	if (mount != "") return (member, "id", mount) in mounted
	if (device == "") device = mounted[member, mount_point(name)]
	if ((member, device) in type_on) return 1
	# Older kernels show the device below an overlay, which may be mounted nowhere in a container.
	return type_at[member, mount_point(name)] == "overlay" && device !~ /^0:/
}

# As a number, the device of a file that is mounted; empty where stat must not be asked, because something need not
# answer there.
function device_of(name, device, mount,   member) {
	member = mounts_of[view]
	if (mount != "") device = mounted[member, "id", mount]
	else if (device == "") device = mounted[member, mount_point(name)]
	return (member, device) in type_on && !is_remote(type_on[member, device]) ? numbered(device) : ""
}

# The same of a name, on the way to which nothing may be that need not answer.
function device_at(name,   above) {
	for (above = name; above != ""; above = parent(above)) {
		if (is_remote(type_at[mounts_of[view], above])) return ""
	}
	if (is_remote(type_at[mounts_of[view], "/"])) return ""
	return numbered(mounted[mounts_of[view], mount_point(name)])
}

function mount_point(name) {
	while (name != "" && !((mounts_of[view], name) in mounted)) name = parent(name)
	return name == "" ? "/" : name
}

function parent(name) {
	return sub(/\/[^\/]*$/, "", name) ? name : ""
}

function numbered(device,   part) {
	split(device, part, ":")
	return sprintf("%.0f", part[1] * 1048576 + part[2])
}

# The same types as lib/rules/file_systems.ts has.
function is_remote(type) {
	return type ~ /^fuse[.]/ || index(" 9p afs autofs beegfs ceph cifs coda davfs fuse fuseblk gfs2 glusterfs gpfs" \
		" hostfs lustre ncpfs nfs nfs4 ocfs2 orangefs prl_fs pvfs2 smb3 smbfs vboxsf virtiofs vmhgfs ", " " type " ")
}

function unescaped(point,   plain) {
	while (match(point, /\\[0-3][0-7][0-7]/)) {
		plain = plain substr(point, 1, RSTART - 1) sprintf("%c", \
			substr(point, RSTART + 1, 1) * 64 + substr(point, RSTART + 2, 1) * 8 + substr(point, RSTART + 3, 1))
		point = substr(point, RSTART + 4)
	}
	return plain point
}
