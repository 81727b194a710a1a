import type { Session } from "./session.ts";

/** A promise that the table must make visible: a measure is at most `factor` × that of the base, `plus` something. */
export interface Target {
  readonly command: string;
  readonly load: string;
  /** `wall` in milliseconds, or `peak` in MiB. */
  readonly measure: "wall" | "peak";
  readonly factor: number;
  /** The command, and the load where it is another, whose measure is the base; without one `plus` is the limit. */
  readonly base?: { readonly command: string; readonly load?: string };
  readonly plus: number;
}

/** How one target came out. */
export interface Outcome extends Target {
  readonly title: string;
  readonly value: number;
  readonly limit: number;
  readonly verdict: "met" | "missed";
}

/** The targets: whole processes, start-up included, medians of one interleaved run. */
export const TARGETS: readonly Target[] = [
  ...["lib_users", "fd_users"].flatMap((command) => [
    wall(command, "idle", 2.1, "empty"),
    wall(`${command}-bundle`, "idle", 1.9, "empty"),
  ]),
  ...[
    wall("lib_users", "1000", 1.6, "reader-maps"),
    wall("lib_users", "1000", 0.8, "grep"),
    wall("lib_users", "1000", 0.22, "lsof-DEL"),
    wall("lib_users", "1000", 0.5, "lib_users.py"),
    wall("fd_users", "1000", 3, "reader-fd"),
    wall("fd_users", "1000", 0.18, "lsof-L1"),
    wall("fd_users", "1000", 0.75, "fd_users.py"),
    ...["lib_users", "fd_users"].flatMap((command): readonly Target[] => [
      { ...wall(command, "5000", 5, command), base: { command, load: "1000" } },
      { command, load: "5000", measure: "peak", factor: 1, base: { command: "empty" }, plus: 60 },
    ]),
  ].flatMap((target) => [target, bundled(target)]),
  { command: "recording", load: "idle", measure: "wall", factor: 0, plus: 3000 },
];

function wall(command: string, load: string, factor: number, base: string): Target {
  return { command, load, measure: "wall", factor, base: { command: base }, plus: 0 };
}

/** Returns the same target for the one file. */
export function bundled(target: Target): Target {
  const { command, base } = target;
  const name = `${command}-bundle`;
  if (base?.command !== command) return { ...target, command: name };
  return { ...target, command: name, base: { ...base, command: name } };
}

/** Says of each target how it came out; what was not timed is left out. */
export function judgeTargets(targets: readonly Target[], sessions: readonly Session[]): readonly Outcome[] {
  return targets.flatMap((target) => judgeTarget(target, sessions));
}

function judgeTarget(target: Target, sessions: readonly Session[]): readonly Outcome[] {
  const { command, load, measure, factor, base, plus } = target;
  const find = (load: string, command: string): number | undefined =>
    sessions.find(({ name }) => name === load)?.timings.find((timing) => timing.command === command)?.[measure];
  const value = find(load, command);
  const based = base === undefined ? 0 : find(base.load ?? load, base.command);
  if (value === undefined || based === undefined) return [];
  const limit = factor * based + plus;
  return [{ ...target, title: titleOf(target), value, limit, verdict: value <= limit ? "met" : "missed" }];
}

const UNITS: Readonly<Record<Target["measure"], string>> = { wall: "ms", peak: "MiB" };

function titleOf({ command, load, measure, factor, base, plus }: Target): string {
  const terms: string[] = [];
  const times = factor === 1 ? "" : `${factor} × `;
  if (base !== undefined) terms.push(`${times}${base.command}${base.load === undefined ? "" : ` at ${base.load}`}`);
  if (plus > 0) terms.push(`${plus} ${UNITS[measure]}`);
  return `${command} at ${load}: ${measure} ≤ ${terms.join(" + ")}`;
}
