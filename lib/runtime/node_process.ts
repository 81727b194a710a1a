type Process = typeof import("node:process");

/** Threads that read: one that the kernel never answers is lost. Node has four unless told, Bun one a processor. */
const THREADS = "64";
const VARIABLE = "UV_THREADPOOL_SIZE";

/** Asks for threads enough. Node looks when it first reads a file, Bun only when it starts, so that it starts again. */
export async function provideThreads(process: Process): Promise<void> {
  if (process.env[VARIABLE] !== undefined) return;
  process.env[VARIABLE] = THREADS;
  if (!isBun(process)) return;
  const { execPath, execArgv, argv: [, main = "", ...args], env } = process;
  // A program that Bun has compiled is no argument of it.
  const command = main.startsWith("/$bunfs/") ? args : [...execArgv, main, ...args];
  process.execve?.(execPath, [execPath, ...command], env);
  const { spawnSync } = await import("node:child_process");
  process.exit(spawnSync(execPath, command, { stdio: "inherit", env }).status ?? 1);
}

/**
 * Ends the program while a read is not at its end. For Node to end means to wait for its threads. Where it can become
 * another program, that ends them, and the status is kept; in Node 20, and without `--allow-child-process` where Node
 * asks for permissions, nothing does but a signal.
 */
export function leave(process: Process, status: number): never {
  if (isBun(process)) process.exit(status);
  try {
    process.execve?.(process.execPath, [process.execPath, "--eval", `process.exit(${status})`], {});
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
  return process.exit(status);
}

function isBun({ versions }: Process): boolean {
  return versions["bun"] !== undefined;
}
