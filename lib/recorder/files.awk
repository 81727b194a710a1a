# Asks what became of a file.

# Asks what became of the file name, which the link via leads to, in the view of open_view(). Its device, as
# MAJOR:MINOR, its mount and its inode are empty where they are not known.
function judge(name, via, device, mount, inode,   key, own, held) {
	key = view SUBSEP device SUBSEP mount SUBSEP inode SUBSEP name
	if (inode != "" && key in fates) {
		if (fates[key] != "") keep("stat", via, fates[key])
		return
	}
	own = view
	if (is_mounted(name, device, mount) || find_holding(mount)) {
		held = ask_held(name, via, device_of(name, device, mount))
		if (name != "/") {
			ask_name(name, via)
			if (!is_known || held_links) ask_name(name " (deleted)", via)
		}
	}
	view = own
	# Unless something else was there by then, it is the same for every process.
	if (held == "" || held == DENIED || is_known && held_inode == inode) fates[key] = held
}

# What stat says of the file itself, on a device, where that is allowed. Sets is_known and what else is known of it.
function ask_held(name, via, device,   answer, link) {
	is_known = 0
	if (device == "") return ""
	answer = look(via, device, "L")
	is_known = !failed(answer)
	held_device = device
	held_inode = inode
	held_links = links
	keep("stat", via, answer)
	# Something else may be mapped or open there by now.
	link = follow(via)
	if (target == "" ? name != "/" && via !~ /map_files/ : unmarked(target) != name) {
		is_known = 0
		if (via !~ /map_files/) link = GONE
	}
	keep("link", via, link)
	return answer
}

# Asks what stat says of a name in the view. No link is followed: the names of the kernel have none, so one that is
# there now was put there since, and can lead anywhere, to a dead file server too.
function ask_name(name, via,   device, cut, path, answer) {
	device = device_at(name)
	cut = cut_of[view]
	if (device == "" || root_of[view] == "" || cut != "" && index(name, cut "/") != 1) return
	name = substr(name, length(cut) + 1)
	path = root_of[view] name
	if (is_below_link(root_of[view], name)) return
	answer = look(path, device, "", is_known ? via : "")
	if (answer ~ /"symlink"/) keep("link", path, follow(path))
	if (answer == GONE) {
		# Or it is the process that is gone through which it was looked for.
		follow(root_of[view])
		if (target == "") answer = reason("")
	}
	keep("stat", path, answer)
}

# Whether there is a link on the way from a root to a name.
function is_below_link(root, name,   folder, path) {
	folder = parent(name)
	if (!((root, folder) in is_linked)) {
		run("set -f; IFS=/; path=" root "; folders=" quoted(substr(folder, 2)) "; for folder in $folders; do" \
			" path=$path/$folder; if [ -L \"$path\" ]; then printf \"%s\\n\" \"$path\"; break; fi; done")
		path = output()
		is_linked[root, folder] = path != ""
		if (path != "") keep("link", path, follow(path))
	}
	return is_linked[root, folder]
}

# What stat would say of a file on a device, with more options for ls. Where another is given, tells by the device
# whether the two are one file. Sets inode and links.
function look(path, device, options, other,   field, all, type, size, at, changed) {
	run((other == "" ? "" : "[ ! -L " quoted(path) " ] && [ " quoted(path) " -ef " other " ] && echo same; ") \
		"ls -cdilns" options " " ENVIRON["full_time"] " " quoted(path) " 2>&1")
	all = split(line[1] == "same" ? line[2] : line[1], field, " ")
	inode = field[1]
	links = field[4]
	size = field[7] ~ /,$/ ? 0 : field[7]
	if (all < 7 || inode field[2] links size ~ /[^0-9]/) return reason(line[lines])
	if (line[1] == "same") device = held_device
	else if (other != "" && inode == held_inode && device == held_device) device = -1
	type = substr(field[3], 1, 1)
	# A device has two numbers there.
	at = field[7] ~ /,$/ ? 9 : 8
	changed = field[at] ~ /^[0-9]+-[0-9]+-[0-9]+$/ ? seconds(field[at] "-" field[at + 1]) "000" : "null"
	return "{\"device\":" device ",\"inode\":" inode ",\"links\":" links ",\"size\":" size \
		",\"blocks\":" sprintf("%.0f", 2 * field[2]) \
		",\"changed\":" changed ",\"type\":\"" (type in type_of ? type_of[type] : "other") "\"}"
}

# The time of a date and a time of day, in seconds since 1970.
function seconds(text,   part, year, days) {
	split(text, part, /[-:.]/)
	year = part[1] - (part[2] < 3)
	days = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + part[3] - 719469
	days += int((153 * ((part[2] + 9) % 12) + 2) / 5)
	return sprintf("%.0f", ((days * 24 + part[4]) * 60 + part[5]) * 60 + part[6])
}
