// Formats the manual page.
import { groupBy } from "../../base/group_by.ts";
import { FORMATS } from "../../format/formats.ts";
import { IGNORE_RULES } from "../../rules/ignore.ts";
import { type IgnoreRule, RULE_KINDS } from "../../rules/rule_kinds.ts";
import { MODES } from "../../scan/modes.ts";
import { type Command, COMMANDS, PROGRAMS, VERSION } from "../commands.ts";
import { INSTALLATION } from "../completions/completions.ts";
import { CONFIG_FILE } from "../config.ts";
import { EXIT_STATUSES, PURPOSE, sentence } from "../help.ts";
import { dashedNames, OPTION_SPECS, type OptionSpec } from "../option_specs.ts";
import { bold, escapeRoff, example, formatProse, italic, paragraph, section, subsection, tagged } from "./roff.ts";
import { CONFIG_EXAMPLE, CONFIG_TEXTS, DESCRIPTION, EXAMPLES, FORMAT_TEXTS, SEE_ALSO } from "./text.ts";

/** Formats the manual page from the tables of commands, options, formats and rules. Format: man(7). */
export function formatMan(): string {
  const [program, ...others] = PROGRAMS;
  return [
    `.TH ${escapeRoff(program.toUpperCase())} 8 "" "${escapeRoff(`${program} ${VERSION}`)}" "System Administration"\n`,
    ".nh\n.ad l\n",
    section("NAME", `${escapeRoff(PROGRAMS.join(", "))} \\- ${escapeRoff(PURPOSE)}\n`),
    section("SYNOPSIS", [formatUsage(program, "COMMAND"), ...others.map((name) => formatUsage(name))].join(".br\n")),
    section("DESCRIPTION", ...DESCRIPTION.map(paragraph)),
    section("COMMANDS", ...COMMANDS.map(formatCommand)),
    section(
      "OPTIONS",
      paragraph(OPTIONS_TEXT),
      ...Array.from(groupBy(OPTION_SPECS, ({ group }) => group), formatGroup),
    ),
    section(
      "FORMATS",
      ...FORMATS.map(({ name, summary }) => tagged(bold(name), sentence(summary), ...FORMAT_TEXTS[name])),
    ),
    section("RULES", paragraph(RULES_TEXT), ...Array.from(groupBy(IGNORE_RULES, ({ kind }) => kind), formatRules)),
    section("EXIT STATUS", ...EXIT_STATUSES.map(([status, meaning]) => tagged(bold(status), sentence(meaning)))),
    section("ENVIRONMENT", tagged(bold("NO_COLOR"), "If it is set, nothing is coloured.")),
    section("FILES", tagged(bold(CONFIG_FILE), CONFIG_FILE_TEXT), ...formatConfig()),
    section("EXAMPLES", ...EXAMPLES.map(([task, lines]) => paragraph(task) + example(lines))),
    section("NOTES", ...formatInstallation()),
    section("SEE ALSO", `${SEE_ALSO.map(([page, number]) => `${bold(page)}(${number})`).join(", ")}\n`),
  ].join("");
}

const OPTIONS_TEXT = "Short options can be bundled: `-ms` is `-m -s`. The value of a long option may follow a `=`.";

const RULES_TEXT =
  "A file can be marked as deleted although neither an upgrade nor a lost log is behind it. A file that " +
  "one of these rules explains is ignored; --all reports it with its rule. A rule goes by a name alone only where " +
  "nothing else can tell.";

const CONFIG_FILE_TEXT =
  "The configuration, JSON with comments and trailing commas. It may be missing. It is refused if others than root and " +
  "the user who runs the program can write it; `--config /dev/null` runs without it. All keys are optional:";

function formatUsage(program: string, command?: string): string {
  const words = [...(command === undefined ? [] : [command]), "OPTION"].map((word) => `[${italic(word)}]`);
  return `${bold(program)} ${words.join(" ")}...\n`;
}

function formatCommand({ name, operand, summary }: Command): string {
  const remark = name === COMMANDS[0].name ? " This is the default." : "";
  return tagged(bold(name) + (operand === undefined ? "" : ` ${italic(operand.name)}`), sentence(summary) + remark);
}

function formatGroup([heading, options]: readonly [string, readonly OptionSpec[]]): string {
  return subsection(heading, ...options.map((option) => tagged(formatNames(option), sentence(option.summary))));
}

function formatNames(option: OptionSpec): string {
  return dashedNames(option).map(bold).join(", ") + (option.value === undefined ? "" : ` ${italic(option.value)}`);
}

function formatRules([kind, rules]: readonly [IgnoreRule["kind"], readonly IgnoreRule[]]): string {
  return subsection(
    RULE_KINDS[kind].title,
    paragraph(RULE_KINDS[kind].what),
    ...rules.map(({ name, modes, reason }) => {
      const only = modes.length === MODES.length ? "" : ` (only ${modes.join(", ")})`;
      return tagged(bold(name) + formatProse(only), sentence(reason));
    }),
  );
}

/** Formats the keys, indented below the file, and an example. */
function formatConfig(): readonly string[] {
  return [
    ".RS\n",
    ...Object.entries(CONFIG_TEXTS).map(([key, text]) => tagged(bold(key), text)),
    ".PP\nFor example:\n",
    example(CONFIG_EXAMPLE),
    ".RE\n",
  ];
}

/** Formats where this page and the completion scripts go. */
function formatInstallation(): readonly string[] {
  const [program, ...others] = PROGRAMS;
  const directory = "/usr/local/share/man/man8";
  const links = others.map((name) => `ln -s ${program}.8 ${directory}/${name}.8`);
  return [
    paragraph("To install this page:"),
    example([`${program} man -o ${directory}/${program}.8`, ...links].join("\n")),
    ...Object.entries(INSTALLATION).map(([shell, sentence]) =>
      paragraph(`\`${program} completions ${shell}\` prints the completion script for ${shell}. ${sentence}`)
    ),
  ];
}
