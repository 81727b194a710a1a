/* What kind of process the holder is: its name, its arguments, its threads. */
#include <pthread.h>
#include <stdint.h>
#include "holder.h"

static int name(char **words)
{
	return prctl(PR_SET_NAME, words[0]);
}

void write_title(const char *text)
{
	memset(arguments, 0, arguments_size);
	snprintf(arguments, arguments_size, "%s", text);
}

static int title(char **words)
{
	write_title(words[0]);
	return 0;
}

/* Tells the kernel, which wants to be told all of its addresses, that the arguments take no room: prctl(2). */
static int no_arguments(char **words)
{
	unsigned long long field[64] = { 0 };
	char text[1024] = "";
	int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	(void)words;
	if (file < 0 || read(file, text, sizeof text - 1) <= 0) return -1;
	close(file);
	/* Behind the name come the third field, which is a letter, and numbers: proc_pid_stat(5). */
	char *rest = strrchr(text, ')') + 4;
	for (int i = 4; i <= 51; i++) field[i] = strtoull(rest, &rest, 10);
	struct prctl_mm_map map = {
		.start_code = field[26], .end_code = field[27], .start_stack = field[28],
		.start_data = field[45], .end_data = field[46], .start_brk = field[47], .brk = (uintptr_t)sbrk(0),
		.arg_start = field[48], .arg_end = field[48], .env_start = field[50], .env_end = field[51],
		.exe_fd = (unsigned)-1,
	};
	return prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0);
}

/* Starts anew from a file, under any arguments; the answer is the "ready" of the new program. */
static int execute(char **words)
{
	return execv(words[0], words + 1);
}

/* What the thread is to do, and what came of it. */
static char **thread_words;
static int thread_result, thread_error;
static pthread_barrier_t both;

static void *hold_apart(void *unused)
{
	thread_result = unshare(CLONE_FILES) == 0 ? open(thread_words[0], O_RDONLY) : -1;
	thread_error = errno;
	pthread_barrier_wait(&both);
	for (;;) pause();
	return unused;
}

/* A thread that has a descriptor table of its own, with this file in it. */
static int thread_open(char **words)
{
	pthread_t thread;
	thread_words = words;
	pthread_barrier_init(&both, NULL, 2);
	if (pthread_create(&thread, NULL, hold_apart, NULL) != 0) return -1;
	pthread_barrier_wait(&both);
	errno = thread_error;
	return thread_result;
}

static char state_of(pid_t thread)
{
	char path[64], text[256] = "";
	snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || read(file, text, sizeof text - 1) <= 0) return '?';
	close(file);
	const char *end = strrchr(text, ')');
	return end == NULL ? '?' : end[2];
}

static void *go_on(void *unused)
{
	while (state_of(getpid()) != 'Z') sched_yield();
	printf("ok\n");
	serve();
	return unused;
}

/* Ends the leader; another thread goes on. */
static int leave(char **words)
{
	pthread_t thread;
	(void)words;
	if (pthread_create(&thread, NULL, go_on, NULL) != 0) return -1;
	pthread_exit(NULL);
}

const struct action process_actions[] = {
	{ "execute", 2, execute },
	{ "leave", 0, leave },
	{ "name", 1, name },
	{ "no-arguments", 0, no_arguments },
	{ "thread-open", 1, thread_open },
	{ "title", 1, title },
	{ NULL, 0, NULL },
};
