import assert from "node:assert/strict";
import type { Holder } from "./holder.ts";
import { type RunOptions, runProgram } from "./program.ts";

/** A file of a report, as far as these tests look. */
export interface ReportedFile {
  readonly name: string;
  readonly nameHex?: string;
  readonly note: string | null;
  readonly state: string;
  readonly executable: boolean;
  readonly links: number | null;
  readonly held: number | null;
  readonly staleSince: string | null;
  readonly descriptors: readonly { readonly number: number; readonly thread: number | null }[];
  readonly ignored: { readonly rule: string } | null;
}

/** A process of a report. */
export interface ReportedProcess {
  readonly pid: number;
  readonly command: string;
  readonly commandHex?: string;
  readonly name: string;
  readonly nameHex?: string;
  readonly files: readonly ReportedFile[];
}

/** What the program prints with `--json`. */
export interface Report {
  readonly processes: number;
  readonly missed: readonly { readonly pid: number; readonly failure: string }[];
  readonly findings: readonly ReportedProcess[];
}

/** Scans, and reads the report. */
export async function scanReport(args: readonly string[], options: RunOptions = {}): Promise<Report> {
  const { code, stdout, stderr } = await runProgram([...args, "--json"], options);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/** What a report says of this process, or undefined where it says nothing. */
export function findingOf(report: Report, { pid }: Holder): ReportedProcess | undefined {
  return report.findings.find((finding) => finding.pid === pid);
}

/** The files that a report names for this process: name and state. */
export function filesOf(report: Report, holder: Holder): readonly (readonly [string, string])[] {
  return findingOf(report, holder)?.files.map(({ name, state }) => [name, state] as const) ?? [];
}
