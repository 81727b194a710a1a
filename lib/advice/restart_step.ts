import type { RestartStep } from "../model/advice.ts";

/** A command. Those of the same text are run as one, with the targets of all. */
export function command(text: string, ...targets: readonly string[]): RestartStep {
  return { kind: "command", text, targets };
}

/** What has to be done by hand. */
export function comment(text: string): RestartStep {
  return { kind: "comment", text };
}

/** What cannot be put into a command. */
export function refuse(name: string, pids: string): RestartStep {
  return comment(`${pids}: not a plausible name: "${shown(name)}": restart by hand`);
}

/**
 * A name of any text, for a sentence: zsh takes a pasted comment for a command, so what means something to a shell is
 * written in octal. Control characters are left to the one who writes the line.
 */
export function shown(name: string): string {
  return name.replace(
    /[!"#$&'()*;<>?[\]^`{|}~]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}

/** Whether a name of a service, container or machine is safe in a shell, and is no option and no path. */
export function isName(name: string): boolean {
  return name.length <= 255 && /^[A-Za-z0-9_][A-Za-z0-9_.+@:-]*$/.test(name);
}

/** Whether a path is absolute and safe in a shell. */
export function isPath(path: string): boolean {
  return path.length <= 4095 && /^(?:\/[A-Za-z0-9_.+@:-]+)+$/.test(path) && !path.includes("/..");
}
