import { FORMATS } from "../format/formats.ts";
import type { Report } from "../format/report.ts";
import { formatServices } from "../format/services.ts";
import { compileGlob } from "../rules/fnmatch.ts";
import type { Ignored } from "../scan/finding.ts";
import { visibleFindings } from "../scan/group.ts";
import type { Mode } from "../scan/modes.ts";
import { scan } from "../scan/scan.ts";
import { openSource } from "./open.ts";
import { writeOutput } from "./output.ts";
import type { Settings } from "./settings.ts";
import { describeMissed, describeNothing } from "./warnings.ts";
import type { World } from "./world.ts";

/** Scans in one mode and prints what was found, then on stderr what could not be seen. Gives the exit status. */
export async function runScan(mode: Mode, settings: Settings, world: World): Promise<number> {
  const format = FORMATS.find(({ name }) => name === settings.format)!;
  const { proc, header } = await openSource(settings, world);
  const { showFiles, services, all } = settings;
  const found = await scan(proc, mode, {
    ignoredByUser: userRules(settings),
    details: format.details || services,
  });
  const report: Report = { mode, header, scan: found, showFiles, services, all };
  const findings = visibleFindings(found.findings, all);
  const list = format.write(report);
  const trailer = services && format.isLines && findings.length > 0 ? `\n${formatServices(findings)}` : "";
  writeOutput(world, settings, list + trailer);
  for (const warning of describeMissed(report)) world.stderr.write(`${mode.name}: warning: ${warning}\n`);
  if (findings.length === 0 && world.stderr.isTerminal) {
    world.stderr.write(`${mode.name}: ${describeNothing(found, mode)}\n`);
  }
  return 0;
}

/** What the user asked to ignore, by the options. */
function userRules({ ignorePatterns, ignoreLiterals }: Settings): (name: string) => Ignored | undefined {
  const literals = new Set(ignoreLiterals);
  const patterns = ignorePatterns.map((pattern) => ({ pattern, matches: compileGlob(pattern) }));
  return (name) => {
    if (literals.has(name)) return { rule: "ignore-literal", reason: name, byUser: true };
    const found = patterns.find(({ matches }) => matches(name));
    return found && { rule: "ignore-pattern", reason: found.pattern, byUser: true };
  };
}
