import { COMMANDS } from "./commands.ts";
import { type Option, OPTIONS } from "./options.ts";

/** The version of the program; a test holds it to `deno.json`. */
export const VERSION = "1.0.0";

/** The help, at most 80 columns wide. */
export function formatHelp(): string {
  return `Find processes that still use files which an upgrade has replaced or deleted.

Usage: ${COMMANDS.map(({ name }) => name === COMMANDS[0].name ? `[${name}]` : name).join(" | ")} [OPTION]...

Commands:
${table(COMMANDS.map(({ name, summary }) => [name, summary]))}
Options:
${table(OPTIONS.map((option) => [spelling(option), option.summary]))}
Exit status: 0 when the scan was done, whatever it found, 1 when it could not
be done, 2 when the command line is wrong.
`;
}

/** How an option is written: `-i, --ignore-pattern GLOB`. */
export function spelling({ names, short, value }: Option): string {
  const long = names.map((name) => `--${name}`).join(", ");
  return `${short === undefined ? "" : `-${short}, `}${long}${value === undefined ? "" : ` ${value}`}`;
}

const WIDTH = 80;

/** Two columns; a text that is too long goes on below itself. */
function table(rows: readonly (readonly [string, string])[]): string {
  const indent = 2 + Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => {
    const [first = "", ...more] = wrap(right, WIDTH - indent);
    const lines = [`  ${left}`.padEnd(indent) + first, ...more.map((line) => " ".repeat(indent) + line)];
    return lines.map((line) => `${line}\n`).join("");
  }).join("");
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
