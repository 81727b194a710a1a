/*
 * A load of idle processes to look at:
 *
 *     load DIRECTORY PROCESSES FILES DESCRIPTORS THREADS STALE DELETED
 *
 * Makes FILES files in DIRECTORY and starts PROCESSES processes of THREADS threads. Each maps every file three times,
 * as the dynamic linker maps a library (r--p, r-xp, rw-p), and has DESCRIPTORS descriptors open. Once the first STALE
 * processes are set up, DELETED of the mapped files and one of the open logs are replaced, as an upgrade and a log
 * rotation would: the old files live on in these processes only. Prints "ready" when all is set up. All processes end
 * when stdin is closed, and also when this one is killed.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOGS = 8, NAMES = 50, NAME_SIZE = 64, STACK_SIZE = 64 * 1024 };
/* Descriptors that a process has for a while, or for itself: those of its parent, and of a file that it maps. */
enum { SPARE = 16 };
static const int PROTECTIONS[] = { PROT_READ, PROT_READ | PROT_EXEC, PROT_READ | PROT_WRITE };
enum { SEGMENTS = sizeof PROTECTIONS / sizeof *PROTECTIONS };

static int files, descriptors, threads;
static long page;

static void name_library(char *name, int number)
{
	snprintf(name, NAME_SIZE, "lib/libload-%05d.so.1.0.%d", number, number % 10);
}

static void name_log(char *name, int number)
{
	snprintf(name, NAME_SIZE, "log/worker-%d.log", number);
}

/* The file is new also where one of this name existed. */
static void make_file(const char *path)
{
	unlink(path);
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (file < 0 || ftruncate(file, SEGMENTS * page) != 0) err(1, "%s", path);
	close(file);
}

static void make_files(int libraries, int logs)
{
	char path[NAME_SIZE];
	for (int i = 0; i < libraries; i++) {
		name_library(path, i);
		make_file(path);
	}
	for (int i = 0; i < logs; i++) {
		name_log(path, i);
		make_file(path);
	}
}

static void map_files(void)
{
	char path[NAME_SIZE];
	for (int i = 0; i < files; i++) {
		name_library(path, i);
		int file = open(path, O_RDONLY);
		if (file < 0) err(1, "%s", path);
		for (int segment = 0; segment < SEGMENTS; segment++) {
			void *at = mmap(NULL, page, PROTECTIONS[segment], MAP_PRIVATE | MAP_NORESERVE, file, segment * page);
			if (at == MAP_FAILED) err(1, "Cannot map %s (a directory mounted noexec will not do)", path);
		}
		close(file);
	}
}

/* The limit of most systems is lower than what some loads ask for. Only root may raise the hard one. */
static void allow_descriptors(void)
{
	struct rlimit limit;
	rlim_t needed = descriptors + SPARE;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0) err(1, "getrlimit");
	if (limit.rlim_cur >= needed) return;
	rlim_t hard = limit.rlim_max;
	limit.rlim_cur = needed;
	if (hard < needed) limit.rlim_max = needed;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		err(1, "Cannot raise the limit of open files from %ld to %ld", (long)hard, (long)needed);
}

/* Standard streams, a pipe, and for the rest logs: together as many descriptors as were asked for. */
static void open_descriptors(void)
{
	char path[NAME_SIZE];
	int null = open("/dev/null", O_RDWR), both[2];
	if (null < 0) err(1, "/dev/null");
	int open_now = 3;
	if (descriptors >= open_now + 2) {
		if (pipe(both) != 0) err(1, "pipe");
		open_now += 2;
	}
	for (int i = 0; open_now < descriptors; i++, open_now++) {
		name_log(path, i % LOGS);
		if (open(path, O_WRONLY | O_APPEND) < 0) err(1, "%s", path);
	}
	for (int stream = 0; stream < 3; stream++) dup2(null, stream);
	close(null);
}

static void *wait_for_ever(void *nothing)
{
	for (;;) pause();
	return nothing;
}

static void start_threads(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	for (int i = 1; i < threads; i++)
		if (pthread_create(&thread, &attributes, wait_for_ever, NULL) != 0) errx(1, "Cannot start thread %d", i + 1);
}

/* What ps and the tools show: some processes share a command line, as the workers of a server do. */
static void rename_process(char *arguments, size_t size, int number)
{
	prctl(PR_SET_NAME, "bench-worker");
	memset(arguments, 0, size);
	snprintf(arguments, size, "bench-worker pool %02d", number % NAMES);
}

static pid_t start_process(char *arguments, size_t size, int number, const int ready[2], pid_t parent)
{
	pid_t pid = fork();
	if (pid != 0) return pid;
	/* The signal is for a parent that ends from now on: it may have ended already. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) _exit(1);
	close(ready[0]);
	rename_process(arguments, size, number);
	map_files();
	open_descriptors();
	start_threads();
	if (write(ready[1], "+", 1) != 1) _exit(1);
	close(ready[1]);
	for (;;) pause();
}

/* Starts the processes `from` up to `to`, and waits until each is set up. */
static void start_processes(pid_t *pids, int from, int to, char *arguments, size_t size)
{
	int ready[2], set_up = 0;
	char byte;
	pid_t parent = getpid();
	if (pipe(ready) != 0) err(1, "pipe");
	for (int number = from; number < to; number++) {
		pids[number] = start_process(arguments, size, number, ready, parent);
		if (pids[number] < 0) err(1, "Cannot start process %d", number + 1);
	}
	close(ready[1]);
	while (read(ready[0], &byte, 1) == 1) set_up++;
	close(ready[0]);
	if (set_up != to - from) errx(1, "Only %d of %d processes could be set up", set_up, to - from);
}

int main(int count, char **arguments)
{
	if (count != 8) errx(2, "usage: load DIRECTORY PROCESSES FILES DESCRIPTORS THREADS STALE DELETED");
	int processes = atoi(arguments[2]), stale = atoi(arguments[6]), deleted = atoi(arguments[7]);
	files = atoi(arguments[3]);
	descriptors = atoi(arguments[4]);
	threads = atoi(arguments[5]);
	if (stale > processes) stale = processes;
	if (deleted > files) deleted = files;
	page = sysconf(_SC_PAGESIZE);
	/* Whatever else was inherited must not count among the descriptors. */
	for (int descriptor = 3; descriptor < 1024; descriptor++) close(descriptor);
	size_t size = arguments[count - 1] + strlen(arguments[count - 1]) - arguments[0];
	pid_t *pids = calloc(processes + 1, sizeof *pids);
	if (pids == NULL) err(1, "memory");
	allow_descriptors();
	/* On Ctrl-C the harness closes stdin, and there is time to wait for the processes. */
	signal(SIGINT, SIG_IGN);

	if (chdir(arguments[1]) != 0 || mkdir("lib", 0755) != 0 || mkdir("log", 0755) != 0) err(1, "%s", arguments[1]);
	make_files(files, LOGS);
	start_processes(pids, 0, stale, arguments[0], size);
	make_files(deleted, 1);
	start_processes(pids, stale, processes, arguments[0], size);
	puts("ready");
	fflush(stdout);

	char byte;
	while (read(STDIN_FILENO, &byte, 1) > 0) continue;
	for (int number = 0; number < processes; number++) kill(pids[number], SIGKILL);
	while (wait(NULL) > 0) continue;
	return 0;
}
