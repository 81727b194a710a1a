// The errors that end a run, each with its message for the user.

/** The command line is wrong. The message is one line that names the argument and says what would be right. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A word of the command line is unknown. A suggestion is looked for only when the error is shown. */
export class UnknownWordError extends UsageError {
  override name = "UnknownWordError";

  constructor(
    /** What cannot be done, such as `Cannot use unknown option "--servics"`. */
    readonly problem: string,
    /** What would be right. */
    readonly advice: string,
    readonly word: string,
    readonly known: readonly string[],
  ) {
    super(`${problem}: ${advice}`);
  }
}

/** A procfs or recording cannot be looked at. The message is one line that names it. */
export class TargetError extends Error {
  override name = "TargetError";
}

/** The configuration cannot be used. The message is one line that names the file and says what would be right. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** The output cannot be written. The message is one line that names where to. */
export class OutputError extends Error {
  override name = "OutputError";
}

/** Nobody reads standard output any more. This is no failure, but nothing is left to do. */
export class ClosedPipeError extends Error {
  override name = "ClosedPipeError";
}

/** Returns what a runtime says went wrong, without the names of the call and the file that it adds. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/: \w+ '.*$/s, "");
}
