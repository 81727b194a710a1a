/*
 * A process that attacks whoever looks at it, as an ordinary user can: attacker NAME [WORD ...]. When all is as it is
 * meant to be it prints "ready PID …". It ends, and all that it started with it, when standard input is closed, and in
 * any case after two minutes: some of what it does holds up every ps of the machine.
 */
#define _GNU_SOURCE
#include "attacker.h"

enum { LONGEST = 120 };

_Noreturn void ready(int count, const pid_t *pids)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	printf("ready");
	for (int i = 0; i < count; i++) printf(" %d", pids[i]);
	printf("\n");
	fflush(stdout);
	while (poll(&input, 1, -1) < 0 || (input.revents & (POLLHUP | POLLERR)) == 0) continue;
	_exit(0);
}

pid_t fork_child(void)
{
	const pid_t parent = getpid();
	const pid_t child = fork();
	if (child < 0) err(1, "fork");
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent) _exit(1);
	}
	return child;
}

int create_file(const char *name)
{
	static const char content[SIZE];
	int file = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (file < 0 || write(file, content, SIZE) != SIZE) err(1, "%s", name);
	return file;
}

void hold_deleted(const char *name)
{
	int file = create_file(name);
	if (mmap(NULL, SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED) err(1, "mmap");
	if (unlink(name) != 0) err(1, "unlink");
}

void write_file(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0 || write(file, text, strlen(text)) < 0) err(1, "%s", path);
	close(file);
}

void enter_own_namespaces(void)
{
	char text[64];
	const uid_t user = getuid();
	const gid_t group = getgid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) err(1, "unshare");
	write_file("/proc/self/setgroups", "deny");
	snprintf(text, sizeof text, "0 %d 1", user);
	write_file("/proc/self/uid_map", text);
	snprintf(text, sizeof text, "0 %d 1", group);
	write_file("/proc/self/gid_map", text);
}

void open_gate(struct gate *gate)
{
	if (pipe2(gate->there, O_CLOEXEC) != 0 || pipe2(gate->go, O_CLOEXEC) != 0) err(1, "pipe");
}

void enter_gate(struct gate *gate)
{
	close(gate->there[0]);
	close(gate->go[1]);
	close(STDIN_FILENO);
}

void tell(const struct gate *gate)
{
	if (write(gate->there[1], "x", 1) != 1) err(1, "pipe");
}

void wait_for_silence(const struct gate *gate)
{
	char byte;
	if (read(gate->go[0], &byte, 1) != 0) err(1, "pipe");
}

static const struct attack *find(const char *name)
{
	const struct attack *const tables[] = { memory_attacks, name_attacks, fuse_attacks, place_attacks, crowd_attacks };
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct attack *attack = tables[i]; attack->name != NULL; attack++)
			if (strcmp(attack->name, name) == 0) return attack;
	return NULL;
}

void run_attack(const char *name, char **words)
{
	find(name)->run(words);
}

int main(int argc, char **argv)
{
	const struct attack *attack = argc < 2 ? NULL : find(argv[1]);
	if (attack == NULL || argc - 2 < attack->words) errx(2, "usage: attacker NAME [WORD ...]");
	prctl(PR_SET_DUMPABLE, 1);
	alarm(LONGEST);
	attack->run(argv + 2);
	const pid_t self = getpid();
	ready(1, &self);
}
