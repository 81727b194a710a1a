// The table of commands.
import type { ModeName } from "../model/scan.ts";
import { MODES } from "../scan/modes.ts";

/** The name of a command: the first argument. */
export type CommandName = ModeName | OtherCommandName;

/** The name of a command that does not scan. */
export type OtherCommandName = "reboot" | "record" | "recorder" | "completions" | "man";

/** A shell for which there is a completion script. */
export type Shell = "bash" | "zsh" | "fish";

/** A command of the program. Which options it takes is in the table of options. */
export interface Command {
  readonly name: CommandName;
  /** What it does: imperative, no full stop. */
  readonly summary: string;
  /** The exit status if it could not be done (default: 1). */
  readonly failureStatus?: number;
  /** Whether what it prints is meant to be kept in a file. */
  readonly makesFile?: true;
  /** The argument that must follow: its name in capitals and the words that it accepts. */
  readonly operand?: { readonly name: string; readonly words: readonly Shell[] };
}

/** All commands; the first is the default. */
export const COMMANDS: readonly [Command, ...Command[]] = [
  ...MODES,
  {
    name: "reboot",
    summary: "tell if a reboot is needed, and why (exit 1 yes, 0 no, 3 unknown)",
    failureStatus: 3,
  },
  {
    name: "record",
    summary: "write a recording of this machine, to be read elsewhere with --proc",
    makesFile: true,
  },
  {
    name: "recorder",
    summary: "print a shell script that makes a recording on hosts without Deno, Node or Bun",
    makesFile: true,
  },
  {
    name: "completions",
    summary: "print the completion script for a shell: bash, zsh or fish",
    operand: { name: "SHELL", words: ["bash", "zsh", "fish"] },
  },
  { name: "man", summary: "print the manual page", makesFile: true },
];

/** The version of the program; a test holds it to `deno.json`. */
export const VERSION = "1.0.0";

/** The names that the program is installed under. All but the first have their mode built in and take no command. */
export const PROGRAMS: readonly [string, ...string[]] = [MODES[0].name, ...MODES.slice(1).map(({ name }) => name)];

/** Returns how a command is written: `completions SHELL`. */
export function formatCommand({ name, operand }: Command): string {
  return operand === undefined ? name : `${name} ${operand.name}`;
}
