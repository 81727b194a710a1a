/** The functions of the awk program that look at the open files of a process and of its threads. */
export const DESCRIPTORS: string = String.raw`
function examine_descriptors(pid,   answer, i, folder, part, table, links, last) {
	is_open = 0
	if (!examine_table(pid, pid)) return
	# The line that is always there says "total 0", with busybox also where nothing may be listed.
	if (rows < 2) {
		answer = why("ls " pid "/fd")
		if (lines) keep("list", pid "/fd", answer)
		# Those of an exited leader belong to root, whoever the process belongs to.
		if (lines && !is_exiting[pid]) return
	}
	if (!threads) return
	run("ls -1 " pid "/task/*/fd 2>/dev/null")
	for (i = 1; i <= lines; i++) {
		if (line[i] ~ /:$/) {
			split(line[i], part, "/")
			folder = part[3]
			continue
		}
		table[folder] = table[folder] " " line[i]
		if (folder == pid && line[i] + 0 > last) last = line[i] + 0
	}
	# Threads nearly always share one table, so that of many links only the last is compared.
	run("ls -ln" ENVIRON["quiet"] " " pid "/task/*/fd/" (lines > 1000 ? last + 0 : "*") " 2>/dev/null")
	for (i = 1; i <= lines; i++) {
		split(line[i], part, "/")
		links[part[3]] = links[part[3]] "/" substr(line[i], index(line[i], "/fd/"))
	}
	for (i = 1; i <= threads; i++) {
		folder = base(thread[i])
		if (table[folder] != table[pid] || links[folder] != links[pid]) examine_table(pid, thread[i])
	}
}

# Looks at the descriptors of a process or a thread: as many as rows. Fails where it is not allowed to.
function examine_table(pid, folder,   row, i, field, arrow, kept, allowed) {
	run("ls -ln" ENVIRON["quiet"] " " folder "/fd 2>/dev/null")
	rows = lines
	for (i = 1; i <= rows; i++) row[i] = line[i]
	allowed = 1
	for (i = 1; allowed && i <= rows; i++) {
		# A link that is too long to be read has no arrow. One that was closed meanwhile has no date.
		arrow = index(row[i], " -> ")
		if (row[i] !~ /^l/ || split(row[i], field, " ") < 9 || arrow && row[i] !~ /[(]deleted[)]$/) continue
		is_kept = 0
		allowed = examine_descriptor(pid, folder, field[9], arrow ? substr(row[i], arrow + 4) : "")
		if (is_kept) kept = kept (kept == "" ? "" : ",") "\"" field[9] "\""
	}
	if (folder != pid && kept != "") tell_thread(folder)
	if (folder == pid || kept != "") keep("list", folder "/fd", "[" kept "]")
	return allowed
}

# Looks at one with the target that ls has shown, if any. Fails where it is not allowed to look, for then it is not for
# any descriptor of the process.
function examine_descriptor(pid, folder, number, shown,   via, answer, name, path, i, part, info) {
	via = folder "/fd/" number
	target = shown
	answer = "\"" quote(shown) "\""
	# What is not printable is a "?" in it.
	if (shown == "" || index(shown, "?")) answer = follow(via)
	name = unmarked(target)
	# Mostly it is too long to be read. Then only stat can tell whether the file is deleted.
	if (target == "") name = answer ~ /gone/ ? "" : "/"
	if (name == "") return 1
	is_kept = is_stale = 1
	keep("link", via, answer)
	if (answer == DENIED) return 0
	if (name == "/" && target != "") keep("link", pid "/exe", follow(pid "/exe"))
	path = folder "/fdinfo/" number
	read_files("-E \"^(pos|flags|mnt_id|ino):\"", path)
	keep("read", path, content(path))
	for (i = lines_of[path]; i; i--) if (split(line_of[path, i], part, /:[ \t]*/) == 2) info[part[1]] = part[2]
	if (!is_open++) open_view("fd_users", pid)
	judge(name, via, "", info["mnt_id"], info["ino"])
	return 1
}
`;
