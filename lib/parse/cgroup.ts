/** One hierarchy: its controllers or its name, and the path in it. */
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
 * Parses `/proc/PID/cgroup` for the one path that tells the owner, or gives undefined where there is none. Of several
 * hierarchies that is systemd's; then the one that names a container, which a runtime without systemd puts into the
 * controllers only; then elogind's, OpenRC's (as `/openrc.NAME`, its spelling in cgroup v2) and cgroup v2; then any.
 * A path starts with `/..` where the reader's own cgroup namespace does not contain it. Lines are
 * `ID:CONTROLLERS:PATH`; a path may hold colons but no newline. Format: cgroups(7), `proc_cgroup_show()` in
 * kernel/cgroup/cgroup.c.
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
 * Which line is asked, in this order, each for its first match: a name with a newline in it, which kernels before 5.13
 * let `rename` make, can then add a line but replace none.
 */
const PICKS: readonly ((line: Line) => boolean)[] = [
  ({ controllers }) => controllers === "name=systemd",
  ({ path }) => CONTAINER.test(path),
  ({ controllers }) => controllers === "name=elogind",
  ({ controllers }) => controllers === "name=openrc",
  ({ controllers }) => controllers === "",
  () => true,
];

/** The kernel appends ` (deleted)` to a cgroup that was removed; only what has ended can still be in one. */
function parseLine(line: string): Line | undefined {
  const [, controllers, path] = LINE.exec(line) ?? [];
  if (controllers === undefined || path === undefined) return undefined;
  return { controllers, path: path.endsWith(" (deleted)") ? path.slice(0, -10) : path };
}

/** elogind may keep its sessions in the hierarchy of OpenRC, where a path is the name of a service otherwise. */
function spell({ controllers, path }: Line): string {
  const service = controllers === "name=openrc" && !SESSION.test(path) && !CONTAINER.test(path);
  return service ? `/openrc.${path.slice(1)}` : path;
}
