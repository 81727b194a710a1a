/* Attacks by where a process is: its mounts. */
#define _GNU_SOURCE
#include "attacker.h"

/*
 * So many mounts below so many directories, each named by 255 newlines, of which mountinfo makes four bytes each, twice:
 * in the root of the mount and in the mount point.
 */
static void many_mounts(char **words)
{
	char name[256] = "";
	memset(name, '\n', 255);
	enter_own_namespaces();
	mkdir("m", 0755);
	if (mount("tmpfs", "m", "tmpfs", 0, NULL) != 0 || chdir("m") != 0) err(1, "tmpfs");
	hold_deleted("mounts");
	for (int left = atoi(words[1]); left > 0; left--)
		if (mkdir(name, 0755) != 0 || chdir(name) != 0) err(1, "mkdir");
	if (mkdir("d", 0755) != 0) err(1, "mkdir");
	for (int left = atoi(words[0]); left > 0; left--)
		if (mount("d", "d", NULL, MS_BIND, NULL) != 0) err(1, "mount");
}

/* A deleted file of an overlay over local directories, as root makes one for a container. */
static void root_overlay(char **words)
{
	if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) err(1, "unshare");
	for (const char *const *name = (const char *const[]){ "l", "u", "w", "o", NULL }; *name != NULL; name++)
		if (mkdir(*name, 0755) != 0) err(1, "%s", *name);
	close(create_file("l/a"));
	if (mount("overlay", "o", "overlay", 0, "lowerdir=l,upperdir=u,workdir=w") != 0) err(1, "overlay");
	hold("o/a");
}

const struct attack place_attacks[] = {
	{ "many-mounts", 2, many_mounts },
	{ "root-overlay", 0, root_overlay },
	{ NULL, 0, NULL },
};
