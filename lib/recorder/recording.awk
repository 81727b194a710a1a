# Keeps answers, and writes them as a recording.

# Keeps an answer by the process that its path starts with, or else, as threads have directories of their own beside
# those, by the machine. One that was kept before is replaced.
function keep(kind, path, answer,   owner, rest) {
	owner = owner_of(path)
	rest = owner == "" ? path : owner == path ? "." : substr(path, length(owner) + 2)
	if (!((owner, kind, rest) in place)) place[owner, kind, rest] = ++count_of[owner, kind]
	entry[owner, kind, place[owner, kind, rest]] = quote(rest) "\":" answer
}

# Notes that an answer is not all that there is.
function cut(path,   owner) {
	if (path in is_noted) return
	is_noted[path] = 1
	owner = owner_of(path)
	if (owner in cuts) cuts[owner] = cuts[owner] ","
	cuts[owner] = cuts[owner] "\"" quote(owner == "" ? path : substr(path, length(owner) + 2)) "\""
	if (++all_cuts <= 5) names_cut = names_cut (all_cuts > 1 ? ", " : "") path
}

function owner_of(path,   owner) {
	owner = substr(path, 1, index(path "/", "/") - 1)
	return owner in is_pid ? owner : ""
}

# Writes all of it: lines of JSON, the first one for the machine, the last one with the number of processes.
function write_recording(   i, user, time) {
	user = ENVIRON["user"]
	# Of two calls of srand, the second gives the time of the first: in seconds, but mawk of Debian 13 counts nanoseconds.
	srand()
	time = srand()
	while (time >= 1e11) time /= 1000
	time = sprintf("%.0f", time)
	printf "{\"format\":\"lib_users recording\",\"version\":2,\"host\":\"%s\",\"kernel\":\"%s\",\"uid\":%s,\"time\":%s", \
		quote(ENVIRON["host"]), quote(ENVIRON["kernel"]), (user ~ /^[0-9]+$/ ? user : "null"), time
	write_packages()
	write_answers("")
	for (i = 1; i <= processes; i++) {
		printf "{\"pid\":%s", order[i]
		write_answers(order[i])
	}
	printf "{\"processes\":%d,\"sha256\":null}\n", processes
	if (!all_cuts) return
	if (all_cuts > 5) names_cut = names_cut " and " (all_cuts - 5) " more"
	print "recorder: warning: too much to record all of it: " names_cut | "while read -r line; do echo \"$line\"; done >&2"
}

function write_answers(owner,   k, i, all) {
	for (k = 1; k <= 4; k++) {
		all = count_of[owner, kinds[k]]
		if (all) printf ",\"%s\":{", kinds[k]
		for (i = 1; i <= all; i++) printf "\"%s%s", entry[owner, kinds[k], i], (i == all ? "}" : ",")
	}
	if (owner in cuts) printf ",\"cut\":[%s]", cuts[owner]
	print "}"
}

# The inside of a JSON string. Each byte beyond ASCII becomes a lone surrogate, which the program takes for it. Halves
# are quoted apart, since adding to the end of a long text copies all of it.
function quote(name,   i, end, text) {
	if (name !~ /[^ -~]|["\\]/) return name
	end = length(name)
	if (end > 64) return quote(substr(name, 1, int(end / 2))) quote(substr(name, int(end / 2) + 1))
	for (i = 1; i <= end; i++) text = text escaped[substr(name, i, 1)]
	return text
}
