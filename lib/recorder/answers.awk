# Gets answers, keeps them, and writes them as a recording.

# Reads files: of each, lines_of is how many lines match the pattern, and line_of has them. Awk itself would end where a
# process does. Before a line grep puts the name of the file, so that no line can pose as that of another.
function read_files(pattern, files,   all, file, i, at) {
	all = split(files, file, " ")
	for (i = 1; i <= all; i++) {
		lines_of[file[i]] = 0
		delete failure_of[file[i]]
	}
	run("exec 3>&1; errors=$(grep -H " pattern " " files " 2>&1 >&3); [ $? -lt 3 ] || exit; printf %s \"$errors\"")
	for (i = 1; i <= lines; i++) {
		at = index(line[i], ":")
		file[0] = substr(line[i], 1, at - 1)
		if (file[0] == "grep") {
			split(line[i], file, /: */)
			failure_of[file[2]] = reason(line[i])
		} else line_of[file[0], ++lines_of[file[0]]] = substr(line[i], at + 1)
	}
}

# What was read of a file as JSON, or why it cannot be read. In pieces, for to add to the end of a long text copies all
# of it.
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

# Runs a command, and sets line to what it prints. Where it cannot be run, nothing is recorded.
function run(command,   row) {
	lines = 0
	command = command "; printf \"\\n.\""
	while ((command | getline row) > 0) line[++lines] = row
	close(command)
	if (!lines || line[lines] != ".") exit 1
	lines -= line[lines - 1] == "" ? 2 : 1
}

# What it has printed, less the line break at the end.
function output(   i, text) {
	text = line[1]
	for (i = 2; i <= lines; i++) text = text "\n" line[i]
	return text
}

# Gives where a link leads as JSON, or why that is not known, and sets target to it, byte for byte.
function follow(path) {
	run("readlink " quoted(path) " 2>/dev/null")
	target = output()
	return target == "" ? why("ls -dn " quoted(path)) : "\"" quote(target) "\""
}

# Why a command fails.
function why(command) {
	run(command " 2>&1 >/dev/null")
	return reason(line[lines])
}

function reason(message) {
	if (message ~ /: (Permission denied|Operation not permitted)$/) return DENIED
	if (message ~ /: ([Nn]o such (file|process)( or directory)?|Not a directory)$/) return GONE
	return "{\"error\":\"unreadable\"}"
}

function failed(answer) {
	return answer ~ /^[{]"error"/
}

# The names and ids of users, and nothing else of them.
function tell_users(path,   i, field) {
	read_files("-E \"^[^#+:-][^:]*:[^:]*:[^:]*:\"", path)
	for (i = 1; i <= lines_of[path]; i++) {
		split(line_of[path, i], field, ":")
		line_of[path, i] = field[1] "::" field[3] ":"
	}
	keep("read", path, content(path))
}

# Keeps an answer by the process that its path starts with, or else, as threads have folders of their own beside those,
# by the machine. One that was kept before is replaced.
function keep(kind, path, answer,   owner, rest) {
	owner = substr(path, 1, index(path "/", "/") - 1)
	if (!(owner in is_pid)) owner = ""
	rest = owner == "" ? path : owner == path ? "." : substr(path, length(owner) + 2)
	if (!((owner, kind, rest) in place)) place[owner, kind, rest] = ++count[owner, kind]
	entry[owner, kind, place[owner, kind, rest]] = quote(rest) "\":" answer
}

# Writes all of it: lines of JSON, the first one for the machine, the last one with the number of processes.
function write(   i, user, time) {
	user = ENVIRON["user"]
	# Of two calls of srand, the second gives the time of the first: in seconds, but mawk of Debian 13 counts nanoseconds.
	srand()
	time = srand()
	while (time >= 1e11) time /= 1000
	time = sprintf("%.0f", time)
	printf "{\"format\":\"lib_users recording\",\"version\":1,\"host\":\"%s\",\"kernel\":\"%s\",\"uid\":%s,\"time\":%s", \
		quote(ENVIRON["host"]), quote(ENVIRON["kernel"]), (user ~ /^[0-9]+$/ ? user : "null"), time
	write_answers("")
	for (i = 1; i <= processes; i++) {
		printf "{\"pid\":%s", order[i]
		write_answers(order[i])
	}
	printf "{\"processes\":%d,\"sha256\":null}\n", processes
}

function write_answers(owner,   k, i, all) {
	for (k = 1; k <= 4; k++) {
		all = count[owner, kinds[k]]
		if (all) printf ",\"%s\":{", kinds[k]
		for (i = 1; i <= all; i++) printf "\"%s%s", entry[owner, kinds[k], i], (i == all ? "}" : ",")
	}
	print "}"
}

# The inside of a JSON string. Each byte beyond ASCII becomes a lone surrogate, which the program takes for it.
function quote(name,   i, end, text) {
	if (name !~ /[^ -~]|["\\]/) return name
	end = length(name)
	for (i = 1; i <= end; i++) text = text escaped[substr(name, i, 1)]
	return text
}

# A word for the shell.
function quoted(word) {
	gsub("\047", "\047\\\047\047", word)
	return "\047" word "\047"
}

# Sets list to numbers in ascending order: those of one length come so already.
function sort(text, list,   all, part, width, i, sorted) {
	all = split(text, part, " ")
	for (width = 1; width <= 10; width++) {
		for (i = 1; i <= all; i++) if (length(part[i]) == width) list[++sorted] = part[i]
	}
	return sorted + 0
}
