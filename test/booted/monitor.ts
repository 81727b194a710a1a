/** The monitor of a running QEMU, by its own protocol (QMP). */
export interface Monitor {
  /** Runs a command of the monitor for people, such as `savevm NAME`. It fails where the command prints anything. */
  command(line: string): Promise<void>;
  /** Ends QEMU, its files in order. */
  quit(): Promise<void>;
}

/** Reaches the monitor that listens at a socket, and waits for it if need be. */
export async function openMonitor(path: string): Promise<Monitor> {
  const connection = await connect(path);
  const answers = readLines(connection.readable);
  await ask(connection, answers, "qmp_capabilities");
  return {
    async command(line): Promise<void> {
      const text = await ask(connection, answers, "human-monitor-command", { "command-line": line });
      if (text !== "") throw new Error(`Cannot run "${line}" in the monitor: ${text}`);
    },
    async quit(): Promise<void> {
      await ask(connection, answers, "quit");
      connection.close();
    },
  };
}

async function connect(path: string): Promise<Deno.UnixConn> {
  for (let tries = 1;; tries++) {
    try {
      return await Deno.connect({ transport: "unix", path });
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Asks for one thing, and returns the answer to it. Events, which come in between, are passed over. */
async function ask(
  connection: Deno.UnixConn,
  answers: AsyncIterator<string>,
  execute: string,
  args: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  await connection.write(new TextEncoder().encode(`${JSON.stringify({ execute, arguments: args })}\n`));
  for (;;) {
    const { done, value } = await answers.next();
    if (done) throw new Error("Cannot ask the monitor: QEMU has ended");
    const answer = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(`Cannot ask the monitor: ${answer.error.desc}`);
    if (answer.return !== undefined) return answer.return;
  }
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
