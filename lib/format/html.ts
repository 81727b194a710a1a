// Formats many hosts as one page that needs no script and no network.
import { ageOf, countHosts, findFleet, type Fleet } from "../advice/fleet.ts";
import { isFailed, nameHosts } from "../advice/hosts.ts";
import type { UsedFile } from "../model/file.ts";
import type { HostResult, Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import { commandOf } from "../scan/group.ts";
import { escapeText, shortenText } from "./escape.ts";
import { PAGE_STYLE } from "./html_style.ts";
import { packagesOf } from "./packages.ts";
import { formatPlan, formatReboot } from "./restart.ts";
import { formatAge, formatCount, formatProcesses, nameUser } from "./quantities.ts";
import type { HostsOptions } from "./hosts.ts";
import { describeAges, formatNames } from "./summary.ts";

/**
 * Formats hosts as one page that needs nothing else: no script, no network, no image. What to do comes first, then every
 * host, folded. Text from a host becomes text of the page and nothing else: no element, attribute or address.
 */
export function formatHtml(results: readonly HostResult[], { now }: HostsOptions): string {
  const fleet = findFleet(results, now);
  const names = nameHosts(results);
  const title = `${formatCount(fleet.hosts, "host")}, ${countHosts(fleet.groups)} with stale processes`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${formatTotals(fleet)}</header>
<main>
${formatToDo(fleet)}${formatReboots(fleet)}${formatFailures(fleet)}${formatAges(fleet)}<section>
<h2>Hosts</h2>
${results.map((result, index) => formatHost(names[index]!, result, now)).join("")}</section>
</main>
</body>
</html>
`;
}

/** The numbers of hosts of each kind. */
function formatTotals({ groups, clean, uncertain, reboots, failed }: Fleet): string {
  const numbers: readonly (readonly [number, string, string])[] = [
    [countHosts(groups), "with stale processes", "stale"],
    [countHosts(reboots), "to reboot", "stale"],
    [clean.length, "clean", "clean"],
    [uncertain.length, "not fully readable", "unknown"],
    [failed.length, "failed", "failed"],
  ];
  return element(
    "ul",
    numbers.map(([count, what, kind]) => `<li class="${count === 0 ? "none" : kind}"><b>${count}</b> ${what}</li>\n`)
      .join(""),
    ' class="totals"',
  );
}

function formatToDo({ groups }: Fleet): string {
  return section(
    "What to do",
    groups.slice(0, MOST_GROUPS).map(({ names, plan, stale }) =>
      element(
        "article",
        `<h3>${formatCount(names.length, "host")}, ${formatProcesses(stale)}</h3>\n` +
          `<p>${safe(formatNames(names))}</p>\n` +
          (plan.length === 0 ? "" : `<pre>${safe(formatPlan(plan, undefined, { pids: false }))}</pre>\n`),
      )
    ).join("") + moreOf(groups.length, MOST_GROUPS, "group"),
  );
}

function formatReboots({ reboots }: Fleet): string {
  return section(
    "Reboot",
    bullets(reboots.map(({ reason, names }) => `${safe(reason)}: ${safe(formatNames(names))}`), "reason"),
  );
}

function formatFailures({ failed }: Fleet): string {
  return section("Failed", bullets(failed.map(({ name, error }) => `<b>${safe(name)}</b>: ${safe(error)}`), "host"));
}

function formatAges(fleet: Fleet): string {
  const lines = describeAges(fleet).map(({ names, what }) =>
    `${formatCount(names.length, "host")} ${what}: ${safe(formatNames(names))}`
  );
  return section("Not of today", bullets(lines, "line"));
}

function formatHost(name: string, result: HostResult, now: Date): string {
  if (isFailed(result)) {
    return folded(`<b>${safe(name)}</b> <span class="failed">failed</span>`, `<p>${safe(result.error)}</p>\n`);
  }
  const { findings, plan, reboot, scan, header } = result;
  const age = ageOf(result, now);
  const state = findings.length === 0 ? "clean" : "stale";
  const summary = `<b>${safe(name)}</b> <span class="${state}">${
    findings.length === 0 ? "nothing stale" : formatProcesses(findings.length)
  }</span>`;
  const unreadable = scan.unreadable.length === 0
    ? ""
    : `; ${scan.unreadable.length} of ${formatProcesses(scan.processes)} could not be read`;
  return folded(
    summary,
    `<p>Scanned ${safe(header.time)}${age < MINUTE ? "" : ` (${formatAge(age)})`}, kernel ${
      safe(header.kernel)
    }, read from ${safe(result.source)}${unreadable}.</p>\n` +
      (plan === undefined || plan.length === 0 ? "" : `<pre>${safe(formatPlan(plan, undefined))}</pre>\n`) +
      (reboot === undefined ? "" : `<p>${safe(formatReboot(reboot))}</p>\n`) +
      formatProcessTable(findings, result),
  );
}

function formatProcessTable(findings: readonly Finding[], report: Report): string {
  if (findings.length === 0) return "";
  const rows = findings.slice(0, MOST_PROCESSES).map((finding) => formatProcess(finding, report));
  const head = "<tr><th>PID</th><th>User</th><th>Service</th><th>Command</th><th>Files</th></tr>\n";
  return `<div class="wide"><table>\n${head}${rows.join("")}</table></div>\n` +
    moreOf(findings.length, MOST_PROCESSES, "process", "processes");
}

function formatProcess({ process, files }: Finding, report: Report): string {
  const cells = [
    process.pid,
    nameUser(process.uid, report.scan.users),
    process.service?.label ?? "",
    shortenText(commandOf(process), COMMAND_WIDTH),
  ].map((cell) => `<td>${safe(cell)}</td>`);
  const items = files.slice(0, MOST_FILES).map((file) => `<li>${formatFile(file, process, report)}</li>`);
  const rest = files.length > MOST_FILES ? [`<li>… and ${files.length - MOST_FILES} more</li>`] : [];
  return `<tr>${cells.join("")}<td><ul>${[...items, ...rest].join("")}</ul></td></tr>\n`;
}

/** The state, the name, the package and the age of a file. */
function formatFile(file: UsedFile, process: Finding["process"], { header, packages }: Report): string {
  const { name, state, staleSince } = file;
  const remarks = [
    ...(packagesOf(process, name, packages)?.packages ?? []),
    ...(staleSince === undefined ? [] : [formatAge(new Date(header.time).getTime() - staleSince)]),
  ];
  return `<i>${state}</i> ${safe(shortenText(name, NAME_WIDTH))}` +
    (remarks.length === 0 ? "" : ` <small>${safe(remarks.join(", "))}</small>`);
}

function section(heading: string, content: string): string {
  return content === "" ? "" : element("section", `<h2>${heading}</h2>\n${content}`);
}

function bullets(items: readonly string[], noun: string): string {
  if (items.length === 0) return "";
  const shown = items.slice(0, MOST_GROUPS).map((item) => `<li>${item}</li>\n`).join("");
  return element("ul", shown) + moreOf(items.length, MOST_GROUPS, noun);
}

function folded(summary: string, content: string): string {
  return element("details", `<summary>${summary}</summary>\n${content}`);
}

/** An element; the attributes are the program's own. */
function element(name: string, content: string, attributes = ""): string {
  return `<${name}${attributes}>\n${content}</${name}>\n`;
}

function moreOf(count: number, most: number, noun: string, nouns = `${noun}s`): string {
  return count <= most ? "" : `<p>… and ${formatCount(count - most, `more ${noun}`, `more ${nouns}`)}</p>\n`;
}

/** Text of any origin as text of the page, with what cannot be shown in octal. */
function safe(value: string): string {
  return value.split("\n").map(escapeText).join("\n").replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const MINUTE = 60_000;
const MOST_GROUPS = 100;
const MOST_PROCESSES = 500;
const MOST_FILES = 20;
const COMMAND_WIDTH = 200;
const NAME_WIDTH = 200;
