// Finds what the ancestors of a process tell: a supervisor such as runit, a login, a manager of LXC.
import type { LxcManager, Service, SupervisedService } from "../model/service.ts";

/** An ancestor of a process. */
export interface Ancestor {
  /** The name as in `comm`, at most 15 bytes. */
  readonly name: string;
  readonly argv: readonly string[];
  /** The real user id, undefined if unknown. It matters because anybody can name a process `runsv`. */
  readonly uid?: number | undefined;
}

const SUPERVISORS: ReadonlyMap<string, SupervisedService["kind"]> = new Map([
  ["runsv", "runit"],
  ["s6-supervise", "s6"],
  ["supervise", "daemontools"],
  ["supervise-daemon", "openrc"],
  ["supervise-daemo", "openrc"],
]);

const SCANNERS: ReadonlySet<string> = new Set(["runsvdir", "s6-svscan", "svscan"]);

/** Processes below which somebody is logged in, by name, and how their title must begin. */
const LOGINS: ReadonlyMap<string, string> = new Map([
  ["login", ""],
  ["sshd-session", ""],
  ["sshd", "sshd: "],
  ["gdm-session-wor", ""],
  ["sddm-helper", ""],
]);

/**
 * Finds what a process belongs to by its ancestors alone, nearest first: a login or a supervised service, whichever is
 * nearer. A shell below a supervised sshd belongs to a login, because no restart of sshd replaces it.
 */
export function findSupervisor(ancestors: readonly Ancestor[], uid: number | undefined): Service | undefined {
  for (const [index, ancestor] of ancestors.entries()) {
    if (isLogin(ancestor)) return { kind: "session", session: undefined, label: "login session", uid };
    const kind = SUPERVISORS.get(ancestor.name);
    const service = kind === "openrc" ? ancestor.argv[1] : ancestor.argv.slice(1).at(-1);
    if (kind === undefined || service === undefined || service === "") continue;
    const scanner = ancestors.slice(index + 1).find(({ name }) => SCANNERS.has(name));
    const directory = scanner?.argv.slice(1).find((argument) => argument.startsWith("/"));
    return { kind, service, directory, label: service, uid: ancestor.uid === 0 ? undefined : ancestor.uid };
  }
  return undefined;
}

/** Returns whether an ancestor is a login. */
export function hasLogin(ancestors: readonly Ancestor[]): boolean {
  return ancestors.some(isLogin);
}

/**
 * Finds the tool that manages a container of LXC, by the title of its monitor on the host: `[lxc monitor] DIRECTORY
 * NAME`. The topmost one counts, because a process in the container can give itself any title.
 */
export function findLxcManager(ancestors: readonly Ancestor[]): LxcManager | undefined {
  const monitor = ancestors.findLast(({ argv }) => argv[0]?.startsWith("[lxc monitor] "));
  const directory = monitor?.argv[0]?.split(" ")[2];
  if (directory === undefined) return undefined;
  if (/\/incus(?:\/|$)/.test(directory)) return "incus";
  return /\/lxd(?:\/|$)/.test(directory) ? "lxd" : "lxc";
}

function isLogin({ name, argv }: Ancestor): boolean {
  const title = LOGINS.get(name);
  return title !== undefined && (argv[0] ?? "").startsWith(title);
}
