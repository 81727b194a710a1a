# Asks the kernel, by commands: each answer has a limit in time and in size.

# Runs a command, and sets line to what it prints, lines to how many they are, and status. Where it prints more than
# LONGEST, is_cut is set and the rest is not read. Only rows that match the pattern are kept, if there is one.
function run(command, pattern) {
	read_answer(command "; printf \"\\n%s%d\\n\" \"$mark\" $?", pattern)
}

# The same for a command that can wait for another process: it must be a simple one. It is killed after so many seconds,
# DEADLINE if nothing is said, and is_late is set. All that can be waited for together is limited too: then nothing is
# asked any more.
function run_limited(command, pattern, deadline) {
	if (!deadline) deadline = DEADLINE
	if (patience > 0) {
		read_answer("deadline=" deadline "; set -- " command "; eval \"$limited\"", pattern)
		is_late = status == 137
		if (is_late) patience -= deadline
	} else {
		is_late = 1
		lines = 0
	}
	return !is_late
}

function read_answer(command, pattern,   row, size, has_ended) {
	lines = is_cut = has_ended = 0
	while (!has_ended && (command | getline row) > 0) {
		if (index(row, MARK) == 1) {
			status = substr(row, length(MARK) + 1) + 0
			has_ended = 1
		} else if (pattern == "" || row ~ pattern) {
			size += length(row) + 1
			if (size > LONGEST) {
				is_cut = has_ended = 1
				status = 0
			} else line[++lines] = row
		}
	}
	close(command)
	# Where a command cannot even be started, nothing is recorded, unless it may fail.
	if (!has_ended || (status == 126 || status == 127) && !may_fail) give_up()
	# Before the mark comes a newline that is none of the answer.
	if (!is_cut && lines && line[lines] == "") lines--
}

function give_up() {
	exit 1
}

# What a command has printed, less the newline at the end.
function output(   i, text) {
	text = line[1]
	for (i = 2; i <= lines; i++) text = text "\n" line[i]
	return text
}

# Reads files: of each, lines_of is how many lines match the pattern, and line_of has them. Awk itself would end where a
# process does. Before a line grep puts the name of the file, so that no line can pose as that of another.
function read_files(pattern, files) {
	forget_files(files)
	run("grep -H " pattern " " files " 2>&1")
	if (status > 2) give_up()
	take_lines()
}

# The same for files that can wait. Fails where an answer is late.
function read_files_limited(pattern, files) {
	forget_files(files)
	if (!run_limited("grep -H " pattern " " files)) return 0
	if (status > 2) give_up()
	take_lines()
	return 1
}

function forget_files(files,   all, file, i) {
	all = split(files, file, " ")
	for (i = 1; i <= all; i++) {
		lines_of[file[i]] = 0
		delete failure_of[file[i]]
	}
}

function take_lines(   i, at, file, part) {
	for (i = 1; i <= lines; i++) {
		at = index(line[i], ":")
		file = substr(line[i], 1, at - 1)
		if (file == "grep") {
			split(line[i], part, /: */)
			failure_of[part[2]] = reason(line[i])
		} else if (file in lines_of) line_of[file, ++lines_of[file]] = substr(line[i], at + 1)
		delete line[i]
	}
}

# What was read of a file as JSON, or why it cannot be read. In pieces, since adding to the end of a long text copies
# all of it.
function content(file,   i, piece, text) {
	if (file in failure_of) return failure_of[file]
	for (i = 1; i <= lines_of[file]; i++) {
		piece = piece quote(line_of[file, i]) "\\n"
		if (i % 500 && i < lines_of[file]) continue
		text = text piece
		piece = ""
	}
	return "\"" text "\""
}

function forget_lines(file,   i) {
	for (i = 1; i <= lines_of[file]; i++) delete line_of[file, i]
	delete lines_of[file]
}

# Reads links of the procfs, of which none takes long: sets target_of, empty where that is not known, and link_of, the
# same as JSON.
function read_links(links) {
	run("ls -ldn" ENVIRON["quiet"] " " links " 2>&1")
	take_links(links)
}

# The same for links that can wait. Fails where an answer is late.
function read_links_limited(links) {
	if (!run_limited("ls -ldn" ENVIRON["quiet"] " " links)) return 0
	take_links(links)
	return 1
}

# As ls shows a target, what is not printable is a "?" in it; such a link is asked again, and is_odd until then.
function take_links(links,   i, arrow, path, all, part, text) {
	all = split(links, part, " ")
	for (i = 1; i <= all; i++) {
		target_of[part[i]] = ""
		link_of[part[i]] = GONE
		delete is_odd[part[i]]
	}
	for (i = 1; i <= lines; i++) {
		if (line[i] ~ /^l[r-][w-]/) {
			arrow = index(line[i], " -> ")
			path = arrow ? substr(line[i], 1, arrow - 1) : line[i]
			sub(/.* /, "", path)
			if (!arrow || !(path in link_of)) continue
			text = substr(line[i], arrow + 4)
			if (index(text, "?")) is_odd[path] = 1
			target_of[path] = text
			link_of[path] = "\"" quote(text) "\""
		} else if (match(line[i], "[0-9a-z]+/[0-9a-z/_-]+")) {
			path = substr(line[i], RSTART, RLENGTH)
			if (path in link_of) link_of[path] = reason(line[i])
		}
	}
}

function forget_link(path) {
	delete link_of[path]
	delete target_of[path]
	delete is_odd[path]
}

# Gives where a link leads as JSON, or why that is not known, and sets target to it, byte for byte.
function follow(path) {
	run("readlink " quoted(path) " 2>/dev/null")
	return followed(path)
}

# The same for a link that can wait.
function follow_limited(path) {
	target = ""
	if (!run_limited("readlink " path)) return STUCK
	return followed(path)
}

function followed(path) {
	target = status == 0 ? output() : ""
	if (target != "") return "\"" quote(target) "\""
	run("ls -dn " quoted(path) " 2>&1 >/dev/null")
	return reason(line[lines])
}

function reason(message) {
	if (message ~ /: (Permission denied|Operation not permitted)$/) return DENIED
	if (message ~ /: ([Nn]o such (file|process)( or directory)?|Not a directory)$/) return GONE
	return UNREADABLE
}

function has_failed_to(answer) {
	return answer ~ /^[{]"error"/
}

# A word for the shell.
function quoted(word) {
	gsub("\047", "\047\\\047\047", word)
	return "\047" word "\047"
}
