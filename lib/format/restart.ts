import { type Caution, findCaution } from "../rules/caution.ts";
import type { Owner } from "../rules/owner_kinds.ts";
import { escapeText } from "./escape.ts";
import { isUnitName, RESTARTS, type Step } from "./restart_steps.ts";

/** An owner whose processes are to be restarted. */
export interface RestartItem {
  readonly owner: Owner;
  /** The processes that use old files. */
  readonly pids: readonly string[];
  /** The name of the user whose it is, for the comments. */
  readonly user?: string;
  /** Whether the main process of the unit uses none, so that a restart is not what is missing. */
  readonly mainIsNew?: boolean;
}

/**
 * What to run so that nothing uses old files any more: the fewest commands that do, to be pasted into a shell of root,
 * then as comments what no command can do, then what must not be restarted blindly. Empty where there is nothing.
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
  const steps = merge(items).map((item) => plan(item, extra));
  const commands = Map.groupBy(steps.filter((step) => "command" in step), ({ command }) => command);
  const lines = Array.from(commands, ([command, group]) => {
    const targets = new Set(group.flatMap(({ target }) => target === undefined ? [] : quote(target)));
    return { rank: Math.min(...group.map(({ rank }) => rank)), text: [command, ...[...targets].sort()].join(" ") };
  }).sort((a, b) => a.rank - b.rank || compare(a.text, b.text)).map(({ text }) => text);
  const comments = steps.flatMap((step) => "comment" in step ? step.comment : []).sort();
  const cautions = steps.flatMap((step) => "caution" in step ? step.caution : []).sort();
  for (const text of [...comments, ...cautions]) lines.push(`# ${escapeText(text)}`);
  return [...new Set(lines)].map((line) => `${line}\n`).join("");
}
