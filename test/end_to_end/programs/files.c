/* What the holder does with files. Only one that is opened and not mapped keeps a descriptor. */
#include <dlfcn.h>
#include <mqueue.h>
#include "holder.h"

int map_file(int file, int protection)
{
	return mmap(NULL, SIZE, protection, MAP_PRIVATE, file, 0) == MAP_FAILED ? -1 : 0;
}

static int map(const char *path, int protection)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) return -1;
	int result = map_file(file, protection);
	close(file);
	return result;
}

static int create(char **words)
{
	char content[SIZE] = "";
	int file = open(words[0], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (file < 0 || write(file, content, SIZE) != SIZE) return -1;
	return close(file);
}

/* As many MiB as the second word says, with blocks on disk. */
static int fill(char **words)
{
	int file = open(words[0], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (file < 0 || fallocate(file, 0, 0, atol(words[1]) << 20) != 0) return -1;
	return close(file);
}

static int copy(char **words)
{
	int from = open(words[0], O_RDONLY | O_CLOEXEC);
	int to = open(words[1], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (from < 0 || to < 0) return -1;
	char piece[SIZE];
	ssize_t size;
	while ((size = read(from, piece, sizeof piece)) > 0)
		if (write(to, piece, (size_t)size) != size) return -1;
	close(from);
	return size < 0 ? -1 : close(to);
}

/* As if it had been written then, in seconds since 1970. */
static int date(char **words)
{
	const struct timespec then = { .tv_sec = atol(words[1]) };
	const struct timespec times[2] = { then, then };
	return utimensat(AT_FDCWD, words[0], times, 0);
}

static int map_code(char **words)
{
	return map(words[0], PROT_READ | PROT_EXEC);
}

static int map_data(char **words)
{
	return map(words[0], PROT_READ);
}

/* As a service loads a plug-in. */
static int load(char **words)
{
	if (dlopen(words[0], RTLD_NOW) != NULL) return 0;
	fprintf(stderr, "%s\n", dlerror());
	errno = ENOEXEC;
	return -1;
}

static int open_file(char **words)
{
	return open(words[0], O_RDONLY);
}

/* As a service keeps its log. */
static int open_log(char **words)
{
	int file = open(words[0], O_WRONLY | O_CREAT | O_APPEND, 0644);
	return file < 0 ? -1 : dprintf(file, "started\n");
}

static int open_appending(char **words)
{
	return open(words[0], O_WRONLY | O_CREAT | O_APPEND, 0644);
}

/* Without O_APPEND, as a lock file is kept, or a log by those that know no better. */
static int open_written(char **words)
{
	return open(words[0], O_WRONLY | O_CREAT, 0644);
}

static int open_fifo(char **words)
{
	return mkfifo(words[0], 0644) != 0 ? -1 : open(words[0], O_RDWR);
}

/* /dev/null under another name, as a device that was unplugged. */
static int open_node(char **words)
{
	return mknod(words[0], S_IFCHR | 0644, 1 << 8 | 3) != 0 ? -1 : open(words[0], O_RDWR);
}

static int open_queue(char **words)
{
	if (mq_open(words[0], O_RDWR | O_CREAT, 0644, NULL) < 0) return -1;
	return mq_unlink(words[0]);
}

/* Memory under a name, mapped as a file is and open. */
static int memory(char **words)
{
	int file = memfd_create(words[0], 0);
	if (file < 0 || ftruncate(file, SIZE) != 0) return -1;
	return map_file(file, PROT_READ | PROT_EXEC);
}

static int remove_file(char **words)
{
	return unlink(words[0]);
}

static int rename_file(char **words)
{
	return rename(words[0], words[1]);
}

static int link_file(char **words)
{
	return link(words[0], words[1]);
}

static int link_symbolically(char **words)
{
	return symlink(words[0], words[1]);
}

static int remove_directory(char **words)
{
	return rmdir(words[0]);
}

static int make_directory(char **words)
{
	return mkdir(words[0], 0755);
}

static int change_directory(char **words)
{
	return chdir(words[0]);
}

/* Makes one directory in the other, step by step, for no call takes a path of more than 4,095 bytes. */
static int descend(char **words)
{
	for (int left = atoi(words[1]); left > 0; left--)
		if (mkdir(words[0], 0755) != 0 || chdir(words[0]) != 0) return -1;
	return 0;
}

const struct action file_actions[] = {
	{ "append", 1, open_appending },
	{ "chdir", 1, change_directory },
	{ "copy", 2, copy },
	{ "create", 1, create },
	{ "date", 2, date },
	{ "descend", 2, descend },
	{ "fifo", 1, open_fifo },
	{ "fill", 2, fill },
	{ "link", 2, link_file },
	{ "load", 1, load },
	{ "log", 1, open_log },
	{ "map", 1, map_code },
	{ "map-data", 1, map_data },
	{ "memory", 1, memory },
	{ "mkdir", 1, make_directory },
	{ "node", 1, open_node },
	{ "open", 1, open_file },
	{ "open-written", 1, open_written },
	{ "queue", 1, open_queue },
	{ "rename", 2, rename_file },
	{ "rmdir", 1, remove_directory },
	{ "symlink", 2, link_symbolically },
	{ "unlink", 1, remove_file },
	{ NULL, 0, NULL },
};
