/* Attacks by names: long ones, deep ones, many of them. */
#define _GNU_SOURCE
#include "attacker.h"

void descend(int depth, int length)
{
	char name[256] = "";
	memset(name, 'd', (size_t)length);
	for (int left = depth; left > 0; left--)
		if (mkdir(name, 0755) != 0 || chdir(name) != 0) err(1, "directory %d", depth - left);
}

/* A deleted file that is mapped and open, that many directories deep, with names of so many letters. */
static void deep(char **words)
{
	descend(atoi(words[0]), atoi(words[1]));
	hold_deleted("a");
	create_file("b");
	if (unlink("b") != 0) err(1, "b");
}

/* So many mappings of one file, no two of which can be joined. */
static void map_often(int file, int count)
{
	for (int i = 0; i < count; i++)
		if (mmap(NULL, PAGE, i % 2 == 0 ? PROT_READ : PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED)
			err(1, "mapping %d", i);
}

static int open_deleted(const char *name)
{
	int file = create_file(name);
	if (unlink(name) != 0) err(1, "%s", name);
	return file;
}

/* So many descriptors, each with a name that readlink(2) cannot tell, beside so many mappings with a short one. */
static void long_beside_many(char **words)
{
	char name[32];
	const struct rlimit most = { .rlim_cur = 100000, .rlim_max = 100000 };
	setrlimit(RLIMIT_NOFILE, &most);
	map_often(open_deleted("short"), atoi(words[1]));
	descend(18, 240);
	for (int i = 0; i < atoi(words[0]); i++) {
		snprintf(name, sizeof name, "%d", i);
		open_deleted(name);
	}
}

/* So many mappings of a deleted file with a name of some 4,000 bytes: maps is as long as both together. */
static void many_with_long(char **words)
{
	descend(16, 240);
	map_often(open_deleted("long"), atoi(words[0]));
}

/* So many descriptors of deleted files. */
static void descriptors(char **words)
{
	char name[32];
	const int count = atoi(words[0]);
	struct rlimit most;
	getrlimit(RLIMIT_NOFILE, &most);
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
	hold_deleted("mapped");
	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof name, "%d", i);
		open_deleted(name);
	}
}

const struct attack name_attacks[] = {
	{ "deep", 2, deep },
	{ "descriptors", 1, descriptors },
	{ "long-beside-many", 2, long_beside_many },
	{ "many-with-long", 1, many_with_long },
	{ NULL, 0, NULL },
};
