/** What a report says is to be done, as far as this test looks. */
export interface PlanEntry {
  readonly action: string;
  /** The command, where there is one that may be run blindly. */
  readonly argv: readonly string[] | null;
  readonly label: string;
  readonly pids: readonly number[];
  readonly reason: string | null;
  /** The processes that are stale still after the command. */
  readonly leaves: readonly number[];
}

/** A report of the program, as far as this test looks. */
export interface Report {
  readonly missed: readonly { readonly pid: number; readonly failure: string }[];
  readonly findings: readonly { readonly pid: number; readonly command: string; readonly name: string }[];
  readonly plan: readonly PlanEntry[];
  readonly reboot: { readonly needed: boolean | null; readonly reasons: readonly string[] };
}

/** The commands of what `--restart` printed: what comes after the last empty line, comments apart. */
export function commandsOf(text: string): readonly string[] {
  const [last = ""] = text.split(/^\n/m).slice(-1);
  return last.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/**
 * The commands of a plan, as a shell takes them, in their order. Those that differ in their last word alone are one, as
 * `--restart` prints them.
 */
export function commandsOfPlan({ plan }: Report): readonly string[] {
  const commands = new Map<string, string[]>();
  for (const { argv } of plan) {
    if (argv === null) continue;
    const words = argv.map(quote);
    const [beginning, last] = [words.slice(0, -1).join(" "), words.at(-1)!];
    commands.set(beginning, [...commands.get(beginning) ?? [], last]);
  }
  return Array.from(commands, ([beginning, last]) => [beginning, ...new Set(last)].join(" "));
}

/** The processes that a plan says will be stale when all its commands have been run. */
export function announced({ plan }: Report): ReadonlySet<number> {
  return new Set(plan.flatMap(({ argv, pids, leaves }) => argv === null ? [...pids, ...leaves] : leaves));
}

/** What is stale after a plan has been carried out, and was not announced by it: a line for each process. */
export function findUnannounced(before: Report, after: Report): readonly string[] {
  const known = announced(before);
  return after.findings
    .filter(({ pid }) => !known.has(pid))
    .map(({ pid, command, name }) => {
      const entry = before.plan.find(({ pids }) => pids.includes(pid));
      const what = entry === undefined ? "not in the plan" : `${entry.action} ${entry.argv?.join(" ")}`;
      return `${pid} ${command || `[${name}]`}: ${what}`;
    });
}

/** A stale process that no entry of the plan speaks of: each must be in one, at least as `none`. */
export function findForgotten({ findings, plan }: Report): readonly string[] {
  const known = new Set(plan.flatMap(({ pids }) => pids));
  return findings.filter(({ pid }) => !known.has(pid)).map(({ pid, command }) => `${pid} ${command}`);
}

function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
