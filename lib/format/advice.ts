import type { Report } from "../model/report.ts";
import { formatServices } from "./classic.ts";
import { formatPackages } from "./packages.ts";
import { formatRestart } from "./restart.ts";

/** Writes what was asked for beside a list of findings, each part to be set off by an empty line: with `services`, these too. */
export function formatAdvice({ findings, packages, restart }: Report, services: boolean): readonly string[] {
  if (findings.length === 0) return [];
  return [
    services ? formatServices(findings) : "",
    packages === undefined ? "" : formatPackages(findings, packages),
    restart === undefined ? "" : formatRestart(restart),
  ];
}
