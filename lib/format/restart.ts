import { groupBy } from "../base/group_by.ts";
import type { Caution } from "../advice/cautions.ts";
import type { Owner } from "../model/service.ts";
import { escapeText } from "./escape.ts";
import { planRestart } from "../advice/restart_plan.ts";

/** An owner whose processes are to be restarted. */
export interface RestartItem {
  readonly owner: Owner;
  /** The processes that use old files. */
  readonly pids: readonly string[];
  /** The name of the user whose it is, for the comments. */
  readonly user?: string;
  /** Whether the main process of the unit uses none: it has been restarted already. */
  readonly mainIsNew?: boolean;
}

/**
 * What to run so that nothing uses old files any more: the fewest commands that do, to be pasted into a shell of root;
 * then, as comments, what no command can do; then what must not be restarted blindly. Empty where there is nothing.
 * Names come from the machine: one that is not of the shape that its service manager demands gets into no command.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatRestart } from "./restart.ts";
 *
 * const owner = { kind: "system-unit", unit: "ssh.service", label: "ssh.service", uid: undefined } as const;
 * assert.equal(formatRestart([{ owner, pids: ["7"] }]), "systemctl restart ssh.service\n");
 * ```
 */
export function formatRestart(items: readonly RestartItem[], extra: readonly Caution[] = []): string {
  const commands = new Map<string, Set<string>>();
  const comments = new Set<string>();
  const cautions = new Set<string>();
  for (const item of mergeOwners(items)) {
    const step = planRestart(item, extra);
    if (step.kind !== "command") (step.kind === "caution" ? cautions : comments).add(step.text);
    else commands.set(step.text, new Set([...commands.get(step.text) ?? [], ...step.targets.map(quote)]));
  }
  const lines = [
    ...Array.from(commands, ([command, targets]) => [command, ...[...targets].sort()].join(" ")),
    ...Array.from([...comments, ...cautions], (text) => `# ${escapeText(text)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** One item for each owner, by kind and name. Of its processes every one must say that the main process is new. */
function mergeOwners(items: readonly RestartItem[]): readonly RestartItem[] {
  const merged = groupBy(items, ({ owner }) => JSON.stringify([RANKS.indexOf(owner.kind) + 10, owner]));
  return [...merged].sort(([a], [b]) => a < b ? -1 : 1).map(([, same]) => ({
    ...same.at(-1)!,
    pids: [...new Set(same.flatMap(({ pids }) => pids))].sort(),
    mainIsNew: same.every(({ mainIsNew }) => mainIsNew === true),
  }));
}

/** The order of the lines. */
const RANKS: readonly Owner["kind"][] = [
  "init",
  "system-unit",
  "user-manager",
  "user-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
  "container",
  "monitor",
  "vm",
  "session",
  "application",
  "snap",
  "flatpak",
  "scope",
  "none",
];

/** Quotes a word for the shell, where it needs it: a unit's name may have a `\` in it. */
function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
