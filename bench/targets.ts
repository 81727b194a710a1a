import type { Summary } from "./statistics.ts";

/** The summaries by load and by command. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, Summary>>;

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

/** The targets: whole processes, start-up included, medians of one interleaved run on two cores. */
export const TARGETS: readonly Target[] = [
  { command: "lib_users", load: "idle", measure: "wall", factor: 2, base: { command: "empty" }, plus: 0 },
  { command: "lib_users", load: "1000", measure: "wall", factor: 1.6, base: { command: "reader-maps" }, plus: 0 },
  { command: "lib_users", load: "1000", measure: "wall", factor: 0.2, base: { command: "lsof-DEL" }, plus: 0 },
  { command: "lib_users", load: "1000", measure: "wall", factor: 1, base: { command: "grep" }, plus: 0 },
  { command: "fd_users", load: "1000", measure: "wall", factor: 0.2, base: { command: "lsfd" }, plus: 0 },
  { command: "fd_users", load: "1000", measure: "wall", factor: 0.25, base: { command: "lsof-L1" }, plus: 0 },
  {
    command: "lib_users",
    load: "5000",
    measure: "wall",
    factor: 5.5,
    base: { command: "lib_users", load: "1000" },
    plus: 0,
  },
  {
    command: "fd_users",
    load: "5000",
    measure: "wall",
    factor: 5.5,
    base: { command: "fd_users", load: "1000" },
    plus: 0,
  },
  { command: "lib_users", load: "5000", measure: "peak", factor: 1.3, base: { command: "empty" }, plus: 40 },
  { command: "fd_users", load: "5000", measure: "peak", factor: 1.3, base: { command: "empty" }, plus: 40 },
  { command: "recording", load: "idle", measure: "wall", factor: 0, plus: 3000 },
];

/** Says of each target how it came out, first as run from source and then as bundled; what was not timed is left out. */
export function judgeTargets(targets: readonly Target[], results: Results): readonly Outcome[] {
  return targets.flatMap((target) => [target, bundled(target)]).flatMap((target) => judgeTarget(target, results));
}

/** The same target for the single-file bundle. */
function bundled(target: Target): Target {
  const { command, base } = target;
  const name = `${command}-bundle`;
  if (base?.command !== command) return { ...target, command: name };
  return { ...target, command: name, base: { ...base, command: name } };
}

function judgeTarget(target: Target, results: Results): readonly Outcome[] {
  const { command, load, measure, factor, base, plus } = target;
  const value = results.get(load)?.get(command)?.[measure];
  const based = base === undefined ? 0 : results.get(base.load ?? load)?.get(base.command)?.[measure];
  if (value === undefined || based === undefined) return [];
  const limit = factor * based + plus;
  return [{ ...target, title: titleOf(target), value, limit, verdict: value <= limit ? "met" : "missed" }];
}

const UNITS: Readonly<Record<Target["measure"], string>> = { wall: "ms", peak: "MiB" };

function titleOf({ command, load, measure, factor, base, plus }: Target): string {
  const terms: string[] = [];
  if (base !== undefined) terms.push(`${factor} × ${base.command}${base.load === undefined ? "" : ` at ${base.load}`}`);
  if (plus > 0) terms.push(`${plus} ${UNITS[measure]}`);
  return `${command} at ${load}: ${measure} ≤ ${terms.join(" + ")}`;
}
