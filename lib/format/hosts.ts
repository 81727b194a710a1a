// Formats the hosts of a run one after the other.
import { isFailed, nameHosts } from "../advice/hosts.ts";
import type { HostResult, Report } from "../model/report.ts";
import { escapeItem, escapeText } from "./escape.ts";
import type { Style } from "./style.ts";

/** Formats the results about all hosts of a run, as one text or in pieces. */
export type HostsFormatter = (results: readonly HostResult[], options: HostsOptions) => string | Generator<string>;

/** What a formatter must know beside the results. */
export interface HostsOptions {
  readonly style: Style;
  /** The version of the program. */
  readonly version: string;
  /** Whether the run is about several hosts; then even one of them is named. */
  readonly several: boolean;
  /** When it is: recordings have an age. */
  readonly now: Date;
  /** Formats what follows the list of one host: services, packages, the plan. Empty where there is nothing. */
  readonly formatAdvice: (report: Report) => string;
}

/** Formats the report of one host. */
export type ReportFormatter = (report: Report, style: Style) => string;

/** Joins the texts about several hosts. */
export type HostsJoiner = (texts: readonly HostText[]) => string;

/** The texts about one host. */
export interface HostText {
  /** A name that no other host has. */
  readonly name: string;
  readonly result: HostResult;
  /** The list; empty for a host that failed. */
  readonly list: string;
  readonly advice: string;
}

/** Returns a formatter that formats each report for itself, and joins the texts if there are several hosts. */
export function formatEach(formatReport: ReportFormatter, join: HostsJoiner): HostsFormatter {
  return (results, { style, several, formatAdvice }) => {
    const names = nameHosts(results);
    const texts = results.map((result, index) => ({
      name: names[index]!,
      result,
      list: isFailed(result) ? "" : formatReport(result, style),
      advice: isFailed(result) ? "" : formatAdvice(result),
    }));
    return several ? join(texts) : joinParts(texts.flatMap(({ list, advice }) => [list, advice]));
  };
}

/** Joins texts for people: below a line with the name of the host its list and its advice. */
export function joinGroups(texts: readonly HostText[]): string {
  return joinParts(texts.map(({ name, list, advice }) => formatGroup(name, joinParts([list, advice]))));
}

/** Joins lines for scripts: the name of the host becomes the first field of each. The advice follows by host. */
export function joinFields(texts: readonly HostText[]): string {
  const fields = texts.map(({ name, list }) => list.replace(/^(?=.)/gm, () => `${escapeItem(name)};`)).join("");
  return joinParts([fields, ...texts.map(({ name, advice }) => formatGroup(name, advice))]);
}

/** Joins parts with an empty line between them. */
export function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

function formatGroup(name: string, text: string): string {
  return text === "" ? "" : `host: ${escapeText(name)}\n${text}`;
}
