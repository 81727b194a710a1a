# Reads what processes map, and finds the deleted files in it.

# Reads the marked lines of maps. Where one process does not answer, it asks which ones do not; where there is too much
# to take at once, it reads fewer at a time.
function read_maps(from, to, has_asked,   i, files, count, last, middle) {
	if (to > all_pids) to = all_pids
	for (i = from; i <= to; i++) {
		if (!(pids[i] in start) || pids[i] in is_stuck) continue
		files = files " " pids[i] "/maps"
		last = pids[i]
		count++
	}
	if (!count || read_files_limited("-F \"(deleted)\"", files) && !is_cut) return
	if (count == 1) {
		if (is_late) is_stuck[last] = 1
		else cut(last "/maps")
		return
	}
	if (is_late && !has_asked) {
		find_stuck(from)
		read_maps(from, to, 1)
		return
	}
	middle = int((from + to) / 2)
	read_maps(from, middle, has_asked)
	read_maps(middle + 1, to, has_asked)
}

# Asks all processes at once, from one on, which of them answer when they are asked for their maps. Those that do not
# are not asked again for anything that can wait.
function find_stuck(from,   to, list, i) {
	while (from <= all_pids && patience > 0) {
		to = from + 249
		list = ""
		for (i = from; i <= to && i <= all_pids; i++) if (pids[i] in start) list = list " " pids[i]
		run("deadline=" DEADLINE "; for pid in " list "; do" \
			" (mark=; set -- grep -ls . $pid/maps $pid/stat; eval \"$limited\") & done; wait", "^[0-9]+/stat$")
		for (i = 1; i <= lines; i++) has_answered[line[i] + 0] = 1
		is_late = 0
		for (i = from; i <= to && i <= all_pids; i++) {
			if (!(pids[i] in start) || pids[i] in has_answered) continue
			is_stuck[pids[i]] = is_late = 1
		}
		if (is_late) patience -= DEADLINE
		from = to + 1
	}
}

# Keeps what was read of maps, unless there is too much of it by now.
function keep_maps(pid, maps, has_failed,   text) {
	text = has_failed ? STUCK : content(maps)
	if (!has_room(pid, length(text))) {
		text = UNREADABLE
		cut(maps)
		forget_lines(maps)
	}
	keep("read", maps, text)
}

# An exited leader has no maps, but its threads go on with the memory. Each has a directory of its own beside those
# listed.
function examine_maps(pid, threads,   i, maps, has_read) {
	if (lines_of[pid "/maps"] || program_of[pid] != "") examine_mappings(pid, threads, pid, pid "/maps")
	forget_lines(pid "/maps")
	if (!(pid in is_exiting)) return
	for (i = 1; i <= threads; i++) {
		maps = thread[i] "/maps"
		has_read = read_files_limited("-F \"(deleted)\"", maps)
		if (has_read && !lines_of[maps]) continue
		# The memory has a directory of its own, the program too.
		read_links(base(thread[i]) "/exe")
		ask_link(pid, base(thread[i]) "/exe", 0)
		tell_program(base(thread[i]))
		if (is_cut) cut(maps)
		tell_thread(thread[i])
		keep_maps(pid, maps, !has_read)
		if (!has_read) is_stuck[pid] = 1
		else examine_mappings(pid, threads, base(thread[i]), maps)
		forget_lines(maps)
		return
	}
}

# Asks what became of the files in the lines of maps, to which the directory has links.
function examine_mappings(pid, threads, directory, maps,   i, all, text, field, name, range, seen, program) {
	program = program_of[directory]
	gsub(/\n/, "\\012", program)
	for (i = 1; i <= lines_of[maps]; i++) {
		# START-END PERMISSIONS OFFSET MAJOR:MINOR INODE, some spaces, and a name that may hold others.
		text = line_of[maps, i]
		if (!match(text, /^[0-9a-f]+-[0-9a-f]+ [^ ]+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [0-9]+ +/)) continue
		name = unmarked(substr(text, RLENGTH + 1))
		split(text, field, /[ :]/)
		if (name == "") continue
		if (name == program) program = ""
		if (field[2] ~ /x/) is_executable[directory] = 1
		if (seen[field[4], field[5], field[6], name]++) continue
		range = field[1]
		while (range ~ /^0[^-]/) range = substr(range, 2)
		sub(/-0+/, "-", range)
		file_path[++all] = directory "/map_files/" range
		file_name[all] = name
		file_device[all] = decimal(field[4]) ":" decimal(field[5])
		file_mount[all] = ""
		file_inode[all] = field[6]
	}
	# A packed program has no mapping of its own file.
	if (program != "") {
		file_path[++all] = directory "/exe"
		file_name[all] = program_of[directory]
		file_device[all] = file_mount[all] = file_inode[all] = ""
	}
	if (!all) return
	is_stale[pid] = 1
	if (directory in is_executable) tell_personality(directory)
	enter_namespace_of("lib_users", pid, threads)
	ask_files(pid, all, 1)
	for (i = 1; i <= all; i++) {
		if (file_path[i] ~ /map_files/ && index(file_name[i], "\\012")) {
			file_name[i] = with_newlines(pid, file_name[i], file_path[i])
		}
		judge(pid, file_name[i], file_path[i], file_device[i], "", file_inode[i])
	}
}

# Whether all that can be read can be executed too.
function tell_personality(directory,   path) {
	path = directory "/personality"
	if (read_files_limited("^", path)) keep("read", path, content(path))
	forget_lines(path)
}

# The kernel writes a newline in maps as \012, and those four characters just so; the link has the name as it is.
function with_newlines(pid, name, path) {
	ask_link(pid, path, 1)
	keep("link", path, link_of[path])
	if (target_of[path] != "") return unmarked(target_of[path])
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
