// Formats the plan as commands and comments that can be pasted into a shell of root.
import { groupBy } from "../base/group_by.ts";
import { wordsOf } from "../advice/plan_entry.ts";
import type { PlanEntry, RebootAdvice } from "../model/advice.ts";
import type { Report } from "../model/report.ts";
import { findMode } from "../scan/modes.ts";
import { escapeShell, escapeText, quoteWord } from "./escape.ts";

/**
 * Writes a plan for a shell of root: the fewest commands, then as comments what they leave and what no command can do,
 * then whether to reboot, if that was asked. No comment holds a character that means something to a shell, because zsh
 * runs comments that are pasted into it.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatPlan } from "./restart.ts";
 *
 * const entry = {
 *   action: "restart",
 *   argv: ["systemctl", "try-restart", "ssh.service"],
 *   service: null,
 *   label: "ssh.service",
 *   pids: ["7"],
 *   user: null,
 *   reason: null,
 *   instead: null,
 *   leaves: [],
 *   restarts: [],
 * } as const;
 * const text = "systemctl try-restart ssh.service\n# reboot: not needed\n";
 * assert.equal(formatPlan([entry], { needed: false, reasons: [] }), text);
 * ```
 */
export function formatPlan(
  plan: readonly PlanEntry[],
  reboot: RebootAdvice | undefined,
  { pids = true }: PlanStyle = {},
): string {
  const comments = groupBy(
    plan.filter(({ argv, leaves }) => argv === null || leaves.length > 0),
    ({ argv, action, reason, instead }) => JSON.stringify([argv === null ? action : "left", reason, instead]),
  );
  const lines = [
    ...formatCommands(plan),
    ...plan.filter(({ restarts }) => restarts.length > 0).map(formatFollowers),
    ...Array.from(comments.values(), (entries) => formatComment(entries, pids)),
    ...(reboot === undefined ? [] : [comment(formatReboot(reboot))]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** How a plan is written. */
export interface PlanStyle {
  /** Whether to name the processes; by default yes. Those of several hosts differ. */
  readonly pids?: boolean;
}

/** Returns the advice about a reboot if it is worth a line: open files alone can tell only that one is needed. */
export function rebootToShow({ mode, reboot }: Report): RebootAdvice | undefined {
  return findMode(mode).tellsReboot || reboot?.needed === true ? reboot : undefined;
}

/** Writes whether to reboot, and why, in one line. */
export function formatReboot({ needed, reasons }: RebootAdvice): string {
  if (needed === null) return "reboot: not known";
  return needed ? `reboot: needed: ${reasons.join(", ")}` : "reboot: not needed";
}

/** Writes the commands of a plan; those that differ in their last word alone become one, where the tool takes several. */
export function formatCommands(plan: readonly PlanEntry[]): readonly string[] {
  const commands = groupBy(
    plan.flatMap(({ argv }) => argv === null ? [] : [argv]),
    (argv) => JSON.stringify(TAKES_SEVERAL.test(argv.join(" ")) ? argv.slice(0, -1) : argv),
  );
  return Array.from(commands.values(), (same) => {
    const [first] = same;
    const words = TAKES_SEVERAL.test(first!.join(" ")) ? [...first!.slice(0, -1), ...lastWords(same)] : first!;
    return formatCommand(words);
  });
}

/** Writes a command for a shell. */
export function formatCommand(argv: readonly string[]): string {
  return argv.map(quoteWord).join(" ");
}

const TAKES_SEVERAL =
  /(?:^| )(?:systemctl (?:--user )?(?:--no-block )?try-restart|docker restart|podman restart|sv restart) /;

function lastWords(commands: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(commands.map((argv) => argv.at(-1)!))].toSorted();
}

/** Writes which units a command restarts beside the one that it names. */
function formatFollowers({ label, restarts }: PlanEntry): string {
  return comment(`restarts too, with ${label}: ${restarts.join(", ")}`);
}

/** Writes the entries that say the same of their services. */
function formatComment(entries: readonly PlanEntry[], showPids: boolean): string {
  const { action, argv } = entries[0]!;
  const names = entries.map(({ label, user, leaves }) =>
    [label, ...(user === null ? [] : [`of ${user}`]), ...(showPids ? [leaves.join(",")] : [])].join(" ")
  );
  return comment(`${argv === null ? action : "left"}: ${names.join(", ")}: ${wordsOf(entries[0]!)}`);
}

function comment(text: string): string {
  return `# ${escapeShell(escapeText(text))}`;
}
