// Parses /proc/PID/cgroup: the path of the control group, of version 2 or of systemd.

/** A line of the file: the controllers or the name of a hierarchy, and the path in it. */
interface Line {
  readonly controllers: string;
  readonly path: string;
}

const LINE = /^[0-9]+:([^:]*):(\/.*)$/s;
const NOWHERE = /^(?:\/\.\.)*\/?$/;
const CONTAINER =
  /\/(?:docker|lxc|lxc\.(?:payload|monitor)|kubepods|libpod_parent)\/|\/lxc\.(?:payload|monitor)\.|[0-9a-f]{64}/;
const SESSION = /^\/c?[0-9]+$/;

/**
 * Parses `/proc/PID/cgroup` and returns the one path that shows the service, or undefined if there is none. Of several
 * hierarchies it takes systemd's; then one that names a container, because a runtime without systemd uses only the
 * controllers; then elogind's, OpenRC's (as `/openrc.NAME`, its spelling in cgroup v2) and cgroup v2; then any.
 * A path starts with `/..` if it is outside the reader's cgroup namespace. Lines are `ID:CONTROLLERS:PATH`. A path may
 * hold colons but no newline. Format: cgroups(7), `proc_cgroup_show()` in kernel/cgroup/cgroup.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseCgroup } from "./cgroup.ts";
 *
 * assert.equal(parseCgroup("1:name=systemd:/\n0::/system.slice/ssh.service\n"), "/system.slice/ssh.service");
 * ```
 */
export function parseCgroup(text: string): string | undefined {
  const lines = text.split("\n").map(parseLine).filter((line) => line !== undefined);
  const telling = lines.filter(({ path }) => !NOWHERE.test(path));
  for (const pick of PICKS) {
    const line = telling.find(pick);
    if (line !== undefined) return spell(line);
  }
  return lines.at(-1)?.path;
}

/**
 * Which line to take: the first match of the first test that has one. Kernels before 5.13 let `rename` put a newline
 * into a name. Such a name can add a line, but cannot replace one.
 */
const PICKS: readonly ((line: Line) => boolean)[] = [
  ({ controllers }) => controllers === "name=systemd",
  ({ path }) => CONTAINER.test(path),
  ({ controllers }) => controllers === "name=elogind",
  ({ controllers }) => controllers === "name=openrc",
  ({ controllers }) => controllers === "",
  () => true,
];

/** The kernel appends ` (deleted)` to the path of a removed cgroup. Only a process that has ended can be in one. */
function parseLine(line: string): Line | undefined {
  const [, controllers, path] = LINE.exec(line) ?? [];
  if (controllers === undefined || path === undefined) return undefined;
  return { controllers, path: path.endsWith(" (deleted)") ? path.slice(0, -10) : path };
}

/** In the hierarchy of OpenRC a path is the name of a service, but elogind may keep its sessions there too. */
function spell({ controllers, path }: Line): string {
  const service = controllers === "name=openrc" && !SESSION.test(path) && !CONTAINER.test(path);
  return service ? `/openrc.${path.slice(1)}` : path;
}
