# Asks what became of deleted files: of each itself, by the link in the procfs that leads to it, and of its name.

# Asks stat and readlink of the deleted files of a process, many at a time, before judge() looks at one after the other.
# Where such a link takes the lock of the memory of the process, asking can_wait.
function ask_files(pid, all, can_wait,   i, own, list, count, names) {
	own = current
	for (i = 1; i <= all; i++) {
		delete stat_row[file_path[i]]
		delete time_row[file_path[i]]
		delete is_passed_over[file_path[i]]
		if (!is_settled(file_name[i], file_device[i], file_mount[i], file_inode[i]) \
			&& (is_mounted(file_name[i], file_device[i], file_mount[i]) || find_namespace(file_mount[i]))) {
			if (!may_ask(pid)) is_passed_over[file_path[i]] = 1
			else if (device_of(file_name[i], file_device[i], file_mount[i]) != "") {
				list = list " " file_path[i]
				count++
			}
			if (!(file_path[i] in is_passed_over)) names = names plain_path(file_name[i])
		}
		current = own
		if (names != "" && (length(names) > 60000 || i == all)) {
			ask_names(names)
			names = ""
		}
		if (count && (count == 500 || i == all)) {
			ask_links(pid, list, can_wait)
			list = ""
			count = 0
		}
	}
}

# Whether one file more may be looked up for a process: an ordinary user can have any number of them.
function may_ask(pid,   user) {
	user = uid_of[pid]
	if (asked >= MOST_ASKED || user != "0" && asked_of[user] >= MOST_ASKED_OF_USER) {
		cut(pid "/state")
		return 0
	}
	asked++
	asked_of[user]++
	return 1
}

# The path by which a name can be asked for together with others, after a space; empty where it must be asked for by
# itself, or not at all.
function plain_path(name,   part) {
	if (name !~ "^[A-Za-z0-9/._+@%,=~#-]+$" || length(name) > 1000) return ""
	if (root_of[current] == "" || cut_of[current] != "" || device_at(name) == "") return ""
	if (split(name, part, "/") > MOST_DIRECTORIES + 1 || is_below_link(root_of[current], name)) return ""
	return " " root_of[current] name
}

# Sets name_row to what ls says of files by their names.
function ask_names(names,   i) {
	run("ls -cdilns " ENVIRON["full_time"] names " 2>&1")
	for (i = 1; i <= lines; i++) {
		if (match(line[i], "[0-9a-z]+/root/[A-Za-z0-9/._+@%,=~#-]+")) {
			name_row[substr(line[i], RSTART, RLENGTH)] = line[i]
		}
	}
}

# Sets stat_row to what ls says of the files that links lead to, time_row to the same with the time of their content,
# and link_of to where they lead.
function ask_links(pid, list, can_wait) {
	if (!list_links(pid, "-Lcdilns", list, can_wait)) return
	take_rows(stat_row)
	if (ENVIRON["full_time"] != "") {
		if (!list_links(pid, "-Ldilns", list, can_wait)) return
		take_rows(time_row)
	}
	if (!can_wait) read_links(list)
	else if (!read_links_limited(list)) is_stuck[pid] = 1
}

# Has ls say what it can of the files that links lead to. Fails where the process does not answer.
function list_links(pid, options, list, can_wait,   command) {
	command = "ls " options " " ENVIRON["full_time"] list
	if (!can_wait) run(command " 2>&1")
	else if (pid in is_stuck || !run_limited(command)) {
		is_stuck[pid] = 1
		return 0
	}
	return 1
}

function take_rows(rows,   i) {
	for (i = 1; i <= lines; i++) {
		if (match(line[i], /[0-9]+\/(task\/[0-9]+\/)?(exe|(fd|map_files)\/[0-9a-f-]+)/)) {
			rows[substr(line[i], RSTART, RLENGTH)] = line[i]
		}
	}
}

# Sets target_of and link_of for a link of ask_links(), also where ls cannot show it byte for byte.
function ask_link(pid, path, can_wait) {
	if (path in link_of && !(path in is_odd)) return
	if (can_wait && pid in is_stuck) {
		link_of[path] = STUCK
		target_of[path] = ""
		return
	}
	link_of[path] = can_wait ? follow_limited(path) : follow(path)
	target_of[path] = target
	delete is_odd[path]
}

function is_settled(name, device, mount, inode) {
	return inode != "" && (current SUBSEP device SUBSEP mount SUBSEP inode SUBSEP name) in settled
}

# Asks what became of the file name, which the link at path leads to, as it is seen in the current mount namespace. Its
# device, as MAJOR:MINOR, its mount and its inode are empty where they are not known.
function judge(pid, name, path, device, mount, inode,   key, own, answer) {
	key = current SUBSEP device SUBSEP mount SUBSEP inode SUBSEP name
	if (is_settled(name, device, mount, inode)) {
		if (settled[key] != "") keep("stat", path, settled[key])
		return
	}
	own = current
	if (is_mounted(name, device, mount) || find_namespace(mount)) {
		note_name(pid, name)
		answer = ask_deleted_file(pid, name, path, device_of(name, device, mount))
		if (name != "/") ask_names_of(name, path)
	}
	current = own
	# Unless something else was there by then, it is the same for every process.
	if (answer == "" || answer == DENIED || is_known && deleted_inode == inode) settled[key] = answer
	delete stat_row[path]
	delete time_row[path]
	forget_link(path)
}

# What stat says of the file itself, where that is allowed. Sets is_known and what else is known of it.
function ask_deleted_file(pid, name, path, device,   answer, can_wait) {
	is_known = 0
	if (device == "" || !(path in stat_row)) {
		answer = pid in is_stuck ? STUCK : UNREADABLE
		keep("stat", path, answer)
		return path in is_passed_over || answer == STUCK ? GONE : answer
	}
	# Something else may have been there by the second time.
	answer = parse_stat(stat_row[path], device, time_row[path] + 0 == stat_row[path] + 0 ? time_row[path] : "")
	is_known = !has_failed_to(answer)
	deleted_device = device
	deleted_inode = stat_inode
	deleted_nlink = stat_nlink
	keep("stat", path, answer)
	# Something else may be mapped or open there by now.
	can_wait = path ~ /map_files/
	ask_link(pid, path, can_wait)
	if (target_of[path] == "" ? name != "/" && !can_wait : unmarked(target_of[path]) != name) {
		is_known = 0
		if (!can_wait) link_of[path] = GONE
	}
	keep("link", path, link_of[path])
	return answer
}

# Asks what stat says of a name in the mount namespace, and of the name that a package manager gives to the file in the
# end; also with the mark of the kernel, which can be a part of the name.
function ask_names_of(name, path,   final) {
	ask_name(name, path)
	if (!is_known || deleted_nlink) ask_name(name " (deleted)", path)
	final = final_name(name)
	if (final != name) ask_names_of(final, path)
}

# A link in the place of the file is not followed, but one in the place of a directory is, on the same device.
function ask_name(name, path,   device, cut_off, hops) {
	cut_off = cut_of[current]
	if (root_of[current] == "" || cut_off != "" && index(name, cut_off "/") != 1) return
	device = device_at(name)
	for (hops = 0; hops <= MOST_LINKS; hops++) {
		if (!ask_plain_name(substr(name, length(cut_off) + 1), path, device)) return
		name = cut_off == "" ? behind_link(root_of[current], name) : ""
		if (name == "" || device_at(name) != device) return
	}
}

# Fails where there is a link on the way: the names of the kernel have none, so one that is there now was put there
# since, and can lead anywhere, to a dead file server too.
function ask_plain_name(name, path, device,   full, answer, row, part) {
	full = root_of[current] name
	# A longer path cannot be asked for: PATH_MAX. Each directory is looked at on its own.
	if (device == "" || path in is_passed_over || length(full) > 4095 || split(name, part, "/") > MOST_DIRECTORIES + 1) {
		keep("stat", full, UNREADABLE)
		return 0
	}
	if (is_below_link(root_of[current], name)) return 1
	if (full in name_row) {
		row = name_row[full]
		delete name_row[full]
		answer = parse_stat(row, device)
	} else {
		answer = stat_of(full, device, "")
		row = line[1]
	}
	if (is_known && stat_inode == deleted_inode && !has_failed_to(answer)) {
		if (run_limited("test " quoted(full) " -ef " path) && status == 0) answer = parse_stat(row, deleted_device)
		# By now the name may be that of another file; or what is on one device for the mount namespace is on two for stat.
		else answer = stat_of(full, device == deleted_device ? OTHER_DEVICE : device, "")
	}
	if (answer ~ /"symlink"/) keep("link", full, follow(full))
	if (answer == GONE && root_of[current] != "self/root") {
		# Or it is the process that is gone through which it was looked for.
		follow(root_of[current])
		if (target == "") answer = UNREADABLE
	}
	keep("stat", full, answer)
	return 0
}

# Whether there is a link on the way from a root to a name. Sets linked_at to the first one, and linked_to to where that
# leads.
function is_below_link(root, name,   directory, path) {
	directory = parent(name)
	if (!((root, directory) in linked_at)) {
		run("set -f; IFS=/; path=" root "; rest=" quoted(substr(directory, 2)) "; for name in $rest; do" \
			" path=$path/$name; if [ -L \"$path\" ]; then printf \"%s\\n\" \"$path\"; break; fi; done")
		path = output()
		linked_at[root, directory] = path
		if (path != "") {
			keep("link", path, follow(path))
			linked_to[root, directory] = target
		}
	}
	return linked_at[root, directory] != ""
}

# Where a name leads over the first link on its way; empty where that cannot be told, as ".." after another part could
# lead over one link more.
function behind_link(root, name,   directory, link, above, all, part, i, has_part) {
	directory = parent(name)
	link = substr(linked_at[root, directory], length(root) + 1)
	if (linked_to[root, directory] == "") return ""
	above = linked_to[root, directory] ~ /^\// ? "" : parent(link)
	all = split(linked_to[root, directory], part, "/")
	for (i = 1; i <= all; i++) {
		if (part[i] == "" || part[i] == ".") continue
		if (part[i] == ".." && has_part) return ""
		if (part[i] == "..") above = parent(above)
		else {
			above = above "/" part[i]
			has_part = 1
		}
	}
	return above substr(name, length(link) + 1)
}

# The name that a file has once its package is installed: lib/rules/final_name.ts.
function final_name(name,   at) {
	if (match(name, "[^/][.]dpkg-(new|tmp)$") || match(name, "[^/]#new$")) return substr(name, 1, RSTART)
	if (match(name, "[^/];[0-9a-f]+$") && RLENGTH >= 10 && RLENGTH <= 18) return substr(name, 1, RSTART)
	at = match(name, "[^/][.]#prelink#([.][0-9A-Za-z]+)?$")
	if (at && (RLENGTH == 11 || RLENGTH == 18)) return substr(name, 1, at)
	at = match(name, "/[.][^/]+[.]_portage_merge_[.][0-9]+$")
	if (!at) return name
	sub(/[.]_portage_merge_[.][0-9]+$/, "", name)
	return substr(name, 1, at) substr(name, at + 2)
}

# What stat would say of a file on a device, with more options for ls. Sets stat_inode and stat_nlink.
function stat_of(path, device, options,   answer) {
	run("ls -cdilns" options " " ENVIRON["full_time"] " " quoted(path) " 2>&1")
	answer = parse_stat(line[1], device)
	return has_failed_to(answer) ? reason(line[lines]) : answer
}

# The same from what ls has printed, with the time of a change, and with that of the content, if it was asked for.
function parse_stat(row, device, dated,   field, all, type, size) {
	all = split(row, field, " ")
	stat_inode = field[1]
	stat_nlink = field[4]
	size = field[7] ~ /,$/ ? 0 : field[7]
	if (all < 7 || stat_inode field[2] stat_nlink field[5] size ~ /[^0-9]/) return reason(row)
	type = substr(field[3], 1, 1)
	return "{\"device\":" device ",\"inode\":" stat_inode ",\"links\":" stat_nlink ",\"size\":" size \
		",\"blocks\":" sprintf("%.0f", 2 * field[2]) \
		",\"owner\":" field[5] ",\"changed\":" time_of(row) ",\"modified\":" time_of(dated) \
		",\"type\":\"" (type in type_of ? type_of[type] : "other") "\"}"
}

# The time that ls has printed, in milliseconds since 1970.
function time_of(row,   field, at) {
	split(row, field, " ")
	# A device has two numbers where others have their size.
	at = field[7] ~ /,$/ ? 9 : 8
	return field[at] ~ /^[0-9]+-[0-9]+-[0-9]+$/ ? milliseconds(field[at] "-" field[at + 1]) : "null"
}

# The time of a date and a time of day, in milliseconds since 1970.
function milliseconds(text,   part, year, days) {
	split(text, part, /[-:.]/)
	year = part[1] - (part[2] < 3)
	days = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + part[3] - 719469
	days += int((153 * ((part[2] + 9) % 12) + 2) / 5)
	return sprintf("%.0f", 1000 * (((days * 24 + part[4]) * 60 + part[5]) * 60 + part[6]))
}
