/* Attacks by what a process has in its memory, or says that it has: its arguments, its mappings, its threads. */
#define _GNU_SOURCE
#include "attacker.h"

/* Tells the kernel, which wants to be told all of its addresses, where the arguments are: prctl(2). */
static void set_arguments(uintptr_t start, uintptr_t end)
{
	unsigned long long field[64] = { 0 };
	char text[1024] = "";
	int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	if (file < 0 || read(file, text, sizeof text - 1) <= 0) err(1, "/proc/self/stat");
	close(file);
	/* Behind the name come the third field, which is a letter, and numbers: proc_pid_stat(5). */
	char *rest = strrchr(text, ')') + 4;
	for (int i = 4; i <= 51; i++) field[i] = strtoull(rest, &rest, 10);
	struct prctl_mm_map map = {
		.start_code = field[26], .end_code = field[27], .start_stack = field[28],
		.start_data = field[45], .end_data = field[46], .start_brk = field[47], .brk = (uintptr_t)sbrk(0),
		.arg_start = start, .arg_end = end, .env_start = field[50], .env_end = field[51],
		.exe_fd = (unsigned)-1,
	};
	if (prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0) != 0) err(1, "PR_SET_MM_MAP");
}

static char *reserve(size_t size, int protection)
{
	char *place = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (place == MAP_FAILED) err(1, "mmap");
	return place;
}

/* A command line of so many MiB of one letter. Without the NUL at its end the kernel would show but a page of it. */
static void full_arguments(char **words)
{
	const size_t size = strtoul(words[0], NULL, 10) << 20;
	char *place = reserve(size, PROT_READ | PROT_WRITE);
	hold_deleted("full");
	memset(place, words[1][0], size - 1);
	set_arguments((uintptr_t)place, (uintptr_t)place + size);
}

/* A command line of so many MiB, of which no page is there before somebody reads it. */
static void sparse_arguments(char **words)
{
	const size_t size = strtoul(words[0], NULL, 10) << 20;
	char *place = reserve(size, PROT_READ);
	hold_deleted("sparse");
	set_arguments((uintptr_t)place, (uintptr_t)place + size);
}

/* So many threads, that do nothing. */
static void *wait_for_ever(void *unused)
{
	for (;;) pause();
	return unused;
}

static void *open_apart(void *name)
{
	if (unshare(CLONE_FILES) == 0) open(name, O_RDONLY);
	return wait_for_ever(NULL);
}

static void start_threads(int count, void *(*work)(void *), const void *told)
{
	pthread_attr_t small;
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 16 * PAGE);
	for (int left = count; left > 0; left--) {
		pthread_t thread;
		if (pthread_create(&thread, &small, work, (void *)told) != 0) errx(1, "%d threads too many", left);
	}
}

static void threads(char **words)
{
	hold_deleted("threads");
	start_threads(atoi(words[0]), strcmp(words[1], "apart") == 0 ? open_apart : wait_for_ever, "/dev/null");
}

static pthread_barrier_t filled;

/* Fills a table of descriptors of its own. */
static void *fill_table(void *count)
{
	if (unshare(CLONE_FILES) != 0) err(1, "unshare");
	for (int left = *(const int *)count; left > 0; left--)
		if (dup(0) < 0) err(1, "%d descriptors too many", left);
	pthread_barrier_wait(&filled);
	return wait_for_ever(NULL);
}

/* So many threads with so many descriptors each, all of a deleted file with a name of some 4,000 bytes. */
static void tables(char **words)
{
	static int count;
	struct rlimit most;
	getrlimit(RLIMIT_NOFILE, &most);
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
	count = atoi(words[1]);
	pthread_barrier_init(&filled, NULL, (unsigned)atoi(words[0]) + 1);
	hold_deleted("tables");
	const int input = dup(0);
	descend(15, 250);
	if (dup2(create_file("a"), 0) != 0 || unlink("a") != 0) err(1, "a");
	start_threads(atoi(words[0]), fill_table, &count);
	pthread_barrier_wait(&filled);
	if (dup2(input, 0) != 0) err(1, "input");
}

const struct attack memory_attacks[] = {
	{ "full-arguments", 2, full_arguments },
	{ "sparse-arguments", 1, sparse_arguments },
	{ "tables", 2, tables },
	{ "threads", 2, threads },
	{ NULL, 0, NULL },
};
