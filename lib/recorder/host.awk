# Records what the host says of the services of stale processes, of login sessions and of a reboot. What is not there
# is not recorded: the program takes a file for gone of which a recording says nothing.

# The directories that lib/services/unit_files.ts looks in.
BEGIN {
	UNIT_DIRECTORIES["system"] = "/etc/systemd/system.control /run/systemd/system.control /run/systemd/transient" \
		" /run/systemd/generator.early /etc/systemd/system /etc/systemd/system.attached /run/systemd/system" \
		" /run/systemd/system.attached /run/systemd/generator /usr/local/lib/systemd/system /usr/lib/systemd/system" \
		" /lib/systemd/system /run/systemd/generator.late"
	UNIT_DIRECTORIES["user"] = "/etc/systemd/user /run/systemd/user /usr/local/lib/systemd/user" \
		" /usr/local/share/systemd/user /usr/lib/systemd/user /usr/share/systemd/user /lib/systemd/user"
	# As lib/services/unit_definition.ts keeps them.
	SETTINGS = " Accept Alias Before BindsTo Delegate ExecStart KillMode PartOf PropagatesStopTo RefuseManualStart" \
		" RefuseManualStop RemainAfterExit Requires Requisite StopPropagatedFrom SuccessAction Type User Wants "
}

function tell_host(   i) {
	for (i = 1; i <= all_pids; i++) {
		if (!(pids[i] in is_stale)) continue
		has_stale[cgroup_of[pids[i]]] = 1
		find_units(pids[i])
	}
	# What is beside them can follow a restart.
	if (units["system"] != "") for (i = 1; i <= all_pids; i++) find_units(pids[i])
	for (i = 1; i <= all_pids; i++) tell_member(pids[i])
	tell_units("system")
	tell_units("user")
	tell_sessions()
	tell_reboot()
}

# Finds the names of services in the cgroups of a process. Those below the manager of a user are units of this user.
function find_units(pid,   all, text, i, k, count, part, scope) {
	all = split(cgroup_of[pid], text, "\n")
	for (i = 1; i <= all; i++) {
		scope = "system"
		count = split(text[i], part, "/")
		for (k = 2; k <= count; k++) {
			if (part[k] !~ /^[A-Za-z0-9_.@\\-]+[.]service$/ || length(part[k]) > 255) continue
			if (!((scope, part[k]) in is_unit)) units[scope] = units[scope] " " part[k]
			is_unit[scope, part[k]] = 1
			if (part[k] ~ /^user@[0-9]+[.]service$/) scope = "user"
		}
	}
}

# A process beside a stale one that no process of their service has started can be the main process of the service.
function tell_member(pid) {
	if (!(pid in start) || pid in has_arguments || !(cgroup_of[pid] in has_stale)) return
	if (cgroup_of[parent_of[pid]] == cgroup_of[pid] || ++all_members > MOST_MEMBERS) return
	tell_arguments(pid, 0)
}

# Records the files of the services that were found, with their timers, sockets and drop-ins.
function tell_units(scope,   all, directory, unit, i, list, at) {
	if (units[scope] == "") return
	all = split(units[scope], unit, " ")
	for (i = 1; i <= all; i++) {
		want_unit(scope, unit[i])
		if (scope == "system") tell_link(host_root "/run/systemd/units/invocation:" unit[i])
	}
	if (scope == "system") tell_stat(host_root "/run/systemd/units")
	all = split(UNIT_DIRECTORIES[scope], directory, " ")
	for (i = 1; i <= all; i++) {
		is_unit_directory[directory[i]] = 1
		list = list " " host_root directory[i] "/"
	}
	if (!run_limited("ls -ln" ENVIRON["quiet"] list " self/ns")) return
	take_unit_names(scope)
	for (i = 1; i <= all; i++) {
		at = host_root directory[i]
		if (!(at in unit_names)) continue
		tell_stat(at)
		tell_wanted(scope, at)
	}
}

function take_unit_names(scope,   i, at, field, all) {
	for (i = 1; i <= lines; i++) {
		if (line[i] ~ /^[^ ]*:$/) {
			at = line[i] ~ /\/:$/ ? substr(line[i], 1, length(line[i]) - 2) : ""
			continue
		}
		if (at == "" || line[i] !~ /^[-ld][r-][w-]/) continue
		all = split(line[i], field, " ")
		unit_names[at] = unit_names[at] " " field[9]
		if (line[i] !~ /^l/ || all != 11) continue
		# It can be another name of the same unit.
		sub(/.*\//, "", field[11])
		if ((scope, field[11]) in is_unit && field[9] ~ /[.]service$/) want_unit(scope, field[9])
	}
}

# Notes all names under which something is said of a service: systemd.unit(5), "Description".
function want_unit(scope, name,   stem, instance, dash, prefix) {
	stem = name
	sub(/(@.*)?[.]service$/, "", stem)
	instance = index(name, "@") ? "@" : ""
	want(scope, name)
	want(scope, stem instance ".service")
	for (dash = length(stem) - 1; dash > 1; dash--) {
		if (substr(stem, dash, 1) != "-") continue
		prefix = substr(stem, 1, dash) instance
		is_wanted[scope, prefix ".service.d"] = is_wanted[scope, prefix ".socket.d"] = 1
	}
	is_wanted[scope, "service.d"] = is_wanted[scope, "socket.d"] = 1
}

function want(scope, service,   prefix) {
	prefix = substr(service, 1, length(service) - 8)
	is_wanted[scope, service] = is_wanted[scope, service ".d"] = 1
	is_wanted[scope, prefix ".timer"] = 1
	if (prefix ~ /@$/) is_wanted[scope, prefix ".socket"] = is_wanted[scope, prefix ".socket.d"] = 1
}

function tell_wanted(scope, at,   all, name, i) {
	all = split(unit_names[at], name, " ")
	for (i = 1; i <= all; i++) {
		if (!((scope, name[i]) in is_wanted)) continue
		if (name[i] ~ /[.]d$/) tell_drop_ins(at "/" name[i])
		else tell_unit_file(at "/" name[i], 8)
	}
}

function tell_drop_ins(directory,   all, name, i, list) {
	all = split(names_in(directory, "^[A-Za-z0-9_.@-]+[.]conf$"), name, " ")
	for (i = 1; i <= all; i++) {
		list = list (i > 1 ? "," : "") "\"" name[i] "\""
		if (i <= MOST_DROP_INS) tell_unit_file(directory "/" name[i], 8)
	}
	keep("list", directory, "[" list "]")
}

# Records a unit file, and where it is a link also the file that it leads to, unless it leads elsewhere.
function tell_unit_file(path, links,   file) {
	if (!links || path in is_told) return
	is_told[path] = 1
	tell_link(path)
	if (target != "") {
		file = resolved(substr(path, length(host_root) + 1), target)
		if (parent(file) in is_unit_directory) tell_unit_file(host_root file, links - 1)
		return
	}
	if (tell_stat(path) !~ /"file"/ || path ~ /[.]timer$/) return
	read_path(path, "^")
	keep_settings(path)
	keep("read", path, content(path))
	forget_lines(path)
}

# Drops the lines of a unit file but those that the program reads, and arguments: passwords may be among them. What is
# left is not empty, since that would mean masked.
function keep_settings(path,   i, all, text, key, kept) {
	kept = "[Unit]"
	all = 1
	for (i = 1; i <= lines_of[path]; i++) {
		text = text line_of[path, i]
		if (text ~ /^[ \t]*[#;]/) text = ""
		if (sub(/\\$/, " ", text)) continue
		key = text
		sub(/[ \t]*=.*/, "", key)
		if (text ~ /^\[[^]]*\]$/) kept = text
		else if (index(SETTINGS, " " key " ")) {
			if (key == "ExecStart") text = "ExecStart=" program_in(text)
			line_of[path, all++] = kept
			line_of[path, all++] = text
		}
		text = ""
	}
	if (all == 1) line_of[path, all++] = "[Unit]"
	lines_of[path] = all - 1
}

# The program in a line of a unit file that starts one.
function program_in(text,   key) {
	sub(/^[^=]*=[ \t]*[-@:+!|]*/, "", text)
	if (text == "") return ""
	if (text ~ /^["\047]/) {
		key = substr(text, 1, 1)
		text = substr(text, 2)
		if (index(text, key)) text = substr(text, 1, index(text, key) - 1)
	} else sub(/[ \t].*/, "", text)
	return "\"" (text ~ /^\// ? text : "unknown") "\""
}

# Where a link leads to, without the links on the way there.
function resolved(path, link,   all, part, i) {
	all = split(link ~ /^\// ? link : parent(path) "/" link, part, "/")
	path = ""
	for (i = 1; i <= all; i++) {
		if (part[i] == "" || part[i] == ".") continue
		path = part[i] == ".." ? parent(path) : path "/" part[i]
	}
	return path
}

function tell_sessions(   directory, all, id, i, list) {
	directory = host_root "/run/systemd/sessions"
	if (has_failed_to(tell_stat(directory))) return
	all = split(names_in(directory, "^c?[0-9]+$"), id, " ")
	for (i = 1; i <= all && i <= MOST_SESSIONS; i++) {
		list = list (i > 1 ? "," : "") "\"" id[i] "\""
		tell_lines(directory "/" id[i], "^(STATE|TYPE)=")
	}
	keep("list", directory, "[" list "]")
}

# What lib/advice/reboot.ts asks.
function tell_reboot(   i, directory) {
	tell_stat(host_root "/run")
	tell_stat(host_root "/run/reboot-needed")
	tell_file(host_root "/run/reboot-required")
	tell_file(host_root "/run/reboot-required.pkgs")
	tell_names(host_root "/boot", "^(vmlinuz|vmlinux|kernel|Image)-[0-9][A-Za-z0-9.+~_-]*$")
	tell_names(host_root "/usr/lib/modules", "^[0-9][A-Za-z0-9.+~_-]*$")
	tell_names(host_root "/lib/modules", "^[0-9][A-Za-z0-9.+~_-]*$")
}

function tell_names(directory, pattern,   all, name, i, list) {
	all = split(names_in(directory, pattern), name, " ")
	for (i = 1; i <= all; i++) list = list (i > 1 ? "," : "") "\"" name[i] "\""
	if (all) keep("list", directory, "[" list "]")
}

function names_in(directory, pattern,   i, list) {
	run("ls -1 " quoted(directory "/") " 2>/dev/null", pattern)
	for (i = 1; i <= lines; i++) list = list " " line[i]
	return list
}

function tell_link(path,   answer) {
	answer = follow(path)
	if (target != "") keep("link", path, answer)
}

function tell_stat(path,   answer) {
	answer = stat_of(path, 0, "L")
	if (answer != GONE) keep("stat", path, answer)
	return answer
}

# Records a file of the system, if it is a regular one.
function tell_file(path) {
	if (tell_stat(path) ~ /"file"/) tell_lines(path, "^")
}

function tell_lines(path, pattern) {
	read_path(path, pattern)
	keep("read", path, content(path))
	forget_lines(path)
}

# Reads the lines of one file that match a pattern. Its name may hold what means something to the shell, but no colon.
function read_path(path, pattern) {
	lines_of[path] = 0
	delete failure_of[path]
	run("grep -H -E " quoted(pattern) " " quoted(path) " 2>&1")
	if (is_cut) cut(path)
	take_lines()
}
