import { type HostText, joinDocuments, joinFields, joinGroups, joinLines } from "./hosts.ts";
import type { Style } from "./style.ts";
import type { Report } from "../model/report.ts";

/** The name of a format, as `--format` takes it. */
export type FormatName = "human" | "machine" | "long" | "json" | "ndjson" | "check" | "prometheus";

/** A way to print a report. */
export interface Format {
  readonly name: FormatName;
  readonly summary: string;
  /** Whether it shows more of a process than its command line, such as its user and service. */
  readonly details: boolean;
  /** Whether it is lines of text, after which `-S` and the like can add more. */
  readonly isLines: boolean;
  /** Joins the texts about several hosts; undefined where the format is for one host. */
  readonly join: ((parts: readonly HostText[]) => string) | undefined;
  /** What to print, and the exit status, where the scan could not be done; absent where a message on stderr is enough. */
  readonly failure?: { readonly status: number; readonly describe: (program: string, message: string) => string };
  /** Loads the function that formats a report. */
  readonly load: () => Promise<(report: Report, style: Style) => string>;
  /** Returns the exit status for a report; absent where it is 0. */
  readonly status?: (report: Report) => Promise<number>;
}

/** All formats; the first is the default. */
export const FORMATS: readonly [Format, ...Format[]] = [
  {
    name: "human",
    summary: "one line for each command line, for people",
    details: false,
    isLines: true,
    join: joinGroups,
    load: async () => (await import("./classic.ts")).formatHuman,
  },
  {
    name: "machine",
    summary: "PIDS;FILES;COMMAND lines, for scripts",
    details: false,
    isLines: true,
    join: joinFields,
    load: async () => (await import("./classic.ts")).formatMachine,
  },
  {
    name: "long",
    summary: "a block for each process, for people",
    details: true,
    isLines: true,
    join: joinGroups,
    load: async () => (await import("./long.ts")).formatLong,
  },
  {
    name: "json",
    summary: "one JSON document with everything that is known",
    details: true,
    isLines: false,
    join: joinDocuments,
    load: async () => (await import("./json.ts")).formatJson,
  },
  {
    name: "ndjson",
    summary: "one line of JSON for each process",
    details: true,
    isLines: false,
    join: joinLines,
    load: async () => (await import("./json.ts")).formatNdjson,
  },
  {
    name: "check",
    summary: "state, summary and a line for each unit, for Nagios, Icinga and mon",
    failure: { status: 3, describe: (program, message) => `${program.toUpperCase()} UNKNOWN - ${message}\n` },
    details: true,
    isLines: false,
    join: undefined,
    load: async () => (await import("./check.ts")).formatCheck,
    status: async (report) => (await import("../advice/severity.ts")).reportStatus(report),
  },
  {
    name: "prometheus",
    summary: "gauges for the textfile collector of node_exporter",
    details: true,
    isLines: false,
    join: undefined,
    load: async () => (await import("./prometheus.ts")).formatPrometheus,
  },
];
