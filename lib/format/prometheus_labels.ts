import { groupBy } from "../base/group_by.ts";
import type { Owner } from "../model/service.ts";
import type { Finding } from "../model/finding.ts";
import type { PackageAnswer } from "../packages/packages.ts";
import { packagesOf } from "./packages.ts";
import type { Sample } from "./prometheus_text.ts";
import { shortenText } from "./shorten.ts";
import { isSystemProcess } from "../advice/severity.ts";

/** What is told of the processes that share a set of labels. A process may be among them more than once. */
export type Measure = (findings: readonly Finding[]) => number;

/** One number for each unit and container. */
export function byUnit(findings: readonly Finding[], measure: Measure): readonly Sample[] {
  const members = findings.map((finding) => ({ finding, labels: unitLabels(finding.process.owner) }));
  return bound(members, measure, { unit: OTHER, container: "" });
}

/** One number for each package, and for each file of which none is known. */
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
      const owned = owners.map((owner) => ({ package: shortenText(owner, LABEL_WIDTH), file: "" }));
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

/** Each set of labels is kept for as long as Prometheus keeps anything. Whoever can start processes can make sets. */
const MAX_SETS = 50;
const OTHER = "other";
const LABEL_WIDTH = 100;
const FILE_WIDTH = 200;

/**
 * One sample for each set of labels. Of too many, those of the system are kept, then those with the highest numbers;
 * the rest are measured together. Where there is nothing, a zero, so that the metric is always there.
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

function unitLabels(owner: Owner | undefined): Labels {
  if (owner === undefined) return { unit: "", container: "" };
  return { unit: shortenText(unitOf(owner), LABEL_WIDTH), container: shortenText(containerOf(owner), LABEL_WIDTH) };
}

/** A user can make any number of units and call them whatever they like, so they count for the slice of the user. */
function unitOf(owner: Owner): string {
  if (owner.uid !== undefined) return `user-${owner.uid}.slice`;
  return "runtime" in owner ? owner.unit ?? "" : owner.label;
}

/** An id as the runtimes' own lists show it. */
function containerOf(owner: Owner): string {
  if (!("runtime" in owner)) return "";
  return (owner.id || owner.pod || "").replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1");
}
