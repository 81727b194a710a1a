/* What the parts of the holder know of each other. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* SIZE is that of the files that it creates and maps. */
enum { WORDS = 16, PATH_SIZE = 4096, SIZE = 8192 };

/* One thing that the holder can be told to do, with its words: 0 or more where all went well, else errno is set. */
struct action {
	const char *name;
	int words;
	int (*run)(char **words);
};

/* Each ends with a row without a name. */
extern const struct action file_actions[], memory_actions[], place_actions[], process_actions[], churn_actions[];

/* The area of the arguments, as the kernel prints it. */
extern char *arguments;
extern size_t arguments_size;

/* Answers what it is told on standard input, until that is closed. */
void serve(void);

int map_file(int file, int protection);

/* Writes a title over the arguments, as far as there is room. */
void write_title(const char *text);
