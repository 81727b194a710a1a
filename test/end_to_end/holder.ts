/** A name of the tables in `programs/`, and its words, in which `\ooo` stands for a byte. */
export type Action = readonly [string, ...string[]];

/** A process of `programs/holder.c`, which does what it is told. */
export interface Holder extends AsyncDisposable {
  /** The PID in the PID namespace that it was started in. */
  readonly pid: number;
  /** The PID of the process that was started here; that of a helper where another namespace was entered. */
  readonly child: number;
  /**
   * Has it do one thing after the other. Paths are relative to its directory. Throws an `Error` where one cannot be done.
   */
  tell(...actions: readonly Action[]): Promise<void>;
}

/** The command that starts a holder, and where. */
export interface HolderCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
}

/** Starts a holder, and waits until it is there. It ends when it is disposed of, or with the test itself. */
export async function startHolder({ command, args, directory }: HolderCommand): Promise<Holder> {
  const child = new Deno.Command(command, { args: [...args], cwd: directory, stdin: "piped", stdout: "piped" }).spawn();
  const input = child.stdin.getWriter();
  const answers = readLines(child.stdout);

  async function close(): Promise<void> {
    await input.close().catch(() => {});
    await child.status;
    await answers.return(undefined);
  }
  try {
    const ready = /^ready ([0-9]+)$/.exec((await answers.next()).value ?? "");
    if (ready === null) throw new Error(`The holder did not start: ${command} ${args.join(" ")}`);
    return {
      pid: Number(ready[1]),
      child: child.pid,
      async tell(...actions): Promise<void> {
        for (const words of actions) {
          await input.write(new TextEncoder().encode(`${words.join("\t")}\n`));
          const { value } = await answers.next();
          if (!/^(ok|ready [0-9]+)$/.test(value ?? "")) throw new Error(`The holder says: ${value ?? "nothing more"}`);
        }
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The lines of a stream as they come. */
async function* readLines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
