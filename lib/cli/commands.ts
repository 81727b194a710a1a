import { type ModeName } from "../rules/ignore.ts";
import { MODES } from "../scan/modes.ts";

/** What the first argument selects. */
export type CommandName = ModeName | "record";

/** A thing that the program can do. */
export interface Command {
  readonly name: CommandName;
  /** What it does: imperative, no full stop. */
  readonly summary: string;
}

/** All commands; the first is the default. */
export const COMMANDS: readonly [Command, ...Command[]] = [
  ...MODES,
  { name: "record", summary: "write what both would see to a file, to be looked at elsewhere with --proc" },
];
