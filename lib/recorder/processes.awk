# Looks at each process: who it is, its threads and its arguments.

BEGIN { prepare() }

$1 !~ /[^0-9]/ && $1 != recorder { found = found " " $1 }

END { record() }

function prepare(   i, part, character) {
	# Seconds that a command may take, that a package manager may take, and that may be waited for in all.
	DEADLINE = 3
	LONGER_DEADLINE = 20
	patience = 45
	# Bytes of one answer, of the arguments of a process, and of the mounts that an ordinary user may have made.
	LONGEST = 8 * 1048576
	LONGEST_ARGUMENTS = 1048576
	LONGEST_FOREIGN = 1048576
	# Bytes that are kept of what a process can make long: for all, and for the processes of one user but root.
	MOST_KEPT = 32 * LONGEST
	MOST_KEPT_OF_USER = 4 * LONGEST
	# Deleted files that are looked up, likewise, and directories and links on the way to one.
	MOST_ASKED = 20000
	MOST_ASKED_OF_USER = 1000
	MOST_DIRECTORIES = 128
	MOST_LINKS = 8
	# Stands for the device of a file whose number is not known: no file is on this one.
	OTHER_DEVICE = 0
	# Descriptors of deleted files that are recorded of a process, and descriptors that make it one to be read last.
	MOST_DESCRIPTORS = 5000
	MANY_DESCRIPTORS = 65536
	# Descriptors of all threads of a process that are compared.
	MOST_COMPARED = 100000
	# Processes beside stale ones whose arguments are recorded, login sessions, and drop-ins in one directory.
	MOST_MEMBERS = 200
	MOST_SESSIONS = 1000
	MOST_DROP_INS = 100
	# Names that a package manager is asked for: those of root and those of all others, of these those of one user; and
	# bytes of one such question.
	MOST_NAMES = 1000
	MOST_NAMES_OF_USER = 100
	LONGEST_COMMAND = 60000

	recorder = ENVIRON["recorder"]
	MARK = ENVIRON["mark"]
	DENIED = "{\"error\":\"denied\"}"
	GONE = "{\"error\":\"gone\"}"
	STUCK = "{\"error\":\"stuck\"}"
	UNREADABLE = "{\"error\":\"unreadable\"}"
	split("list link stat read", kinds, " ")
	split("- file d directory l symlink p fifo s socket c character b block", part, " ")
	for (i = 1; i < 14; i += 2) type_of[part[i]] = part[i + 1]
	for (i = 1; i < 256; i++) {
		character = sprintf("%c", i)
		escaped[character] = i < 32 ? sprintf("\\u%04x", i) : i < 128 ? character : sprintf("\\udc%x", i)
	}
	escaped["\""] = "\\\""
	escaped["\\"] = "\\\\"
}

function record(   i) {
	all_pids = sort(found, pids)
	for (i = 1; i <= all_pids; i++) is_pid[pids[i]] = 1
	read_machine()
	# Several processes at a time, since to start a program costs more than all that it reads.
	for (i = 1; i <= all_pids; i += 100) read_processes(i, i + 99)
	# What an ordinary user can make slow comes last.
	for (i = 1; i <= all_pids; i++) if (pids[i] in start && !(pids[i] in is_large)) examine(pids[i])
	for (i = 1; i <= all_pids; i++) if (pids[i] in is_large) examine(pids[i])
	for (i = 1; i <= all_pids; i++) if (pids[i] in is_stale) tell_ancestors(pids[i])
	tell_host()
	ask_packages()
	for (i = 1; i <= all_pids; i += 100) check_processes(i, i + 99)
	write_recording()
}

function read_machine(   answer) {
	read_files("^", recorder "/stat")
	keep("link", "self", "\"" recorder "\"")
	keep("read", "self/stat", content(recorder "/stat"))
	own_start = read_start(recorder)
	read_links("self/ns/mnt self/ns/user self/root")
	own_users = target_of["self/ns/user"]
	keep_namespaces("self")
	own_namespace = namespace_of["self"]
	is_trusted[current] = 1
	tell_mounts("self")
	read_files("^btime", "stat")
	keep("read", "stat", content("stat"))
	answer = stat_of("1/root", 0, "L")
	keep("stat", "1/root", answer)
	host_root = (has_failed_to(answer) ? "self" : "1") "/root"
	tell_users(host_root "/etc/passwd")
}

# The names and ids of users, and nothing else of them.
function tell_users(path,   i, field) {
	if (!read_files_limited("-E \"^[^#+:-][^:]*:[^:]*:[^:]*:\"", path)) failure_of[path] = STUCK
	if (is_cut) cut(path)
	for (i = 1; i <= lines_of[path]; i++) {
		split(line_of[path, i], field, ":")
		line_of[path, i] = field[1] "::" field[3] ":"
	}
	keep("read", path, content(path))
}

# Reads what is wanted of every process. Clock ticks are too coarse to tell one from another with its PID, so of a
# process that is younger than the recorder the directory is noted too.
function read_processes(from, to,   i, k, pid) {
	read_files("^", paths(from, to, "/stat") paths(from, to, "/cgroup"))
	read_files("-E \"^(Uid|Threads|FDSize):\"", paths(from, to, "/status"))
	read_links(paths(from, to, "/ns/mnt") paths(from, to, "/ns/user") paths(from, to, "/root") \
		paths(from, to, "/exe"))
	for (i = from; i <= to && i <= all_pids; i++) {
		pid = pids[i]
		if (!is_there(pid)) continue
		start[pid] = read_start(pid)
		parent_of[pid] = ancestor
		if (exiting) is_exiting[pid] = 1
		read_status(pid)
		keep("read", pid "/cgroup", content(pid "/cgroup"))
		keep("read", pid "/status", content(pid "/status"))
		keep_namespaces(pid)
		ask_link(pid, pid "/exe", 0)
		tell_program(pid)
		for (k = 1; k <= lines_of[pid "/cgroup"]; k++) cgroup_of[pid] = cgroup_of[pid] line_of[pid "/cgroup", k] "\n"
		if (start[pid] < own_start) continue
		keep("stat", pid, stat_of(pid, 0, "L"))
		directory_inode[pid] = stat_inode
	}
	read_maps(from, to)
	read_tables(from, to)
	for (i = from; i <= to && i <= all_pids; i++) {
		pid = pids[i]
		forget_lines(pid "/cgroup")
		forget_lines(pid "/status")
		if (pid in start) keep_maps(pid, pid "/maps", pid in is_stuck)
	}
}

# Records what program a process runs, and notes one that is deleted.
function tell_program(pid) {
	keep("link", pid "/exe", link_of[pid "/exe"])
	program_of[pid] = unmarked(target_of[pid "/exe"])
	forget_link(pid "/exe")
}

# Sets uid_of, and notes a process of several threads and one that has room for very many descriptors, a line of which
# nobody else makes use.
function read_status(pid,   file, i, k, field) {
	file = pid "/status"
	for (i = 1; i <= lines_of[file]; i++) {
		split(line_of[file, i], field, "\t")
		if (field[1] == "Uid:") uid_of[pid] = field[2]
		else if (field[1] == "Threads:" && field[2] > 1) has_threads[pid] = 1
		else if (field[1] == "FDSize:") {
			if (field[2] + 0 > MANY_DESCRIPTORS) is_large[pid] = 1
			continue
		}
		line_of[file, ++k] = line_of[file, i]
	}
	lines_of[file] = k + 0
}

function paths(from, to, name,   i, list) {
	for (i = from; i <= to && i <= all_pids; i++) list = list " " pids[i] name
	return list
}

# The 22nd field of stat; sets ancestor and exiting too, the latter by the state or the flag PF_EXITING. The second
# field is a name that may hold anything.
function read_start(pid,   text, field) {
	text = line_of[pid "/stat", lines_of[pid "/stat"]]
	sub(/.*[)]/, "", text)
	split(text, field, " ")
	ancestor = field[2]
	exiting = field[1] ~ /[ZXx]/ || int(field[7] / 4) % 2
	return field[20] + 0
}

function is_there(pid) {
	return lines_of[pid "/stat"] || failure_of[pid "/stat"] == DENIED
}

function examine(pid,   threads) {
	threads = pid in has_threads ? find_threads(pid) : 0
	told_threads = "\"" pid "\""
	examine_maps(pid, threads)
	if (pid in is_large) read_tables_of(pid)
	examine_descriptors(pid, threads)
	if (pid in is_stale) tell_arguments(pid, threads)
	keep("list", pid "/task", "[" told_threads "]")
}

# One of the ancestors of a stale process can be its supervisor.
function tell_ancestors(pid) {
	for (pid = parent_of[pid]; pid in start && !(pid in has_arguments); pid = parent_of[pid]) tell_arguments(pid, 0)
}

# Drops all that was told of a process if another one has its PID by now; but others may need where it led to.
function check_processes(from, to,   i, pid) {
	read_files("^", paths(from, to, "/stat"))
	for (i = from; i <= to && i <= all_pids; i++) {
		pid = pids[i]
		if (!(pid in start)) continue
		keep("read", pid "/stat", content(pid "/stat"))
		stat_inode = ""
		if (pid in directory_inode) stat_of(pid, 0, "L")
		if (!is_there(pid) || read_start(pid) != start[pid] || stat_inode != directory_inode[pid]) {
			if (!(pid in is_member)) continue
			keep("read", pid "/maps", GONE)
			keep("list", pid "/fd", GONE)
		}
		order[++processes] = pid
		forget_lines(pid "/stat")
	}
}

# Sets thread to the directories of the threads beside the leader, and returns how many they are.
function find_threads(pid,   list, number, all, i, threads) {
	run("ls " pid "/task 2>/dev/null")
	if (is_cut) cut(pid "/task")
	for (i = 1; i <= lines; i++) list = list " " line[i]
	all = sort(list, number)
	for (i = 1; i <= all; i++) if (number[i] != pid) thread[++threads] = pid "/task/" number[i]
	return threads + 0
}

# Of maps nothing is told but the marked lines, so of most threads nothing.
function tell_thread(directory) {
	if (index(told_threads, "\"" base(directory) "\"")) return
	told_threads = told_threads ",\"" base(directory) "\""
	keep("read", directory "/maps", "\"\"")
}

# Tells the arguments of a process, for which those of a thread stand in where the leader has exited.
function tell_arguments(pid, threads) {
	has_arguments[pid] = 1
	if (tell_bytes(pid, pid "/cmdline") || !threads) return
	tell_thread(thread[1])
	tell_bytes(pid, thread[1] "/cmdline")
}

# Only od shows where zeros are. Returns whether there were any bytes, or what they are is not known.
function tell_bytes(pid, path,   i, piece, digits) {
	if (pid in is_stuck || !run_limited("od -An -v -tx1 -N " (LONGEST_ARGUMENTS + 1) " " path, "^ [0-9a-f ]*$")) {
		keep("read", path, STUCK)
		return 1
	}
	for (i = 1; i <= lines; i++) {
		piece = piece line[i]
		if (i % 500 && i < lines) continue
		gsub(/ /, "", piece)
		digits = digits piece
		piece = ""
	}
	# The one byte more tells that there are more.
	if (length(digits) > 2 * LONGEST_ARGUMENTS) cut(path)
	if (!has_room(pid, length(digits))) {
		digits = substr(digits, 1, 8192)
		cut(path)
	}
	keep("read", path, "{\"hex\":\"" digits "\"}")
	return digits != ""
}

# Whether so many bytes more of what a process can make long can be kept.
function has_room(pid, size) {
	if (size <= 8192) return 1
	if (all_kept + size > MOST_KEPT || uid_of[pid] != "0" && kept_of[uid_of[pid]] + size > MOST_KEPT_OF_USER) return 0
	all_kept += size
	kept_of[uid_of[pid]] += size
	return 1
}

function base(path) {
	sub(/.*\//, "", path)
	return path
}

# Sets list to numbers in ascending order: those of one length come so already.
function sort(text, list,   all, part, width, i, sorted) {
	all = split(text, part, " ")
	for (width = 1; width <= 10; width++) {
		for (i = 1; i <= all; i++) if (length(part[i]) == width) list[++sorted] = part[i]
	}
	return sorted + 0
}
