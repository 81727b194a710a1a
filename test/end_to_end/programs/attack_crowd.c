/* Attacks by number: processes of every kind, all at once. */
#define _GNU_SOURCE
#include "attacker.h"

/* A directory that is deep, which they share. */
static int deep;

static int make_below(const char *name, int depth, int length)
{
	int here = open(".", O_PATH | O_CLOEXEC);
	if (mkdir(name, 0755) != 0 || chdir(name) != 0) err(1, "%s", name);
	descend(depth, length);
	int there = open(".", O_PATH | O_CLOEXEC);
	if (there < 0 || fchdir(here) != 0) err(1, "%s", name);
	close(here);
	return there;
}

/* What the processes do, one after the other and again from the first. */
struct kind {
	const char *attack;
	char *words[2];
};

static const struct kind KINDS[] = {
	{ "sparse-arguments", { "4000" } },
	{ "full-arguments", { "2", "x" } },
	{ "deep", { NULL } },
	{ "long-beside-many", { "20", "5000" } },
	{ "many-with-long", { "1000" } },
	{ "threads", { "50", "alike" } },
	{ "descriptors", { "500" } },
	{ "many-mounts", { "20", "20" } },
	{ "fuse", { NULL } },
	{ "overlay", { NULL } },
	{ "lock", { NULL } },
};

/* The last kind is the one that never answers. */
enum { KINDS_COUNT = sizeof KINDS / sizeof *KINDS, ANSWERING = KINDS_COUNT - 1 };

/* In a directory of its own, so that names need not differ. */
static void enter_own_directory(int number)
{
	char name[32];
	snprintf(name, sizeof name, "%d", number);
	if (mkdir(name, 0755) != 0 || chdir(name) != 0) err(1, "%s", name);
}

static void take_part(const struct gate *gate, const struct kind *kind, int number)
{
	char name[64];
	if (strcmp(kind->attack, "deep") == 0) {
		snprintf(name, sizeof name, "a%d", number);
		if (fchdir(deep) != 0) err(1, "chdir");
		hold_deleted(name);
	} else if (strcmp(kind->attack, "fuse") == 0) {
		snprintf(name, sizeof name, "m/a%d", number);
		hold(name);
	} else if (strcmp(kind->attack, "overlay") == 0) {
		snprintf(name, sizeof name, "o/a%d", number);
		hold(name);
	} else if (strcmp(kind->attack, "lock") == 0) {
		snprintf(name, sizeof name, "m/a%d", number);
		prepare_block(name);
		enter_own_directory(number);
		hold_deleted("blocked");
	} else {
		enter_own_directory(number);
		run_attack(kind->attack, (char **)kind->words);
	}
	tell(gate);
	if (strcmp(kind->attack, "lock") == 0) {
		wait_for_silence(gate);
		block();
	}
}

/* So many processes of the first kinds above. The second word is the path of the device. */
static void start_crowd(char **words, int kinds)
{
	const int count = atoi(words[0]);
	pid_t *children = calloc((size_t)count, sizeof *children);
	struct gate gate;
	enter_own_namespaces();
	deep = make_below("deep", 2000, 200);
	mount_fuse("m", words[1], "");
	mount_overlay("o", "m");
	open_gate(&gate);
	for (int i = 0; i < count; i++) {
		children[i] = fork_child();
		if (children[i] > 0) continue;
		leave_fuse();
		enter_gate(&gate);
		take_part(&gate, &KINDS[i % kinds], i);
		for (;;) pause();
	}
	serve_and_fall_silent(&gate, count);
	usleep(1000000);
	ready(count, children);
}

static void crowd(char **words)
{
	start_crowd(words, KINDS_COUNT);
}

static void answering_crowd(char **words)
{
	start_crowd(words, ANSWERING);
}

const struct attack crowd_attacks[] = {
	{ "crowd", 2, crowd },
	{ "answering-crowd", 2, answering_crowd },
	{ NULL, 0, NULL },
};
