// Formats the services, packages, disk space and plan that are printed below a list.
import type { Report } from "../model/report.ts";
import { formatServices } from "./classic.ts";
import { formatPackages } from "./packages.ts";
import { formatPlan, rebootToShow } from "./restart.ts";

/** Formats the parts that are printed below a list of findings, those that were asked for; with `services`, these too. */
export function formatAdvice(report: Report, services: boolean): readonly string[] {
  const { findings, packages, plan } = report;
  return [
    services ? formatServices(findings, report.scan.users) : "",
    packages === undefined || findings.length === 0 ? "" : formatPackages(findings, packages),
    plan === undefined ? "" : formatPlan(plan, rebootToShow(report)),
  ];
}
