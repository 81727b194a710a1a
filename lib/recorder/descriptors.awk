# Reads what processes and their threads have open, and finds the deleted files in it.

# Lists the descriptors of processes; where that takes too long or is too much at once, of fewer at a time.
function read_tables(from, to,   i, list, count, last, middle) {
	if (to > all_pids) to = all_pids
	for (i = from; i <= to; i++) {
		if (!(pids[i] in start) || pids[i] in is_large) continue
		list = list " " pids[i]
		last = pids[i]
		count++
	}
	if (!count || list_tables(list) && !is_cut) return
	if (count == 1) {
		if (is_late) has_late_table[last] = 1
		else cut(last "/fd")
		return
	}
	middle = int((from + to) / 2)
	read_tables(from, middle)
	read_tables(middle + 1, to)
}

function read_tables_of(pid) {
	if (!list_tables(" " pid)) has_late_table[pid] = 1
	else if (is_cut) cut(pid "/fd")
}

# Lists the descriptors in the directories of processes or threads: marked says how many of each are marked, or too long
# to be read, number_of has their numbers and shown their targets. With several directories ls adds their names.
function list_tables(list,   all, tables, directory, i, k, field, arrow, last) {
	all = split(list, directory, " ")
	for (i = 1; i <= all; i++) marked[directory[i]] = 0
	tables = list
	gsub(/[^ ]+/, "&/fd", tables)
	run("for directory in " list "; do [ -r $directory/fd ] || echo $directory; done")
	for (i = 1; i <= lines; i++) is_refused[line[i]] = 1
	if (!run_limited("ls -ln" ENVIRON["quiet"] " " tables " self/ns", "([0-9:]|[(]deleted[)])$")) return 0
	for (i = 1; i <= lines; i++) {
		if (line[i] ~ "^[0-9a-z/]+:$") directory[0] = substr(line[i], 1, length(line[i]) - 4)
		# A link that is too long to be read has no arrow, one that was closed meanwhile only marks of question.
		arrow = index(line[i], " -> ")
		if (line[i] !~ /^l[r-][w-]/ || arrow && line[i] !~ /[(]deleted[)]$/) continue
		last = split(arrow ? substr(line[i], 1, arrow) : line[i], field, " ")
		if (field[2] == "?" || field[last] ~ /[^0-9]/) continue
		k = ++marked[directory[0]]
		number_of[directory[0], k] = field[last]
		shown[directory[0], k] = arrow ? substr(line[i], arrow + 4) : ""
	}
	return 1
}

function examine_descriptors(pid, threads,   i) {
	is_open = 0
	if (pid in has_late_table) {
		keep("list", pid "/fd", STUCK)
		return
	}
	if (!examine_table(pid, pid, threads)) return
	if (pid in is_refused) {
		keep("list", pid "/fd", DENIED)
		# Those of an exited leader belong to root, whoever the process belongs to.
		if (!(pid in is_exiting)) return
	}
	if (!threads || !compare_threads(pid, threads)) return
	for (i = 1; i <= threads; i++) {
		if (!(thread[i] in has_own_table)) continue
		if (list_tables(" " thread[i])) examine_table(pid, thread[i], threads)
	}
}

# Sets has_own_table for those threads that do not share the table of the leader. Fails where there are too many to
# compare.
function compare_threads(pid, threads,   i, own, all, last, part, directory, same, differs, links) {
	run("ls -1 " pid "/fd 2>/dev/null", "^[0-9]+$")
	for (i = 1; i <= lines; i++) {
		own[line[i]] = ++all
		if (line[i] + 0 > last) last = line[i] + 0
	}
	if (threads * (all + 5) > MOST_COMPARED) {
		cut(pid "/task")
		return 0
	}
	# The numbers of each thread come below its name.
	if (!run_limited("ls -1 " pid "/task/*/fd self/ns")) return 0
	for (i = 1; i <= lines; i++) {
		if (split(line[i], part, "/") > 1) directory = part[3]
		else if (line[i] == "") continue
		else if (line[i] in own) same[directory]++
		else if (line[i] !~ /[^0-9]/) differs[directory] = 1
	}
	# Threads nearly always share one table, so that of many links only the last is compared.
	if (!run_limited("ls -ln" ENVIRON["quiet"] " " pid "/task/*/fd/" (lines > 1000 ? last + 0 : "*"))) return 0
	for (i = 1; i <= lines; i++) {
		split(line[i], part, "/")
		links[part[3]] = links[part[3]] "/" substr(line[i], index(line[i], "/fd/"))
	}
	for (i = 1; i <= threads; i++) {
		directory = base(thread[i])
		if (directory in differs || same[directory] + 0 != all + 0 || links[directory] != links[pid]) {
			has_own_table[thread[i]] = 1
		}
	}
	return 1
}

# Looks at the marked descriptors of a process or a thread. Fails where it is not allowed to.
function examine_table(pid, directory, threads,   i, k, end, allowed, number, all, kept) {
	allowed = 1
	found = ""
	if (marked[directory] > MOST_DESCRIPTORS) {
		marked[directory] = MOST_DESCRIPTORS
		cut(directory "/fd")
	}
	# Several at a time, but not more than there is room for in a command.
	for (i = 1; allowed && i <= marked[directory]; i += 500) {
		end = i + 499 < marked[directory] ? i + 499 : marked[directory]
		allowed = examine_some(pid, directory, threads, i, end)
	}
	all = sort(found, number)
	for (i = 1; i <= all; i++) kept = kept (i > 1 ? "," : "") "\"" number[i] "\""
	if (directory != pid) {
		if (!all) return allowed
		tell_thread(directory)
		# With what is no descriptor, this table is another than that of the process, whatever is kept of both.
		kept = kept ",\"-\""
	}
	keep("list", directory "/fd", "[" kept "]")
	return allowed
}

function examine_some(pid, directory, threads, from, to,   i, n, files, path, link, name, is_allowed, part, k, info) {
	for (i = from; i <= to; i++) files = files " " directory "/fdinfo/" number_of[directory, i]
	read_files("-E \"^(pos|flags|mnt_id|ino):\"", files)
	files = ""
	for (i = from; i <= to; i++) if (shown[directory, i] == "") files = files " " directory "/fd/" number_of[directory, i]
	if (files != "") read_links(files)
	is_allowed = 1
	for (i = from; is_allowed && i <= to; i++) {
		path = directory "/fd/" number_of[directory, i]
		target = shown[directory, i]
		link = "\"" quote(target) "\""
		# What is not printable is a "?" in it.
		if (index(target, "?")) link = follow(path)
		else if (target == "") {
			ask_link(pid, path, 0)
			link = link_of[path]
			target = target_of[path]
		}
		name = unmarked(target)
		# Mostly it is too long to be read. Then only stat can tell whether the file is deleted.
		if (target == "") name = link == GONE ? "" : "/"
		if (name == "") continue
		is_stale[pid] = 1
		found = found " " number_of[directory, i]
		keep("link", path, link)
		is_allowed = link != DENIED
		if (!is_allowed) continue
		n++
		file_path[n] = path
		file_name[n] = name
		file_device[n] = ""
		path = directory "/fdinfo/" number_of[directory, i]
		keep("read", path, content(path))
		info["mnt_id"] = info["ino"] = ""
		for (k = lines_of[path]; k; k--) if (split(line_of[path, k], part, /:[ \t]*/) == 2) info[part[1]] = part[2]
		file_mount[n] = info["mnt_id"]
		file_inode[n] = info["ino"]
	}
	if (n) {
		if (!is_open++) enter_namespace_of("fd_users", pid, threads)
		ask_files(pid, n, 0)
		for (i = 1; i <= n; i++) judge(pid, file_name[i], file_path[i], "", file_mount[i], file_inode[i])
	}
	for (i = from; i <= to; i++) forget_lines(directory "/fdinfo/" number_of[directory, i])
	return is_allowed
}
