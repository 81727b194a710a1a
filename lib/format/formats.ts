import { type HostText, joinDocuments, joinFields, joinGroups, joinLines } from "./hosts.ts";
import type { Style } from "./style.ts";
import type { Report } from "../model/report.ts";

/** The name of a format, as `--format` takes it. */
export type FormatName = "human" | "machine" | "long" | "json" | "ndjson" | "check" | "prometheus";

/** A way to print a report. */
export interface Format {
  readonly name: FormatName;
  readonly summary: string;
  /** Whether it tells more of a process than its command line: its owner, its user. */
  readonly details: boolean;
  /** Whether text lines may be added after it, as `-S` does. */
  readonly isLines: boolean;
  /** Makes one text of those about several hosts; undefined where the format tells of one only. */
  readonly join: ((parts: readonly HostText[]) => string) | undefined;
  /** What to print and to exit with where nothing could be looked at; undefined where a message on stderr is enough. */
  readonly failure?: { readonly status: number; readonly describe: (program: string, message: string) => string };
  /** Loads what makes a text of a report: only one of them is ever needed. */
  readonly load: () => Promise<(report: Report, style: Style) => string>;
  /** The exit status that goes with it; 0 where there is none. */
  readonly status?: (report: Report) => Promise<number>;
}

/** All formats; the first is the default. */
export const FORMATS: readonly [Format, ...Format[]] = [
  {
    name: "human",
    summary: "a line a command line, for people",
    details: false,
    isLines: true,
    join: joinGroups,
    load: async () => (await import("./human.ts")).formatHuman,
  },
  {
    name: "machine",
    summary: "PIDS;FILES;COMMAND lines",
    details: false,
    isLines: true,
    join: joinFields,
    load: async () => (await import("./machine.ts")).formatMachine,
  },
  {
    name: "long",
    summary: "a block a process, for people",
    details: true,
    isLines: true,
    join: joinGroups,
    load: async () => (await import("./long.ts")).formatLong,
  },
  {
    name: "json",
    summary: "one document with all that is known",
    details: true,
    isLines: false,
    join: joinDocuments,
    load: async () => (await import("./json.ts")).formatJson,
  },
  {
    name: "ndjson",
    summary: "a JSON object a process, a line each",
    details: true,
    isLines: false,
    join: joinLines,
    load: async () => (await import("./json.ts")).formatNdjson,
  },
  {
    name: "check",
    summary: "state, summary and a line a unit, for Nagios and mon",
    failure: { status: 3, describe: (program, message) => `${program.toUpperCase()} UNKNOWN - ${message}\n` },
    details: true,
    isLines: false,
    join: undefined,
    load: async () => (await import("./check.ts")).formatCheck,
    status: async (report) => (await import("../advice/severity.ts")).reportStatus(report),
  },
  {
    name: "prometheus",
    summary: "gauges for node_exporter's textfile collector",
    details: true,
    isLines: false,
    join: undefined,
    load: async () => (await import("./prometheus.ts")).formatPrometheus,
  },
];
