// Makes the samples of the Prometheus metrics, and limits how many there are.
import { isSystemProcess } from "../advice/severity.ts";
import { groupBy } from "../base/group_by.ts";
import { shortenText } from "./escape.ts";
import { packagesOf } from "./packages.ts";
import type { PackageAnswer } from "../model/package.ts";
import type { Finding } from "../model/scan.ts";
import type { Service } from "../model/service.ts";

/** One value of a metric. */
export interface Sample {
  /** By name, in the order in which they are written. */
  readonly labels: Readonly<Record<string, string>>;
  /** In the unit that the name of the metric ends with. */
  readonly value: number;
}

/** Measures the findings that share a set of labels. A finding may be among them more than once. */
export type Measure = (findings: readonly Finding[]) => number;

/** Measures findings by unit and container. */
export function byUnit(findings: readonly Finding[], measure: Measure): readonly Sample[] {
  const members = findings.map((finding) => ({ finding, labels: unitLabels(finding.process.service) }));
  return bound(members, measure, { unit: OTHER, container: "" });
}

/** Measures findings by package, and by file where no package is known. */
export function byFile(
  findings: readonly Finding[],
  packages: PackageAnswer | undefined,
  measure: Measure,
): readonly Sample[] {
  const uses = findings.flatMap((finding) => finding.files.map(({ name }) => ({ finding, name })));
  const members = [...groupBy(uses, ({ name }) => name)].flatMap(([name, same]) => {
    const file = { package: "", file: shortenText(name, FILE_WIDTH) };
    return same.flatMap(({ finding }) => {
      const owners = packagesOf(finding.process, name, packages)?.packages ?? [];
      const owned = owners.map((name) => ({ package: shortenText(name, LABEL_WIDTH), file: "" }));
      return (owned.length > 0 ? owned : [file]).map((labels) => ({ finding, labels }));
    });
  });
  return bound(members, measure, { package: OTHER, file: "" });
}

type Labels = Sample["labels"];

interface Member {
  readonly finding: Finding;
  readonly labels: Labels;
}

/** Prometheus keeps every set of labels for long, and anybody who can start processes can make new ones. */
const MAX_SETS = 50;
const OTHER = "other";
/** The longest value of a label, in characters. */
export const LABEL_WIDTH = 100;
const FILE_WIDTH = 200;

/**
 * Returns one sample for each set of labels. Of too many, those of the system are kept, then those with the highest
 * values; the rest are measured together. Where there is nothing, the sample is zero, so that the metric always exists.
 */
function bound(members: readonly Member[], measure: Measure, other: Labels): readonly Sample[] {
  if (members.length === 0) {
    return [{ labels: Object.fromEntries(Object.keys(other).map((key) => [key, ""])), value: 0 }];
  }
  const ranked = rank(members, measure);
  if (ranked.length <= MAX_SETS) return ranked;
  const kept = ranked.slice(0, MAX_SETS - 1).filter(({ key }) => key !== keyOf(other));
  const keptKeys = new Set(kept.map(({ key }) => key));
  const rest = members.filter(({ labels }) => !keptKeys.has(keyOf(labels)));
  return [...kept, { labels: other, value: measure(rest.map(({ finding }) => finding)) }];
}

function rank(members: readonly Member[], measure: Measure): readonly (Sample & { readonly key: string })[] {
  return Array.from(groupBy(members, ({ labels }) => keyOf(labels)), ([key, same]) => ({
    key,
    labels: same[0]!.labels,
    value: measure(same.map(({ finding }) => finding)),
    isSystem: same.some(({ finding }) => isSystemProcess(finding.process)),
  })).toSorted((left, right) =>
    Number(right.isSystem) - Number(left.isSystem) || right.value - left.value || (left.key < right.key ? -1 : 1)
  );
}

function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}

function unitLabels(service: Service | undefined): Labels {
  if (service === undefined) return { unit: "", container: "" };
  return { unit: shortenText(unitOf(service), LABEL_WIDTH), container: shortenText(containerOf(service), LABEL_WIDTH) };
}

/** Returns the unit, or for a user's unit the slice of the user: a user can make any number of units of any name. */
function unitOf(service: Service): string {
  if (service.uid !== undefined) return `user-${service.uid}.slice`;
  return "runtime" in service ? service.unit ?? "" : service.label;
}

/** Returns the id of a container, as short as the lists of the runtimes show it. */
function containerOf(service: Service): string {
  if (!("runtime" in service)) return "";
  return (service.id || service.pod || "").replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1");
}
