/*
 * Runs one command and tells what it took:
 *
 *     measure SECONDS DIRECTORY COMMAND [ARGUMENT ...]
 *
 * Prints the time from before fork(2) to after wait4(2) and the processor time (user and system) in microseconds,
 * the largest resident size of any one process of it in KiB, and the wait status. The command's stdin is /dev/null;
 * its output goes to the files stdout and stderr in DIRECTORY, for some programs stop early when they see that
 * nobody reads it (GNU grep, when its output is /dev/null). It is killed after SECONDS.
 *
 * This must be a small program: until it executes the command, a forked process has the size of its parent, and
 * the kernel counts that too.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile pid_t child;

static void end_command(int signal)
{
	(void)signal;
	if (child > 0) kill(-child, SIGKILL);
}

static void redirect(int stream, const char *directory, const char *name, int flags)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	int file = open(path, flags, 0644);
	if (file < 0 || dup2(file, stream) < 0) err(127, "%s", path);
	close(file);
}

static void execute(const char *directory, char **command, pid_t parent)
{
	/* A group of its own, so that what the command starts ends with it; and with us, should we be killed. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) _exit(127);
	redirect(STDIN_FILENO, "/dev", "null", O_RDONLY);
	redirect(STDOUT_FILENO, directory, "stdout", O_WRONLY | O_CREAT | O_TRUNC);
	redirect(STDERR_FILENO, directory, "stderr", O_WRONLY | O_CREAT | O_TRUNC);
	execvp(command[0], command);
	err(127, "%s", command[0]);
}

static long long microseconds(long long seconds, long long rest)
{
	return seconds * 1000000 + rest;
}

static long long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return microseconds(time.tv_sec, time.tv_nsec / 1000);
}

int main(int count, char **arguments)
{
	if (count < 4) errx(2, "usage: measure SECONDS DIRECTORY COMMAND [ARGUMENT ...]");
	struct rusage used;
	int status;
	pid_t self = getpid();
	struct sigaction action = { .sa_handler = end_command, .sa_flags = SA_RESTART };
	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);

	long long start = now();
	child = fork();
	if (child < 0) err(1, "fork");
	if (child == 0) execute(arguments[2], arguments + 3, self);
	alarm(atoi(arguments[1]));
	if (wait4(child, &status, 0, &used) < 0) err(1, "wait4");
	long long end = now();
	printf("%lld %lld %ld %d\n", end - start,
		microseconds(used.ru_utime.tv_sec, used.ru_utime.tv_usec) +
		microseconds(used.ru_stime.tv_sec, used.ru_stime.tv_usec),
		used.ru_maxrss, status);
	return 0;
}
