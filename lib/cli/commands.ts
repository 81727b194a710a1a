import type { ModeName } from "../model/scan.ts";
import { MODES } from "../scan/modes.ts";

/** What the first argument selects. */
export type CommandName = ModeName | OtherCommandName;

/** A command that does not scan and print. */
export type OtherCommandName = "record" | "recorder" | "completions" | "man";

/** A shell that the command line can be completed in. */
export type Shell = "bash" | "zsh" | "fish";

/** A thing that the program can do. */
export interface Command {
  readonly name: CommandName;
  /** What it does: imperative, no full stop. */
  readonly summary: string;
  /** The options that it takes, by their first names, beside --help and --version; all where it does not tell. */
  readonly takes?: readonly string[];
  /** What must come after it: its name, in capitals, and the words that it can be. */
  readonly operand?: { readonly name: string; readonly words: readonly Shell[] };
}

/** All commands; the first is the default. */
export const COMMANDS: readonly [Command, ...Command[]] = [
  ...MODES,
  {
    name: "record",
    summary: "write what both would see to a file, to be looked at elsewhere with --proc",
    takes: ["proc", "pid", "timeout", "output"],
  },
  {
    name: "recorder",
    summary: "print a shell script that records where there is nothing but a shell",
    takes: ["output"],
  },
  {
    name: "completions",
    summary: "print what makes bash, zsh or fish complete options",
    takes: ["output"],
    operand: { name: "SHELL", words: ["bash", "zsh", "fish"] },
  },
  { name: "man", summary: "print the manual page", takes: ["output"] },
];
