/* What the holder does with its memory: how it maps files, and what of its own program. */
#include <sys/personality.h>
#include "holder.h"

static int share(const char *path, int access, int protection)
{
	int file = open(path, access | O_CLOEXEC);
	if (file < 0) return -1;
	void *memory = mmap(NULL, SIZE, protection, MAP_SHARED, file, 0);
	close(file);
	return memory == MAP_FAILED ? -1 : 0;
}

/* As a database maps its index. */
static int map_written(char **words)
{
	return share(words[0], O_RDWR, PROT_READ | PROT_WRITE);
}

static int map_shared(char **words)
{
	return share(words[0], O_RDONLY, PROT_READ);
}

/* As a compiler at run time maps its code: once to write it, once to run it. */
static int map_generated(char **words)
{
	return share(words[0], O_RDWR, PROT_READ | PROT_WRITE) < 0 ? -1 : share(words[0], O_RDWR, PROT_READ | PROT_EXEC);
}

/* The same with a file that never had a name, which stays open: libffi. */
static int nameless_code(char **words)
{
	int file = open(words[0], O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);
	if (file < 0 || ftruncate(file, SIZE) != 0) return -1;
	if (mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED) return -1;
	return mmap(NULL, SIZE, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0) == MAP_FAILED ? -1 : 0;
}

/* From now on what can be read can be executed. */
static int imply_exec(char **words)
{
	(void)words;
	return personality(READ_IMPLIES_EXEC) < 0 ? -1 : 0;
}

/* Puts a copy in the place of memory that is in use. */
static int move_away(char *from, size_t size, int protection)
{
	char *copy = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (copy == MAP_FAILED) return -1;
	memcpy(copy, from, size);
	if (mprotect(copy, size, protection) != 0) return -1;
	return mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, from) == MAP_FAILED ? -1 : 0;
}

static int protection_of(const char *permissions)
{
	return (permissions[0] == 'r' ? PROT_READ : 0) | (permissions[1] == 'w' ? PROT_WRITE : 0) |
	       (permissions[2] == 'x' ? PROT_EXEC : 0);
}

/* Leaves no mapping of the program's file, as a packer does, or none of its "code", as those do that want huge pages. */
static int leave_program(char **words)
{
	char program[PATH_SIZE] = "", line[PATH_SIZE + 128];
	FILE *maps = fopen("/proc/self/maps", "re");
	if (maps == NULL || readlink("/proc/self/exe", program, sizeof program - 1) < 0) return -1;
	int result = 0;
	while (result == 0 && fgets(line, sizeof line, maps) != NULL) {
		unsigned long from, to;
		char permissions[5];
		line[strcspn(line, "\n")] = '\0';
		const char *name = strchr(line, '/');
		if (name == NULL || strcmp(name, program) != 0) continue;
		if (sscanf(line, "%lx-%lx %4s", &from, &to, permissions) != 3) continue;
		if (strcmp(words[0], "code") == 0 && permissions[2] != 'x') continue;
		result = move_away((char *)from, to - from, protection_of(permissions));
	}
	fclose(maps);
	return result;
}

const struct action memory_actions[] = {
	{ "imply-exec", 0, imply_exec },
	{ "leave-program", 1, leave_program },
	{ "map-generated", 1, map_generated },
	{ "map-shared", 1, map_shared },
	{ "map-written", 1, map_written },
	{ "nameless-code", 1, nameless_code },
	{ NULL, 0, NULL },
};
