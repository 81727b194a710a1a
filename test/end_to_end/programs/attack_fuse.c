/*
 * Attacks by a file system whose server is the attacker: it tells of files called "a" or "a" and a number, and from some
 * moment on it takes every question and answers none. Only when the server ends, and with it the connection, do those who
 * wait go on.
 */
#define _GNU_SOURCE
#include <linux/fuse.h>
#include "attacker.h"

enum { ROOT = FUSE_ROOT_ID, LONGEST = 1 << 17 };

/* What the server talks through. */
static int device;

void leave_fuse(void)
{
	close(device);
}

static void answer(uint64_t unique, int error, const void *body, size_t size)
{
	char message[sizeof(struct fuse_out_header) + PAGE];
	struct fuse_out_header head = { .len = (uint32_t)(sizeof head + size), .error = error, .unique = unique };
	memcpy(message, &head, sizeof head);
	if (size > 0) memcpy(message + sizeof head, body, size);
	if (write(device, message, head.len) < 0 && errno != ENOENT) err(1, "answer");
}

static struct fuse_attr attributes_of(uint64_t node)
{
	return (struct fuse_attr){
		.ino = node, .size = node == ROOT ? 0 : SIZE, .blocks = SIZE / 512, .nlink = 1, .blksize = PAGE,
		.mode = node == ROOT ? S_IFDIR | 0755 : S_IFREG | 0755,
	};
}

static void answer_question(const struct fuse_in_header *head, const char *body)
{
	static const char nothing[PAGE];
	if (head->opcode == FUSE_INIT) {
		struct fuse_init_out out = { .major = 7, .minor = 31, .max_write = PAGE, .max_background = 16 };
		answer(head->unique, 0, &out, sizeof out);
	} else if (head->opcode == FUSE_LOOKUP && body[0] == 'a') {
		const uint64_t node = ROOT + 1 + strtoul(body + 1, NULL, 10);
		struct fuse_entry_out out = { .nodeid = node, .attr = attributes_of(node) };
		answer(head->unique, 0, &out, sizeof out);
	} else if (head->opcode == FUSE_LOOKUP) {
		answer(head->unique, -ENOENT, NULL, 0);
	} else if (head->opcode == FUSE_GETATTR) {
		struct fuse_attr_out out = { .attr = attributes_of(head->nodeid) };
		answer(head->unique, 0, &out, sizeof out);
	} else if (head->opcode == FUSE_OPEN || head->opcode == FUSE_OPENDIR) {
		struct fuse_open_out out = { 0 };
		answer(head->unique, 0, &out, sizeof out);
	} else if (head->opcode == FUSE_STATFS) {
		struct fuse_statfs_out out = { .st = { .bsize = PAGE, .namelen = 255 } };
		answer(head->unique, 0, &out, sizeof out);
	} else if (head->opcode == FUSE_READ) {
		const struct fuse_read_in *in = (const void *)body;
		answer(head->unique, 0, nothing, in->offset >= SIZE ? 0 : in->size < PAGE ? in->size : PAGE);
	} else if (head->opcode == FUSE_READDIR || head->opcode == FUSE_UNLINK || head->opcode == FUSE_FLUSH ||
		head->opcode == FUSE_ACCESS || head->opcode == FUSE_RELEASE || head->opcode == FUSE_RELEASEDIR) {
		answer(head->unique, 0, NULL, 0);
	} else if (head->opcode != FUSE_FORGET && head->opcode != FUSE_BATCH_FORGET && head->opcode != FUSE_INTERRUPT) {
		answer(head->unique, -ENOSYS, NULL, 0);
	}
}

/* Takes a question, and answers it or not. */
static void take_question(int is_silent)
{
	static char question[LONGEST] __attribute__((aligned(8)));
	const struct fuse_in_header *head = (const void *)question;
	if (read(device, question, sizeof question) > 0 && !is_silent) answer_question(head, question + sizeof *head);
}

static void *swallow(void *unused)
{
	for (;;) take_question(1);
	return unused;
}

/* Answers until so many children have said that they are there. */
static void serve(const struct gate *gate, int children)
{
	struct pollfd both[] = { { .fd = device, .events = POLLIN }, { .fd = gate->there[0], .events = POLLIN } };
	char byte;
	while (children > 0) {
		if (poll(both, 2, -1) < 0) continue;
		if ((both[0].revents & POLLIN) != 0) take_question(0);
		if ((both[0].revents & POLLERR) != 0) errx(1, "the file system is gone");
		if ((both[1].revents & POLLIN) != 0 && read(gate->there[0], &byte, 1) == 1) children--;
		else if ((both[1].revents & POLLHUP) != 0) errx(1, "a child is gone");
	}
}

void serve_and_fall_silent(struct gate *gate, int children)
{
	pthread_t thread;
	close(gate->there[1]);
	serve(gate, children);
	if (pthread_create(&thread, NULL, swallow, NULL) != 0) errx(1, "thread");
	close(gate->go[1]);
}

void mount_fuse(const char *path, const char *device_path, const char *more)
{
	char options[256];
	device = open(device_path, O_RDWR | O_CLOEXEC);
	if (device < 0) err(1, "%s", device_path);
	snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=%d,group_id=%d%s", device, getuid(), getgid(), more);
	mkdir(path, 0755);
	if (mount("attack", path, "fuse", MS_NOSUID | MS_NODEV, options) != 0) err(1, "mount of FUSE");
}

void mount_overlay(const char *path, const char *lower)
{
	char options[256];
	struct gate gate;
	mkdir("t", 0755);
	if (mount("tmpfs", "t", "tmpfs", 0, NULL) != 0) err(1, "tmpfs");
	mkdir("t/u", 0755);
	mkdir("t/w", 0755);
	mkdir(path, 0755);
	open_gate(&gate);
	snprintf(options, sizeof options, "lowerdir=%s,upperdir=t/u,workdir=t/w,userxattr", lower);
	/* In a child, for to mount it is to ask for its layers. */
	if (fork_child() == 0) {
		leave_fuse();
		enter_gate(&gate);
		if (mount("overlay", path, "overlay", 0, options) != 0) err(1, "overlay");
		tell(&gate);
		_exit(0);
	}
	close(gate.there[1]);
	serve(&gate, 1);
	close(gate.there[0]);
	close(gate.go[0]);
	close(gate.go[1]);
}

void hold(const char *path)
{
	int file = open(path, O_RDONLY);
	if (file < 0) err(1, "%s", path);
	if (mmap(NULL, SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED) err(1, "mmap %s", path);
	if (unlink(path) != 0) err(1, "unlink %s", path);
}

/* Has a child hold a file of that file system. */
_Noreturn static void hold_by_child(const char *path)
{
	struct gate gate;
	open_gate(&gate);
	const pid_t child = fork_child();
	if (child == 0) {
		leave_fuse();
		enter_gate(&gate);
		hold(path);
		tell(&gate);
		for (;;) pause();
	}
	serve_and_fall_silent(&gate, 1);
	ready(1, &child);
}

/* A deleted file of a file system of its own. The word is the path of the device. */
static void fuse(char **words)
{
	enter_own_namespaces();
	mount_fuse("m", words[0], "");
	hold_by_child("m/a");
}

/* The same, where everybody may look at the file system, as root may have allowed in /etc/fuse.conf. */
static void open_fuse(char **words)
{
	if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) err(1, "unshare");
	mount_fuse("m", words[0], ",allow_other");
	hold_by_child("m/a");
}

/* A deleted file of an overlay over it: the kernel asks in the name of who mounted it, not of who wants to know. */
static void overlay(char **words)
{
	enter_own_namespaces();
	mount_fuse("m", words[0], "");
	mount_overlay("o", "m");
	hold_by_child("o/a");
}

static char *page;

/* Reads its own memory as another process would: the kernel holds the lock of it until the page is there. */
static void *fault(void *unused)
{
	char byte;
	int file = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	if (pread(file, &byte, 1, (off_t)(uintptr_t)page) != 1) return unused;
	return unused;
}

/* One that wants to change the mappings waits for the lock, and all that want to read them wait behind it. */
static void *change(void *unused)
{
	mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return unused;
}

void prepare_block(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);
	if (file < 0 || page == MAP_FAILED) err(1, "%s", path);
	close(file);
}

void block(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, fault, NULL);
	usleep(100000);
	pthread_create(&thread, NULL, change, NULL);
	usleep(100000);
}

/* Holds the lock of its own memory: maps, map_files and cmdline wait for it. */
static void lock(char **words)
{
	struct gate gate;
	enter_own_namespaces();
	mount_fuse("m", words[0], "");
	open_gate(&gate);
	const pid_t child = fork_child();
	if (child == 0) {
		leave_fuse();
		enter_gate(&gate);
		hold_deleted("blocked");
		prepare_block("m/a");
		tell(&gate);
		wait_for_silence(&gate);
		block();
		for (;;) pause();
	}
	serve_and_fall_silent(&gate, 1);
	usleep(400000);
	ready(1, &child);
}

const struct attack fuse_attacks[] = {
	{ "fuse", 1, fuse },
	{ "lock", 1, lock },
	{ "open-fuse", 1, open_fuse },
	{ "overlay", 1, overlay },
	{ NULL, 0, NULL },
};
