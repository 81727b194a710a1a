import { fileURLToPath } from "node:url";
import { type Holder, startHolder } from "./holder.ts";

/** A temporary directory, and the processes that work in it. Takes all of them away again when it is disposed of. */
export interface Workshop extends AsyncDisposable {
  /** Its real path. Every user may enter it. */
  readonly directory: string;
  /** The real path of a file in it. */
  path(name: string): string;
  /** Starts a holder. */
  start(options?: StartOptions): Promise<Holder>;
}

/** How a holder is to be started. */
export interface StartOptions {
  /** The directory in the workshop that its paths are relative to, made if need be (default: the workshop itself). */
  readonly directory?: string;
  /** The arguments that it is to have. */
  readonly args?: readonly string[];
  /** The holder whose namespaces it is to share. */
  readonly inside?: Holder;
  /** Whether to start it as the user {@linkcode NOBODY}. */
  readonly unprivileged?: boolean;
}

/** The user and group that may do nothing. */
export const NOBODY = 65534;

/** The command line that starts another one as {@linkcode NOBODY}. */
export const AS_NOBODY: readonly string[] = [
  "setpriv",
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  "--clear-groups",
];

/** The command line that starts another one in the namespaces of a holder. */
export function enter({ child }: Holder): readonly string[] {
  return ["nsenter", `--mount=/proc/${child}/ns/mnt`, `--pid=/proc/${child}/ns/pid_for_children`];
}

/** Makes a temporary directory with the program `holder` and the library `library.so` in it. */
export async function openWorkshop(): Promise<Workshop> {
  const { holder, library } = await (programs ??= compile());
  await using building = new AsyncDisposableStack();
  const directory = await makeDirectory(building);
  await Deno.chmod(directory, 0o755);
  await Deno.writeFile(`${directory}/holder`, holder, { mode: 0o755 });
  await Deno.writeFile(`${directory}/library.so`, library, { mode: 0o755 });
  const stack = building.move();
  return {
    directory,
    path: (name) => `${directory}/${name}`,
    async start({ directory: own = ".", args = [], inside, unprivileged = false } = {}): Promise<Holder> {
      const place = `${directory}/${own}`;
      await Deno.mkdir(place, { recursive: true });
      const prefix = [...(inside === undefined ? [] : enter(inside)), ...(unprivileged ? AS_NOBODY : [])];
      const [command, ...rest] = [...prefix, `${directory}/holder`, ...args];
      const holder = stack.use(await startHolder({ command: command!, args: rest, directory: place }));
      // To enter a mount namespace is to start at its root.
      await holder.tell(["chdir", place]);
      return holder;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

interface Programs {
  readonly holder: Uint8Array<ArrayBuffer>;
  readonly library: Uint8Array<ArrayBuffer>;
}

/** Compiled once, and kept in memory, so that no file is left behind. */
let programs: Promise<Programs> | undefined;

const SOURCES = fileURLToPath(new URL("programs", import.meta.url));
const HOLDER = ["holder", "files", "memory", "places", "processes", "churn"].map((name) => `${SOURCES}/${name}.c`);

async function compile(): Promise<Programs> {
  await using stack = new AsyncDisposableStack();
  const directory = await makeDirectory(stack);
  return {
    holder: await compileFile(`${directory}/holder`, ["-D_GNU_SOURCE", "-pthread", ...HOLDER, "-ldl", "-lrt"]),
    library: await compileFile(`${directory}/library.so`, ["-shared", "-fPIC", `${SOURCES}/library.c`]),
  };
}

/** Compiles C, and gives the program. */
export async function compileFile(output: string, args: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const { success } = await new Deno.Command("cc", { args: ["-O1", "-Wall", "-o", output, ...args] }).spawn().status;
  if (!success) throw new Error(`Cannot compile ${output}`);
  return await Deno.readFile(output);
}

/**
 * Makes a directory that the stack removes. Its name does not look random, as those of files that programs unpack for
 * themselves do. `rm` copes with names of any length and bytes.
 */
async function makeDirectory(stack: AsyncDisposableStack): Promise<string> {
  const random = await Deno.realPath(await Deno.makeTempDir({ prefix: "lib_users_" }));
  const directory = random.replace(/[0-9](?=[^/]*$)/g, (digit) => LETTERS[Number(digit)]!);
  await Deno.rename(random, directory);
  stack.defer(async () => {
    await new Deno.Command("rm", { args: ["-rf", directory] }).output();
  });
  return directory;
}

/** No hexadecimal digit. */
const LETTERS = "ghijklmnop";
