/*
 * The limit: reads what the tools must read, and does nothing else with it.
 *
 *     reader maps|fd THREADS|all
 *
 * `maps` reads the maps of every process and searches them for "(deleted)"; `fd` reads the link of every open
 * descriptor and looks at its end. Prints how many processes could be read, how many bytes, and how many hits.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char MARK[] = "(deleted)";
enum { MARK_LENGTH = sizeof MARK - 1, FIRST_SIZE = 1 << 20, LINK_SIZE = 4096 };

/* What one thread holds and has counted. */
struct work {
	pthread_t thread;
	char *buffer;
	size_t size;
	long processes, bytes, hits;
};

static int *pids;
static int count;
static atomic_int next;
static void (*look)(struct work *, int);

static void list_processes(void)
{
	DIR *proc = opendir("/proc");
	if (proc == NULL) err(1, "/proc");
	size_t room = 0;
	for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
		if (!isdigit((unsigned char)*entry->d_name)) continue;
		if ((size_t)count == room) {
			room = room * 2 + 1024;
			pids = realloc(pids, room * sizeof *pids);
			if (pids == NULL) err(1, "memory");
		}
		pids[count++] = atoi(entry->d_name);
	}
	closedir(proc);
}

/* Reads a whole file into the buffer, which grows to hold it. */
static ssize_t read_whole(struct work *work, int file)
{
	size_t length = 0;
	for (;;) {
		if (work->size - length < FIRST_SIZE / 2) {
			work->size = work->size ? work->size * 2 : FIRST_SIZE;
			work->buffer = realloc(work->buffer, work->size);
			if (work->buffer == NULL) err(1, "memory");
		}
		ssize_t got = read(file, work->buffer + length, work->size - length);
		if (got < 0) return -1;
		if (got == 0) return length;
		length += got;
	}
}

static void look_at_maps(struct work *work, int pid)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) return;
	ssize_t length = read_whole(work, file);
	close(file);
	if (length < 0) return;
	work->processes++;
	work->bytes += length;
	const char *at = work->buffer, *end = at + length;
	while ((at = memmem(at, end - at, MARK, MARK_LENGTH)) != NULL) {
		work->hits++;
		at += MARK_LENGTH;
	}
}

static void look_at_descriptors(struct work *work, int pid)
{
	char path[64], target[LINK_SIZE];
	snprintf(path, sizeof path, "/proc/%d/fd", pid);
	DIR *directory = opendir(path);
	if (directory == NULL) return;
	work->processes++;
	for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
		if (*entry->d_name == '.') continue;
		ssize_t length = readlinkat(dirfd(directory), entry->d_name, target, sizeof target);
		if (length < 0) continue;
		work->bytes += length;
		if (length >= MARK_LENGTH && memcmp(target + length - MARK_LENGTH, MARK, MARK_LENGTH) == 0) work->hits++;
	}
	closedir(directory);
}

static void *run(void *argument)
{
	for (int i; (i = atomic_fetch_add(&next, 1)) < count;) look(argument, pids[i]);
	return NULL;
}

/* As many threads as cores that this process may use. */
static int parse_threads(const char *text)
{
	cpu_set_t cores;
	if (strcmp(text, "all") != 0) return atoi(text);
	return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
}

int main(int argument_count, char **arguments)
{
	if (argument_count != 3) errx(2, "usage: reader maps|fd THREADS|all");
	look = strcmp(arguments[1], "fd") == 0 ? look_at_descriptors : look_at_maps;
	int threads = parse_threads(arguments[2]);
	struct work *works = calloc(threads, sizeof *works);
	if (works == NULL) err(1, "memory");

	list_processes();
	for (int i = 1; i < threads; i++)
		if (pthread_create(&works[i].thread, NULL, run, &works[i]) != 0) errx(1, "Cannot start a thread");
	run(&works[0]);
	struct work sum = works[0];
	for (int i = 1; i < threads; i++) {
		pthread_join(works[i].thread, NULL);
		sum.processes += works[i].processes;
		sum.bytes += works[i].bytes;
		sum.hits += works[i].hits;
	}
	printf("%ld processes, %ld bytes, %ld hits\n", sum.processes, sum.bytes, sum.hits);
	return 0;
}
