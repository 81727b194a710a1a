/* Processes that start and end all the time. */
#include <linux/sched.h>
#include <poll.h>
#include <stdint.h>
#include "holder.h"

enum { FIRST_PID = 100 };

/* As fork(2), but under this very PID. */
static pid_t fork_as(pid_t pid)
{
	struct clone_args args = { .exit_signal = SIGCHLD, .set_tid = (uintptr_t)&pid, .set_tid_size = 1 };
	return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

/* Titles itself "churn X", then holds a deleted file X.LANE: whoever has the file has the title too. */
static void live(const char *directory, int lane, unsigned turn, unsigned longest)
{
	char text[PATH_SIZE];
	const char letter = turn % 2 == 0 ? 'a' : 'b';
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(text, sizeof text, "churn %c", letter);
	write_title(text);
	snprintf(text, sizeof text, "%s/%c.%d", directory, letter, lane);
	int file = open(text, O_RDWR | O_CREAT, 0755);
	if (ftruncate(file, 4096) != 0 || map_file(file, PROT_READ | PROT_EXEC) != 0) _exit(1);
	unlink(text);
	usleep(turn * 7919 % longest);
	_exit(0);
}

static int begin(char **words, int lane, unsigned turn)
{
	const pid_t child = strcmp(words[2], "reuse") == 0 ? fork_as(FIRST_PID + lane) : fork();
	if (child == 0) live(words[0], lane, turn, (unsigned)atoi(words[3]));
	return child;
}

static int is_open(int file)
{
	struct pollfd input = { .fd = file, .events = POLLIN };
	return poll(&input, 1, 0) == 0;
}

/*
 * In each of so many lanes, one process follows the other in the directory; with "reuse", always under the same PID.
 * Each lives for as many microseconds at the most. Goes on until standard input is closed.
 */
static int churn(char **words)
{
	pid_t lanes[WORDS] = { 0 };
	const int count = atoi(words[1]);
	unsigned turn = 0;
	for (int lane = 0; lane < count; lane++)
		if ((lanes[lane] = begin(words, lane, turn++)) < 0) return -1;
	printf("ok\n");
	while (is_open(STDIN_FILENO)) {
		const pid_t ended = wait(NULL);
		for (int lane = 0; lane < count; lane++)
			if (lanes[lane] == ended) lanes[lane] = begin(words, lane, turn++);
	}
	while (wait(NULL) > 0) continue;
	exit(0);
}

const struct action churn_actions[] = {
	{ "churn", 4, churn },
	{ NULL, 0, NULL },
};
