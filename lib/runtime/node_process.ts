// Gives Node enough threads for reads that wait, and ends it even while some still do.

/** The module of Node that is the process itself. */
export type NodeProcess = typeof import("node:process");

/**
 * How many threads may read, as in Deno. Each one that gets no answer is lost. Node has four by default, Bun one per
 * processor. Node starts them all at its first read, and aborts where it may not have so many: `pids.max`, `ulimit -u`.
 */
export const THREADS = "32";
const VARIABLE = "UV_THREADPOOL_SIZE";

/** Asks for enough threads. Node reads the variable at its first read, Bun when it starts: so Bun starts again. */
export async function provideThreads(process: NodeProcess): Promise<void> {
  if (process.env[VARIABLE] !== undefined) return;
  process.env[VARIABLE] = THREADS;
  if (!isBun(process)) return;
  const { execPath, execArgv, argv0, argv: [, main = "", ...args], env } = process;
  // In a binary that Bun has compiled, the program is not among the arguments.
  const command = main.startsWith("/$bunfs/") ? args : [...execArgv, main, ...args];
  process.execve?.(execPath, [argv0, ...command], env);
  const { spawnSync } = await import("node:child_process");
  process.exit(spawnSync(execPath, command, { argv0, stdio: "inherit", env }).status ?? 1);
}

/**
 * Ends the program although a read has not answered. Node waits for its threads when it exits. Executing another
 * program ends them and keeps the status. Node 20 cannot do that, nor can Node with permissions but without
 * `--allow-child-process`: there only a signal ends it.
 */
export function leave(process: NodeProcess, status: number): never {
  if (isBun(process)) process.exit(status);
  try {
    process.execve?.(process.execPath, [process.execPath, "--eval", `process.exit(${status})`], {});
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
  return process.exit(status);
}

function isBun({ versions }: NodeProcess): boolean {
  return versions["bun"] !== undefined;
}
