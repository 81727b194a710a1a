import { groupBy } from "../../base/group_by.ts";
import { type Command, COMMANDS } from "../commands.ts";
import { PROGRAMS } from "../completions/shared.ts";
import { CONFIG_FILE } from "../config.ts";
import { EXIT_STATUSES, PURPOSE, sentence, VERSION } from "../help.ts";
import { bold, escapeRoff, example, formatProse, italic, paragraph, section, subsection, tagged } from "./roff.ts";
import { CONFIG_EXAMPLE, CONFIG_TEXTS, DESCRIPTION, EXAMPLES, FORMAT_TEXTS, RULE_KINDS, SEE_ALSO } from "./text.ts";
import { OPTION_SPECS, type OptionSpec } from "../option_specs.ts";
import { FORMATS } from "../../format/formats.ts";
import { IGNORE_RULES, type IgnoreRule } from "../../rules/ignore.ts";
import { MODES } from "../../scan/modes.ts";

/** The manual page, made of the tables of commands, options, formats and rules. Format: man(7). */
export function formatMan(): string {
  const [program, ...others] = PROGRAMS;
  return [
    `.TH ${escapeRoff(program.toUpperCase())} 8 "" "${escapeRoff(`${program} ${VERSION}`)}" "System Administration"\n`,
    ".nh\n.ad l\n",
    section("NAME", `${escapeRoff(PROGRAMS.join(", "))} \\- ${escapeRoff(PURPOSE)}\n`),
    section("SYNOPSIS", [formatUsage(program, "COMMAND"), ...others.map((name) => formatUsage(name))].join(".br\n")),
    section("DESCRIPTION", ...DESCRIPTION.map(paragraph)),
    section("COMMANDS", ...COMMANDS.map(formatCommand)),
    section("OPTIONS", ...Array.from(groupBy(OPTION_SPECS, ({ group }) => group), formatGroup)),
    section(
      "FORMATS",
      ...FORMATS.map(({ name, summary }) => tagged(bold(name), sentence(summary), ...FORMAT_TEXTS[name])),
    ),
    section("RULES", paragraph(RULES_TEXT), ...Array.from(groupBy(IGNORE_RULES, ({ kind }) => kind), formatRules)),
    section("EXIT STATUS", ...EXIT_STATUSES.map(([status, meaning]) => tagged(bold(status), sentence(meaning)))),
    section("ENVIRONMENT", tagged(bold("NO_COLOR"), "Where it is set, nothing is coloured.")),
    section("FILES", tagged(bold(CONFIG_FILE), ...CONFIG_FILE_TEXT), ...formatConfig()),
    section("EXAMPLES", ...EXAMPLES.map(([what, lines]) => paragraph(what) + example(lines))),
    section("SEE ALSO", `${SEE_ALSO.map(([page, number]) => `${bold(page)}(${number})`).join(", ")}\n`),
  ].join("");
}

const RULES_TEXT =
  "A file can be marked as deleted without an upgrade or a lost log behind it. What one of these rules " +
  "explains is left out; --all shows it, with the rule. A name alone convinces no rule where there is more to go by.";

const CONFIG_FILE_TEXT: readonly string[] = [
  "The configuration, which need not be there: JSON with comments. Only root and whoever runs the program may be able " +
  "to write it. Its keys, none of which must be there:",
];

function formatUsage(program: string, command?: string): string {
  const words = [...(command === undefined ? [] : [command]), "OPTION"].map((word) => `[${italic(word)}]`);
  return `${bold(program)} ${words.join(" ")}...\n`;
}

function formatCommand({ name, operand, summary }: Command): string {
  const usual = name === COMMANDS[0].name ? " This is what is done unless told." : "";
  return tagged(bold(name) + (operand === undefined ? "" : ` ${italic(operand.name)}`), sentence(summary) + usual);
}

function formatGroup([heading, options]: readonly [string, readonly OptionSpec[]]): string {
  return subsection(heading, ...options.map((option) => tagged(formatNames(option), sentence(option.summary))));
}

function formatNames({ short, names, value }: OptionSpec): string {
  const all = [...(short === undefined ? [] : [`-${short}`]), ...names.map((name) => `--${name}`)];
  return all.map(bold).join(", ") + (value === undefined ? "" : ` ${italic(value)}`);
}

function formatRules([kind, rules]: readonly [IgnoreRule["kind"], readonly IgnoreRule[]]): string {
  return subsection(
    RULE_KINDS[kind],
    ...rules.map(({ name, modes, reason }) => {
      const only = modes.length === MODES.length ? "" : ` (only ${modes.join(", ")})`;
      return tagged(bold(name) + formatProse(only), sentence(reason));
    }),
  );
}

/** The keys, set in below the file, and an example. */
function formatConfig(): readonly string[] {
  return [
    ".RS\n",
    ...Object.entries(CONFIG_TEXTS).map(([key, text]) => tagged(bold(key), text)),
    ".PP\nFor example:\n",
    example(CONFIG_EXAMPLE),
    ".RE\n",
  ];
}
