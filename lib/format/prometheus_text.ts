/** One number of a metric. */
export interface Sample {
  /** By name, in the order in which they are written. */
  readonly labels: Readonly<Record<string, string>>;
  /** In the unit that the name of the metric ends with. */
  readonly value: number;
}

/** A metric: its description and its numbers. */
export interface SampleFamily {
  /** With its unit at the end. */
  readonly name: string;
  /** One line without a backslash. */
  readonly help: string;
  /** Each with other labels. */
  readonly samples: readonly Sample[];
}

/**
 * Writes a gauge in the text format of Prometheus; nothing where there is no number. The values of labels must be free
 * of control characters and stray bytes already.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatFamily } from "./prometheus_text.ts";
 *
 * const samples = [{ labels: { unit: 'a"b' }, value: 3 }];
 * assert.equal(
 *   formatFamily({ name: "stale", help: "Stale.", samples }),
 *   '# HELP stale Stale.\n# TYPE stale gauge\nstale{unit="a\\"b"} 3\n',
 * );
 * ```
 */
export function formatFamily({ name, help, samples }: SampleFamily): string {
  if (samples.length === 0) return "";
  const lines = samples.map(({ labels, value }) => `${name}{${formatLabels(labels)}} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}

function formatLabels(labels: Sample["labels"]): string {
  return Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(",");
}

/** A newline would be escaped too, but none gets here. */
function escapeLabel(value: string): string {
  return value.replace(/[\\"]/g, "\\$&");
}
