/* What the parts of the attacker know of each other. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, SIZE = 2 * PAGE };

/* One thing that an ordinary user does, with its words, in the working directory. It tells when it is ready. */
struct attack {
	const char *name;
	int words;
	void (*run)(char **words);
};

/* Each ends with a row without a name. */
extern const struct attack memory_attacks[], name_attacks[], fuse_attacks[], place_attacks[], crowd_attacks[];

/* Tells the PIDs of those who attack, and waits for the end. */
_Noreturn void ready(int count, const pid_t *pids);

/* As fork(2), but the child ends with its parent. */
pid_t fork_child(void);

/* Makes a file that takes disk space, and opens it. */
int create_file(const char *name);

/* A file that is mapped as code, open and deleted. */
void hold_deleted(const char *name);

/* Runs an attack of this name, which does not wait. */
void run_attack(const char *name, char **words);

/* How a child and its parent wait for each other. */
struct gate {
	int there[2];
	int go[2];
};

void open_gate(struct gate *gate);

/* In the child: closes what is the parent's. */
void enter_gate(struct gate *gate);

/* Tells the parent that this child is there. */
void tell(const struct gate *gate);

/* Waits until the parent answers no question any more. */
void wait_for_silence(const struct gate *gate);

/* Makes one directory in the other, of names of so many letters, and goes there. */
void descend(int depth, int length);

/* Mounts a file system of its own at a path. */
void mount_fuse(const char *path, const char *device_path, const char *more);

/* Closes the device of that file system, which a child must not keep alive. */
void leave_fuse(void);

/* Answers until so many children have said that they are there, and then nothing any more. */
void serve_and_fall_silent(struct gate *gate, int children);

/* Mounts an overlay over that file system at a path, its upper layer in memory. */
void mount_overlay(const char *path, const char *lower);

/* Maps a file, keeps it open and deletes it. */
void hold(const char *path);

/* Has the kernel hold the lock of this process's memory while it waits for a file of that file system. */
void prepare_block(const char *path);
void block(void);

/* Makes user and mount namespaces of its own, in which it is root. */
void enter_own_namespaces(void);

void write_file(const char *path, const char *text);
