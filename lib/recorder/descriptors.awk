# Looks at the open files of a process and of its threads.

# Lists the descriptors in the folders of processes or threads: marked says how many of each are marked, or too long to
# be read, number_of has their numbers and shown their targets. To several folders ls adds their names.
function read_tables(folders,   all, tables, folder, i, k, field, arrow, last) {
	all = split(folders, folder, " ")
	for (i = 1; i <= all; i++) marked[folder[i]] = 0
	tables = folders
	gsub(/[^ ]+/, "&/fd", tables)
	run("for folder in " folders "; do [ -r $folder/fd ] || echo $folder; done; ls -ln" ENVIRON["quiet"] " " tables \
		" self/ns 2>/dev/null")
	folder[0] = ""
	for (i = 1; i <= lines; i++) {
		if (line[i] ~ /^[0-9a-z\/]+:$/) folder[0] = substr(line[i], 1, length(line[i]) - 4)
		else if (folder[0] == "") is_refused[line[i]] = 1
		# A link that is too long to be read has no arrow, one that was closed meanwhile only marks of question.
		arrow = index(line[i], " -> ")
		if (line[i] !~ /^l/ || arrow && line[i] !~ /[(]deleted[)]$/) continue
		last = split(arrow ? substr(line[i], 1, arrow) : line[i], field, " ")
		if (field[2] == "?" || field[last] ~ /[^0-9]/) continue
		k = ++marked[folder[0]]
		number_of[folder[0], k] = field[last]
		shown[folder[0], k] = arrow ? substr(line[i], arrow + 4) : ""
	}
}

function examine_descriptors(pid,   i, folder, part, own, all, last, same, differs, links) {
	is_open = 0
	if (!examine_table(pid, pid)) return
	if (pid in is_refused) {
		keep("list", pid "/fd", DENIED)
		# Those of an exited leader belong to root, whoever the process belongs to.
		if (!is_exiting[pid]) return
	}
	if (!threads) return
	# The numbers of the leader, and then those of each thread below its name.
	run("ls -1 " pid "/fd 2>/dev/null; ls -1 " pid "/task/*/fd 2>/dev/null")
	for (i = 1; i <= lines; i++) {
		if (split(line[i], part, "/") > 1) folder = part[3]
		else if (line[i] == "") continue
		else if (folder == "") {
			own[line[i]] = ++all
			if (line[i] + 0 > last) last = line[i] + 0
		} else if (line[i] in own) same[folder]++
		else differs[folder] = 1
	}
	# Threads nearly always share one table, so that of many links only the last is compared.
	run("ls -ln" ENVIRON["quiet"] " " pid "/task/*/fd/" (lines > 1000 ? last + 0 : "*") " 2>/dev/null")
	for (i = 1; i <= lines; i++) {
		split(line[i], part, "/")
		links[part[3]] = links[part[3]] "/" substr(line[i], index(line[i], "/fd/"))
	}
	for (i = 1; i <= threads; i++) {
		folder = base(thread[i])
		if (!(folder in differs) && same[folder] + 0 == all + 0 && links[folder] == links[pid]) continue
		read_tables(thread[i])
		examine_table(pid, thread[i])
	}
}

# Looks at the marked descriptors of a process or a thread. Fails where it is not allowed to.
function examine_table(pid, folder,   i, k, files, allowed, number, all, kept) {
	allowed = 1
	found = ""
	for (i = 1; allowed && i <= marked[folder]; i++) {
		# Several at a time, but not more than there is room for in a command.
		if (i % 500 == 1) {
			files = ""
			for (k = i; k < i + 500 && k <= marked[folder]; k++) files = files " " folder "/fdinfo/" number_of[folder, k]
			read_files("-E \"^(pos|flags|mnt_id|ino):\"", files)
		}
		allowed = examine_descriptor(pid, folder, number_of[folder, i], shown[folder, i])
	}
	all = sort(found, number)
	for (i = 1; i <= all; i++) kept = kept (i > 1 ? "," : "") "\"" number[i] "\""
	if (folder != pid) {
		if (!all) return
		tell_thread(folder)
		# With what is no descriptor, this table is another than that of the process, whatever is kept of both.
		kept = kept ",\"-\""
	}
	keep("list", folder "/fd", "[" kept "]")
	return allowed
}

# Looks at one with the target that ls has shown, if any. Fails where it is not allowed to look, for then it is not for
# any descriptor of the process.
function examine_descriptor(pid, folder, number, text,   via, answer, name, path, i, part, info) {
	via = folder "/fd/" number
	target = text
	answer = "\"" quote(text) "\""
	# What is not printable is a "?" in it.
	if (text == "" || index(text, "?")) answer = follow(via)
	name = unmarked(target)
	# Mostly it is too long to be read. Then only stat can tell whether the file is deleted.
	if (target == "") name = answer == GONE ? "" : "/"
	if (name == "") return 1
	is_stale = 1
	found = found " " number
	keep("link", via, answer)
	if (answer == DENIED) return 0
	if (name == "/" && target != "") keep("link", pid "/exe", follow(pid "/exe"))
	path = folder "/fdinfo/" number
	keep("read", path, content(path))
	for (i = lines_of[path]; i; i--) if (split(line_of[path, i], part, /:[ \t]*/) == 2) info[part[1]] = part[2]
	if (!is_open++) open_view("fd_users", pid)
	judge(name, via, "", info["mnt_id"], info["ino"])
	return 1
}
