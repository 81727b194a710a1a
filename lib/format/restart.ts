import type { RestartStep } from "../model/advice.ts";
import { escapeText } from "./escape.ts";

/**
 * What to run so that nothing uses deleted files any more: the fewest commands that do, to be pasted into a shell of
 * root; then, as comments, what no command can do; then what must not be restarted blindly. Empty where there is nothing.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatRestart } from "./restart.ts";
 *
 * const step = { kind: "command", text: "systemctl restart", targets: ["ssh.service"] } as const;
 * assert.equal(formatRestart([step]), "systemctl restart ssh.service\n");
 * ```
 */
export function formatRestart(steps: readonly RestartStep[]): string {
  const commands = new Map<string, Set<string>>();
  const comments = new Set<string>();
  const cautions = new Set<string>();
  for (const step of steps) {
    if (step.kind !== "command") (step.kind === "caution" ? cautions : comments).add(step.text);
    else commands.set(step.text, new Set([...commands.get(step.text) ?? [], ...step.targets.map(quote)]));
  }
  const lines = [
    ...Array.from(commands, ([command, targets]) => [command, ...[...targets].sort()].join(" ")),
    ...Array.from([...comments, ...cautions], (text) => `# ${escapeText(text)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Quotes a word for the shell, where it needs it: a unit's name may have a `\` in it. */
function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
