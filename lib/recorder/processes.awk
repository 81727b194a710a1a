# Looks at each process: who it is, its arguments and its maps.

BEGIN {
	recorder = ENVIRON["recorder"]
	DENIED = "{\"error\":\"denied\"}"
	GONE = "{\"error\":\"gone\"}"
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

$1 !~ /[^0-9]/ && $1 != recorder { found = found " " $1 }

END {
	all_pids = sort(found, pids)
	for (i = 1; i <= all_pids; i++) is_pid[pids[i]] = 1
	read_files("^", recorder "/stat self/mountinfo")
	keep("link", "self", "\"" recorder "\"")
	keep("read", "self/stat", content(recorder "/stat"))
	own_start = read_start(recorder)
	keep("read", "self/mountinfo", content("self/mountinfo"))
	own_namespace = namespace("self")
	read_files("^btime", "stat")
	keep("read", "stat", content("stat"))
	answer = look("1/root", 0, "L")
	keep("stat", "1/root", answer)
	tell_users((failed(answer) ? "self" : "1") "/root/etc/passwd")
	# Several processes at a time, for to start a program costs more than all that it reads.
	for (i = 1; i <= all_pids; i += 100) meet(i, i + 99)
	for (i = 1; i <= all_pids; i++) if (pids[i] in start) examine(pids[i])
	for (i = 1; i <= all_pids; i += 100) check(i, i + 99)
	write()
}

# Reads what is wanted of every process. Clock ticks are too coarse to tell one from another with its number, so of a
# process that is younger than the recorder the folder is noted too.
function meet(from, to,   i, pid) {
	read_files("^", paths(from, to, "/stat") paths(from, to, "/cgroup"))
	read_files("-E \"^(Uid|Threads):\"", paths(from, to, "/status"))
	read_files("-F \"(deleted)\"", paths(from, to, "/maps"))
	read_tables(paths(from, to, ""))
	for (i = from; i <= to; i++) {
		pid = pids[i]
		if (!is_there(pid)) continue
		start[pid] = read_start(pid)
		is_parent[ancestor] = 1
		is_exiting[pid] = exiting
		keep("read", pid "/cgroup", content(pid "/cgroup"))
		keep("read", pid "/status", content(pid "/status"))
		keep("read", pid "/maps", content(pid "/maps"))
		if (start[pid] < own_start) continue
		keep("stat", pid, look(pid, 0, "L"))
		folder_inode[pid] = inode
	}
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
	return lines_of[pid "/stat"] || content(pid "/stat") == DENIED
}

function examine(pid) {
	threads = is_stale = 0
	# There is nothing behind the line "Threads:".
	if (line_of[pid "/status", lines_of[pid "/status"]] !~ /\t1$/) find_threads(pid)
	told_threads = "\"" pid "\""
	examine_maps(pid)
	examine_descriptors(pid)
	# An ancestor can be a supervisor.
	if (is_stale || pid in is_parent) tell_arguments(pid)
	keep("list", pid "/task", "[" told_threads "]")
}

# Drops all that was told of a process if another one has its number by now; but others may need where it led to.
function check(from, to,   i, pid) {
	read_files("^", paths(from, to, "/stat"))
	for (i = from; i <= to; i++) {
		pid = pids[i]
		if (!(pid in start)) continue
		keep("read", pid "/stat", content(pid "/stat"))
		inode = ""
		if (pid in folder_inode) look(pid, 0, "L")
		if (!is_there(pid) || read_start(pid) != start[pid] || inode != folder_inode[pid]) {
			if (!(pid in is_member)) continue
			keep("read", pid "/maps", GONE)
			keep("list", pid "/fd", GONE)
		}
		order[++processes] = pid
	}
}

# Sets thread to the folders of the threads beside the leader.
function find_threads(pid,   list, number, all, i) {
	run("ls " pid "/task 2>/dev/null")
	for (i = 1; i <= lines; i++) list = list " " line[i]
	all = sort(list, number)
	for (i = 1; i <= all; i++) if (number[i] != pid) thread[++threads] = pid "/task/" number[i]
}

# Of maps nothing is told but the marked lines, so of most threads nothing.
function tell_thread(folder) {
	if (index(told_threads, "\"" base(folder) "\"")) return
	told_threads = told_threads ",\"" base(folder) "\""
	keep("read", folder "/maps", "\"\"")
}

# Tells the arguments of a process, for which those of a thread stand in where the leader has exited.
function tell_arguments(pid) {
	tell_bytes(pid "/cmdline")
	if (lines || !threads) return
	tell_thread(thread[1])
	tell_bytes(thread[1] "/cmdline")
}

# Only od shows where zeros are.
function tell_bytes(path,   i, piece, digits) {
	run("od -An -v -tx1 " path " 2>/dev/null")
	for (i = 1; i <= lines; i++) {
		piece = piece line[i]
		if (i % 500 && i < lines) continue
		gsub(/ /, "", piece)
		digits = digits piece
		piece = ""
	}
	keep("read", path, "{\"hex\":\"" digits "\"}")
}

# An exited leader has no maps, but its threads go on with the memory. Each has a folder of its own beside those listed.
function examine_maps(pid,   i) {
	if (lines_of[pid "/maps"]) examine_mappings(pid, pid, pid "/maps")
	for (i = 1; is_exiting[pid] && i <= threads; i++) {
		read_files("-F \"(deleted)\"", thread[i] "/maps")
		if (!lines_of[thread[i] "/maps"]) continue
		tell_thread(thread[i])
		keep("read", thread[i] "/maps", content(thread[i] "/maps"))
		examine_mappings(pid, base(thread[i]), thread[i] "/maps")
		return
	}
}

# Asks what became of the files in the lines of maps, to which the folder has links.
function examine_mappings(pid, folder, maps,   i, text, field, name, range, via) {
	for (i = 1; i <= lines_of[maps]; i++) {
		# START-END PERMISSIONS OFFSET MAJOR:MINOR INODE, some blanks, and a name that may hold others.
		text = line_of[maps, i]
		if (!match(text, /^[0-9a-f]+-[0-9a-f]+ [^ ]+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [0-9]+ +/)) continue
		name = unmarked(substr(text, RLENGTH + 1))
		split(text, field, /[ :]/)
		if (name == "" || seen[pid, field[4], field[5], field[6], name]++) continue
		range = field[1]
		while (range ~ /^0[^-]/) range = substr(range, 2)
		sub(/-0+/, "-", range)
		via = folder "/map_files/" range
		if (!is_stale) open_view("lib_users", pid)
		is_stale = 1
		if (index(name, "\\012")) name = with_newlines(name, via)
		judge(name, via, decimal(field[4]) ":" decimal(field[5]), "", field[6])
		if (name == "/") keep("link", pid "/exe", follow(pid "/exe"))
	}
}

# The kernel writes a newline in maps as \012, and those four characters just so; the link has the name as it is.
function with_newlines(name, via) {
	keep("link", via, follow(via))
	if (target != "") return unmarked(target)
	gsub(/\\012/, "\n", name)
	return name
}

# The name in a text that says it is deleted, in the words of Linux or of OpenVZ; empty where it does not say so.
function unmarked(text) {
	if (sub(/ [(]deleted[)]$/, "", text) || sub(/^[(]deleted[)] */, "", text)) return text
	return ""
}

function decimal(digits,   i, value) {
	for (i = 1; i <= length(digits); i++) value = value * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
	return value
}

function base(path) {
	sub(/.*\//, "", path)
	return path
}
