// Decides which names may get into a command, and makes the commands for a user's service manager.

/**
 * Returns whether a name is one of systemd.unit(5) that can be started again and cannot be taken for an option. No name
 * from the machine gets into a command unless one of these functions accepts it.
 */
export function isUnitName(name: string): boolean {
  return name.length <= 255 && /^[A-Za-z0-9:_.\\][A-Za-z0-9:_.\\@-]*\.service$/.test(name);
}

/** Returns whether a name of a service, container or machine is safe in a shell, and is no option and no path. */
export function isPlainName(name: string): boolean {
  return name.length <= 255 && /^[A-Za-z0-9_][A-Za-z0-9_.+@:-]*$/.test(name);
}

/** Returns whether a path is absolute and safe in a shell. */
export function isPlainPath(path: string): boolean {
  return path.length <= 4095 && /^(?:\/[A-Za-z0-9_.+@:-]+)+$/.test(path) && !path.includes("/..");
}

/** Returns whether a name is one that useradd(8) accepts, and cannot be taken for an option. */
export function isUserName(name: string | undefined): name is string {
  return name !== undefined && /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(name);
}

/**
 * Returns the command that asks the service manager of a user, as that user: `systemctl --user --machine=UID@` works
 * since systemd 248 only, and needs a bus. A session of its own keeps the terminal of root out of the reach of the user,
 * who may take over any process of his.
 */
export function userSystemctl(name: string, uid: number, ...words: readonly string[]): readonly string[] {
  const asUser = ["setsid", "--wait", "runuser", "-u", name, "--", "env", `XDG_RUNTIME_DIR=/run/user/${uid}`];
  return [...asUser, "systemctl", "--user", ...words];
}
