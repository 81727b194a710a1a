# Asks the package manager of the host for the packages of deleted files, with --packages only.

# Notes a name to be asked for. No package has a file with other characters; of the names that an ordinary user can make
# so many count and no more.
function note_name(pid, name,   user) {
	if (ENVIRON["packages"] == "" || name in is_name_noted || length(name) > 255) return
	if (name !~ "^/[A-Za-z0-9/._+@%,=~;-]+$") return
	user = uid_of[pid] == "0" ? 0 : "others"
	if (names_of[user] >= MOST_NAMES || user && names_of[uid_of[pid]] >= MOST_NAMES_OF_USER) return
	names_of[user]++
	if (user) names_of[uid_of[pid]]++
	is_name_noted[name] = 1
	noted[++all_noted] = name
}

# Sets database, problem, and packages_of by path.
function ask_packages(   i) {
	if (!all_noted) return
	learn_merged()
	for (i = 1; i <= all_noted; i++) want_packages(final_name(noted[i]))
	# What comes first is in its own database. If that does not say so, there is none.
	if (ask_manager("dpkg", "dpkg-query -S", "/usr/bin/dpkg-query")) return
	if (ask_manager("apk", "apk info --who-owns", "/sbin/apk /usr/sbin/apk")) return
	if (ask_manager("rpm", "rpm -qf --queryformat \"[%{=NAME}\\t%{FILENAMES}\\n]\"", "/usr/bin/rpm /bin/rpm")) return
	if (problem == "") problem = "absent"
}

# Wants to know the packages of a path, and those of the possible sonames of such a library.
function want_packages(path,   all, spelled, i) {
	for (; path != ""; path = soname_of(path)) {
		all = split(spellings_of(path), spelled, " ")
		for (i = 1; i <= all; i++) {
			if (spelled[i] in is_wanted_path) continue
			is_wanted_path[spelled[i]] = 1
			wanted_path[++all_wanted] = spelled[i]
		}
	}
}

# The name of a library less the last part of its version; empty where that would be no soname.
function soname_of(path) {
	if (path !~ /[.]so[.][0-9][0-9A-Za-z_]*([.][0-9][0-9A-Za-z_]*)+$/) return ""
	sub(/[.][0-9A-Za-z_]+$/, "", path)
	return path
}

# Learns which directories lead to each other where /usr is merged: file-hierarchy(7).
function learn_merged(   all, directory, i, to) {
	all = split("/bin /sbin /lib /lib32 /lib64 /libx32 /usr/sbin /usr/lib64", directory, " ")
	for (i = 1; i <= all; i++) {
		follow(host_root directory[i])
		to = target == "" ? "" : resolved(directory[i], target)
		if (to !~ /^(\/usr)?\/(s?bin|lib[0-9a-z]*)$/) continue
		merged[++all_merged] = directory[i] "/"
		merged_with[all_merged] = to "/"
		merged[++all_merged] = to "/"
		merged_with[all_merged] = directory[i] "/"
	}
}

# All names of a path, its own first.
function spellings_of(path,   list, known, i, k, other) {
	list = " " path " "
	for (i = 1; i <= split(list, known, " "); i++) {
		for (k = 1; k <= all_merged; k++) {
			if (index(known[i], merged[k]) != 1) continue
			other = merged_with[k] substr(known[i], length(merged[k]) + 1)
			if (!index(list, " " other " ")) list = list other " "
		}
	}
	return list
}

# Asks a package manager for all that is wanted. Fails where it is not there, or has no database.
function ask_manager(name, command, itself,   program, i, list) {
	program = command
	sub(/ .*/, "", program)
	run("command -v " program " >/dev/null || false")
	if (status) return 0
	for (i = 1; i <= all_wanted; i++) {
		list = list " " quoted(wanted_path[i])
		if (length(list) < LONGEST_COMMAND && i < all_wanted) continue
		if (!ask_some(name, command " " itself list, itself) && database == "") return 0
		list = ""
	}
	return 1
}

# Asks for some paths; what it says of others is in the way of what it says of them.
function ask_some(name, command, itself,   alone, i, is_answered) {
	may_fail = 1
	# Rpm runs what its macros say, and the environment says where those are.
	alone = "/usr/bin/env -i LC_ALL=C PATH=\"$PATH\" \"$@\" 2>/dev/null"
	run_limited("/bin/sh -c \047exec " alone "\047 sh " command, "", LONGER_DEADLINE)
	may_fail = 0
	if (is_late) problem = "stuck"
	else if (is_cut) problem = "unreadable"
	for (i = 1; i <= lines; i++) {
		read_owners(name, line[i])
		if (index(" " itself " ", " " owned_path " ")) is_answered = 1
	}
	if (is_answered) database = name
	else if (database != "" && problem == "") problem = "unreadable"
	return is_answered
}

# Reads a row of what a package manager prints: sets owned_path, and packages_of if that is wanted.
function read_owners(name, row,   at, owners) {
	owned_path = ""
	if (name == "dpkg") {
		if (row ~ /^(local diversion|diversion by [^ ]+) (from|to): /) {
			read_diversion(row)
			return
		}
		at = index(row, ": /")
		owners = substr(row, 1, at - 1)
		owned_path = substr(row, at + 2)
	} else if (name == "apk") {
		at = match(row, / is owned by [^ ]+$/)
		owners = substr(row, at + 13)
		owned_path = substr(row, 1, at - 1)
		sub(/-[0-9][^-]*-r[0-9]+$/, "", owners)
	} else {
		at = index(row, "\t")
		owners = substr(row, 1, at - 1)
		owned_path = substr(row, at + 1)
	}
	if (!at || !(owned_path in is_wanted_path)) return
	if (index(", " packages_of[owned_path] ", ", ", " owners ", ")) return
	packages_of[owned_path] = packages_of[owned_path] (packages_of[owned_path] == "" ? "" : ", ") owners
}

# A diverted name is that of the package which diverts it; whose file has the new name, no row tells.
function read_diversion(row,   path) {
	path = row
	sub(/^.* (from|to): /, "", path)
	if (row ~ / to: /) is_unclear[path] = 1
	else diverted_by[path] = row ~ /^local/ ? "" : substr(row, 14, index(row, " from: ") - 14)
}

# The packages of a path by the first of its names that one has; empty where there is none. Sets is_unknown.
function owners_of(path,   all, spelled, i, owner, owners, part, k) {
	all = split(spellings_of(path), spelled, " ")
	for (i = 1; i <= all; i++) {
		if (spelled[i] in is_unclear) is_unknown = 1
		owners = packages_of[spelled[i]]
		if (spelled[i] in diverted_by) {
			owner = diverted_by[spelled[i]]
			for (k = split(owners, part, ", "); k; k--) if (index(part[k] ":", owner ":") == 1) owner = part[k]
			owners = owner
		}
		if (owners != "") return owners
	}
	return ""
}

# Sets state and found_owners of a name; state is empty where they are not known.
function find_owners(name,   path) {
	path = final_name(name)
	is_unknown = 0
	found_owners = owners_of(path)
	state = found_owners == "" ? "unowned" : "listed"
	if (found_owners != "") return
	if (is_unknown || problem != "") state = ""
	while (found_owners == "" && (path = soname_of(path)) != "") found_owners = owners_of(path)
	if (index(found_owners, ", ")) found_owners = ""
	if (found_owners != "" && state != "") state = "guessed"
}

function write_packages(   i, k, all, part, written) {
	if (ENVIRON["packages"] == "") return
	printf ",\"packages\":{\"database\":%s,\"problem\":%s,\"files\":{", word_or_null(database), word_or_null(problem)
	for (i = 1; i <= all_noted; i++) {
		find_owners(noted[i])
		if (state == "") continue
		printf "%s\"%s\":{\"state\":\"%s\",\"names\":[", (written++ ? "," : ""), noted[i], state
		all = split(found_owners, part, ", ")
		for (k = 1; k <= all; k++) printf "%s\"%s\"", (k > 1 ? "," : ""), quote(part[k])
		printf "]}"
	}
	printf "}}"
}

function word_or_null(word) {
	return word == "" ? "null" : "\"" word "\""
}
