// Starts threads through Node.
import type { ScreenJob, ThreadFiles } from "../scan/screen.ts";
import type { Threads } from "../scan/thread_pool.ts";

/** The threads of Node. */
export interface NodeThreads {
  readonly threads: Threads;
  /** Returns whether a thread waits for an answer of the kernel. Those that do not, Node ends by itself. */
  areWaiting(): boolean;
}

/** Starts threads through Node, or Bun. */
export function nodeThreads(os: typeof import("node:os")): NodeThreads {
  const running = new Set<ScreenJob>();
  return {
    areWaiting: () => [...running].some(({ shared, thread }) => new Int32Array(shared)[1 + thread] !== 0),
    threads: {
      cores: () => os.availableParallelism?.() ?? os.cpus().length,
      worth: 125,
      start(source, job, { screened, ended }): void {
        running.add(job);
        const end = (): void => {
          running.delete(job);
          ended();
        };
        startThread(source, job, { screened, ended: end }).catch(end);
      },
    },
  };
}

async function startThread(...[source, job, { screened, ended }]: Parameters<Threads["start"]>): Promise<void> {
  const { Worker } = await import("node:worker_threads");
  const program = `Promise.all([import("node:worker_threads"), import("node:fs")]).then(([threads, fs]) => {
    const { parentPort, workerData } = threads;
    ${source}((${nodeThreadFiles})(fs), workerData, (screened) => parentPort.postMessage(screened));
  });`;
  const thread = new Worker(program, { eval: true, workerData: job });
  thread.on("message", screened);
  // What goes wrong in a thread is found out again, and told, by the main thread.
  thread.on("error", () => {});
  thread.on("exit", ended);
}

/** The file system calls of a thread. Its source is sent there, so it uses nothing of this file. */
function nodeThreadFiles(fs: typeof import("node:fs")): ThreadFiles {
  return {
    list: (path) => fs.readdirSync(path),
    link: (path) => fs.readlinkSync(path),
    open(path): ReturnType<ThreadFiles["open"]> {
      const file = fs.openSync(path, "r");
      return {
        read: (buffer) => fs.readSync(file, buffer, 0, buffer.length, null),
        close: () => fs.closeSync(file),
      };
    },
  };
}
