/** The functions of the awk program that get answers, keep them, and write them as a recording. */
export const ANSWERS: string = String.raw`
# Reads a file: sets total to the number of its lines, and line to those that match the pattern, if there is one. Gives
# them as JSON, or why the file cannot be read.
function content(path, pattern,   row, state) {
	lines = total = 0
	while ((state = (getline row <path)) > 0) {
		total++
		if (pattern == "" || row ~ pattern) line[++lines] = row
	}
	close(path)
	return state < 0 ? why("cat " path) : "\"" joined("\\n", 1) "\""
}

# Runs a command, and sets line to what it prints.
function run(command,   row) {
	lines = 0
	while ((command | getline row) > 0) line[++lines] = row
	close(command)
}

# The lines with something behind each. In pieces, for to add to the end of a long text copies all of it.
function joined(end, is_quoted,   i, piece, text) {
	for (i = 1; i <= lines; i++) {
		piece = piece (is_quoted ? quote(line[i]) : line[i]) end
		if (i % 500) continue
		text = text piece
		piece = ""
	}
	return text piece
}

# Gives where a link leads as JSON, or why that is not known, and sets target to it, byte for byte: readlink adds a line
# break.
function follow(path,   i) {
	run("readlink " quoted(path) " 2>/dev/null && echo .")
	target = line[1]
	for (i = 2; i < lines; i++) target = target "\n" line[i]
	if (lines > 1) return "\"" quote(target) "\""
	target = ""
	return why("ls -dn " quoted(path))
}

# Why a command fails.
function why(command) {
	run(command " 2>&1 >/dev/null")
	return reason(line[lines])
}

function reason(message) {
	if (message ~ /: (Permission denied|Operation not permitted)$/) return DENIED
	if (message ~ /: ([Nn]o such (file|process)( or directory)?|Not a directory)$/) return "{\"error\":\"gone\"}"
	return "{\"error\":\"unreadable\"}"
}

function failed(answer) {
	return answer ~ /^[{]"error"/
}

# The names and ids of users, and nothing else of them.
function tell_users(path,   answer, i, field, text) {
	answer = content(path)
	for (i = 1; i <= lines; i++) {
		if (split(line[i], field, ":") < 4 || field[1] ~ /^$|^[#+-]/) continue
		text = text quote(field[1] "::" field[3] ":") "\\n"
	}
	keep("read", path, failed(answer) ? answer : "\"" text "\"")
}

# Keeps an answer by the process that its path starts with. One that was kept before is replaced.
function keep(kind, path, answer,   owner, rest) {
	owner = substr(path, 1, index(path "/", "/") - 1)
	if (owner ~ /[^0-9]/) owner = ""
	rest = owner == "" ? path : owner == path ? "." : substr(path, length(owner) + 2)
	if (!(owner in owners)) {
		owners[owner] = 1
		owned[++all_owners] = owner
	}
	if (!((owner, kind, rest) in place)) place[owner, kind, rest] = ++count[owner, kind]
	entry[owner, kind, place[owner, kind, rest]] = quote(rest) "\":" answer
}

# Writes all of it: lines of JSON, the first one for the machine, to which also belongs what is not listed, because
# threads have folders of their own beside the processes; the last one with the number of processes.
function write(   i, k, user) {
	user = ENVIRON["user"]
	# Of two calls of srand, the second gives the time of the first.
	srand()
	printf "{\"format\":\"lib_users recording\",\"version\":1,\"host\":\"%s\",\"kernel\":\"%s\",\"uid\":%s,\"time\":%s", \
		quote(ENVIRON["host"]), quote(ENVIRON["kernel"]), user ~ /^[0-9]+$/ ? user : "null", srand()
	for (k = 1; k <= 4; k++) {
		for (i = 1; i <= all_owners; i++) {
			if (!(owned[i] in present || owned[i] in dropped)) write_kind(owned[i], k, owned[i] == "" ? "" : owned[i] "/")
		}
		end_kind()
	}
	for (i = 1; i <= processes; i++) {
		printf "}\n{\"pid\":%s", order[i]
		for (k = 1; k <= 4; k++) {
			write_kind(order[i], k, "")
			end_kind()
		}
	}
	printf "}\n{\"processes\":%d,\"sha256\":null}\n", processes
}

function write_kind(owner, k, prefix,   n) {
	for (n = 1; n <= count[owner, kinds[k]]; n++) {
		printf "%s%s", is_begun ? ",\"" : ",\"" kinds[k] "\":{\"", prefix
		printf "%s", entry[owner, kinds[k], n]
		is_begun = 1
	}
}

function end_kind() {
	if (is_begun) printf "}"
	is_begun = 0
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
`;
