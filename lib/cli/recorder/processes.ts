/** The rules of the awk program, and the functions that look at one process: who it is, its arguments and its maps. */
export const PROCESSES: string = String.raw`BEGIN {
	recorder = ENVIRON["recorder"]
	quiet = ENVIRON["quiet"]
	full_time = ENVIRON["full_time"]
	DENIED = "{\"error\":\"denied\"}"
	MARK = "[(]deleted[)]"
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
	keep("link", "self", "\"" recorder "\"")
	keep("read", "self/stat", content(recorder "/stat"))
	own_start = read_start()
	keep("read", "stat", content("stat", "^btime "))
	keep("read", "self/mountinfo", content("self/mountinfo"))
	own_namespace = namespace("self")
	answer = look("1/root", 0, "L")
	keep("stat", "1/root", answer)
	tell_users((failed(answer) ? "self" : "1") "/root/etc/passwd")
	all_pids = sort(found, pids)
	for (i = 1; i <= all_pids; i++) meet(pids[i])
	for (i = 1; i <= all_pids; i++) if (pids[i] in start) examine(pids[i])
	write()
}

# Notes when a process started. Clock ticks are too coarse to tell one from another with its number, so of a process
# that is younger than the recorder the folder is noted too.
function meet(pid,   text) {
	text = content(pid "/stat")
	if (text == DENIED) refuse(pid)
	if (failed(text)) return
	start[pid] = read_start()
	is_parent[ancestor] = 1
	if (start[pid] < own_start) return
	keep("stat", pid, look(pid, 0, "L"))
	folder_inode[pid] = inode
}

# The 22nd field of stat, of the lines just read; sets ancestor and exiting too, the latter by the state or the flag
# PF_EXITING. The second field is a name that may hold anything.
function read_start(   text, field) {
	text = line[lines]
	sub(/.*[)]/, "", text)
	split(text, field, " ")
	ancestor = field[2]
	exiting = field[1] ~ /[ZXx]/ || int(field[7] / 4) % 2
	return field[20] + 0
}

function refuse(pid,   i, name) {
	split("maps stat status cgroup cmdline", name, " ")
	for (i in name) keep("read", pid "/" name[i], DENIED)
	keep("list", pid "/fd", DENIED)
	order[++processes] = pid
	present[pid] = 1
}

# Looks at a process. All that is told of it is dropped if another one has its number in the end.
function examine(pid,   i) {
	content(pid "/stat")
	read_start()
	keep("read", pid "/cgroup", content(pid "/cgroup"))
	threads = is_stale = 0
	content(pid "/status", "^Threads:")
	if (line[lines] !~ /\t1$/) find_threads(pid)
	keep("read", pid "/status", content(pid "/status", "^Uid:"))
	listed = "\"" pid "\""
	examine_maps(pid)
	examine_descriptors(pid)
	# An ancestor can be a supervisor.
	if (is_stale || pid in is_parent) tell_arguments(pid)
	keep("list", pid "/task", "[" listed "]")
	answer = content(pid "/stat")
	keep("read", pid "/stat", answer)
	if (!failed(answer) && read_start() == start[pid] && (!(pid in folder_inode) || is_same_folder(pid))) {
		order[++processes] = pid
		present[pid] = 1
	} else dropped[pid] = 1
}

function is_same_folder(pid) {
	look(pid, 0, "L")
	return inode == folder_inode[pid]
}

# Sets thread to the folders of the threads beside the leader.
function find_threads(pid,   number, all, i) {
	run("ls " pid "/task 2>/dev/null")
	all = sort(joined(" "), number)
	for (i = 1; i <= all; i++) if (number[i] != pid) thread[++threads] = pid "/task/" number[i]
}

# Of maps nothing is told but the marked lines, so of most threads nothing.
function list_thread(folder) {
	if (index(listed, "\"" base(folder) "\"")) return
	listed = listed ",\"" base(folder) "\""
	keep("read", folder "/maps", "\"\"")
}

# Tells the arguments of a process, for which those of a thread stand in where the leader has exited.
function tell_arguments(pid) {
	tell_bytes(pid "/cmdline")
	if (lines || !threads) return
	list_thread(thread[1])
	tell_bytes(thread[1] "/cmdline")
}

# Only od shows where zeros are.
function tell_bytes(path,   digits) {
	run("od -An -v -tx1 " path " 2>/dev/null")
	digits = joined("")
	gsub(/ /, "", digits)
	keep("read", path, "{\"hex\":\"" digits "\"}")
}

function examine_maps(pid,   folder, text, i) {
	folder = pid
	text = content(pid "/maps", MARK)
	keep("read", pid "/maps", text)
	if (failed(text)) return
	# An exited leader has none, but its threads go on with the memory. Each has a folder of its own beside those listed.
	for (i = 1; !total && i <= threads; i++) {
		text = content(thread[i] "/maps", MARK)
		if (!total) continue
		list_thread(thread[i])
		keep("read", thread[i] "/maps", text)
		folder = base(thread[i])
	}
	examine_mappings(pid, folder)
}

# Asks what became of the files of the lines just read, to which the folder has links.
function examine_mappings(pid, folder,   all, marked, i, text, field, name, range, via) {
	all = lines
	for (i = 1; i <= all; i++) marked[i] = line[i]
	for (i = 1; i <= all; i++) {
		# START-END PERMISSIONS OFFSET MAJOR:MINOR INODE, some blanks, and a name that may hold others.
		text = marked[i]
		if (!match(text, /^[0-9a-f]+-[0-9a-f]+ [^ ]+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [0-9]+ +/)) continue
		name = unmarked(substr(text, RLENGTH + 1))
		split(text, field, /[ :]/)
		if (name == "" || (pid, field[4], field[5], field[6], name) in seen) continue
		seen[pid, field[4], field[5], field[6], name] = 1
		split(field[1], range, "-")
		sub(/^0+/, "", range[1])
		sub(/^0+/, "", range[2])
		via = folder "/map_files/" range[1] "-" range[2]
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
`;
