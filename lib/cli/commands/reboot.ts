// Runs `reboot`: tells whether the machine has to be rebooted.
import { analyze } from "../../advice/analyze.ts";
import { formatReboot } from "../../format/restart.ts";
import { escapeText } from "../../format/escape.ts";
import { MODES } from "../../scan/modes.ts";
import { recordOptions } from "../analysis.ts";
import type { Environment } from "../environment.ts";
import { DEFAULTS, type Options } from "../options.ts";
import { writeOutput } from "../output.ts";
import { openOnlyTarget } from "../targets.ts";
import { describeUnreadable } from "../warnings.ts";

/** The exit statuses: `needs-restarting -r` and kured take 1 for "needed" too. */
const STATUSES = { needed: 1, notNeeded: 0, unknown: 3 } as const;

/** Prints whether the machine has to be rebooted, and why, a reason a line. Returns the exit status. */
export async function runReboot(options: Options, environment: Environment): Promise<number> {
  const target = await openOnlyTarget(options, environment);
  const report = await analyze(target.proc, recordOptions(MODES[0], options, target, environment));
  const { needed, reasons } = report.reboot!;
  const text = needed === true
    ? reasons.map((reason) => `${escapeText(reason)}\n`).join("")
    : `${formatReboot(report.reboot!)}\n`;
  await writeOutput(environment, options, text);
  for (const warning of describeUnreadable(report)) environment.stderr.write(`${DEFAULTS.command}: ${warning}\n`);
  if (needed === null) return STATUSES.unknown;
  return needed ? STATUSES.needed : STATUSES.notNeeded;
}
