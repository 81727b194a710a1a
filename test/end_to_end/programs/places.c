/* Where the holder is: namespaces, mounts and roots, all of its own, so that they end with it. */
#include "holder.h"

static int own_mounts(char **words)
{
	(void)words;
	if (unshare(CLONE_NEWNS) != 0) return -1;
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/* Goes on as the first process of a small machine, while the process that the test knows waits for its end. */
static int own_processes(char **words)
{
	if (unshare(CLONE_NEWPID) != 0 || own_mounts(words) != 0) return -1;
	pid_t first = fork();
	if (first < 0) return -1;
	if (first > 0) {
		waitpid(first, NULL, 0);
		_exit(0);
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return mount("proc", "/proc", "proc", 0, NULL);
}

static int mount_type(char **words)
{
	return mount(words[0], words[1], words[0], 0, NULL);
}

static int bind(char **words)
{
	return mount(words[0], words[1], NULL, MS_BIND | MS_REC, NULL);
}

/* umount -l: gone from the tree, alive as long as it is used. */
static int detach(char **words)
{
	return umount2(words[0], MNT_DETACH);
}

static int change_root(char **words)
{
	return chroot(words[0]) == 0 ? chdir("/") : -1;
}

/* Makes a mount the root of the namespace and lets go of the old one, as a container starts. */
static int pivot(char **words)
{
	if (chdir(words[0]) != 0 || syscall(SYS_pivot_root, ".", ".") != 0) return -1;
	return umount2(".", MNT_DETACH);
}

const struct action place_actions[] = {
	{ "bind", 2, bind },
	{ "chroot", 1, change_root },
	{ "detach", 1, detach },
	{ "mount", 2, mount_type },
	{ "own-mounts", 0, own_mounts },
	{ "own-processes", 0, own_processes },
	{ "pivot", 1, pivot },
	{ NULL, 0, NULL },
};
