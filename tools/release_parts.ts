/** What the packages of a release are made of. */
export interface Release {
  /** The directory of the project, with a slash at the end. */
  readonly root: string;
  /** The directory that the files of the release are written to. */
  readonly directory: string;
  readonly version: string;
  /** The date of the version in the changelog, `YYYY-MM-DD`: no file of a release is younger. */
  readonly date: string;
}

/** Runs a command and returns what it prints. Throws an `Error` with what it says where it fails, or cannot be run. */
export async function run(
  [command, ...args]: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command!, { ...options, args, stdin: "null" }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${command} fails: ${decoder.decode(stderr).trim()}`);
  return decoder.decode(stdout);
}

/** The file that describes the JSON of the program. */
export const SCHEMA = "report.schema.json";
