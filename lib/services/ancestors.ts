import type { LxcManager, Service, SupervisedService } from "../model/service.ts";

/** A process above another. */
export interface Ancestor {
  /** Its name as `comm` has it, at most 15 bytes. */
  readonly name: string;
  readonly argv: readonly string[];
  /** Its real user id, where it is known: anybody can call a process `runsv`. */
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

/** Names of processes below which somebody is logged in, and what their title must start with, if anything. */
const LOGINS: ReadonlyMap<string, string> = new Map([
  ["login", ""],
  ["sshd-session", ""],
  ["sshd", "sshd: "],
  ["gdm-session-wor", ""],
  ["sddm-helper", ""],
]);

/**
 * To what a process belongs by its ancestors alone, nearest first: a login or a supervised service, whichever is
 * nearer. A shell that somebody got from a supervised sshd is a login, and no restart of sshd replaces it.
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

/** Whether somebody is logged in above the process. */
export function hasLogin(ancestors: readonly Ancestor[]): boolean {
  return ancestors.some(isLogin);
}

/**
 * Which tool manages a container of LXC: its monitor on the host is titled `[lxc monitor] DIRECTORY NAME`. The one
 * furthest up is asked, because a process in the container may title itself as it likes.
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
