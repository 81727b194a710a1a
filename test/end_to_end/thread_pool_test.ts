import assert from "node:assert/strict";
import { testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** More processes than the main thread looks at alone. */
const MANY = 400;

/** Starts many processes that do nothing. They end when it is disposed of. */
async function startMany(): Promise<AsyncDisposable> {
  const script = `for i in $(seq ${MANY}); do sleep 600 & done; echo ready; read -r _; kill $(jobs -p)`;
  const child = new Deno.Command("bash", { args: ["-c", script], stdin: "piped", stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      await child.stdin.close();
      await child.status;
      await child.stdout.cancel();
    },
  };
}

interface Run {
  readonly stdout: string;
  /** How many threads asked for links of processes. Alone, the main thread does. */
  readonly threads: number;
}

/** Runs a command, and counts its threads. */
async function trace(workshop: Workshop, command: readonly string[]): Promise<Run> {
  const log = workshop.path("log");
  const args = ["60", "strace", "-f", "-qq", "-e", "trace=readlink,readlinkat", "-o", log, ...command];
  const { stdout } = await new Deno.Command("timeout", { args, stdin: "null" }).output();
  const asking = [...(await Deno.readTextFile(log)).matchAll(/^([0-9]+) .*"\/proc\/[0-9]+\/(?:exe|fd\/[0-9]+)"/gm)];
  return { stdout: new TextDecoder().decode(stdout), threads: new Set(asking.map(([, tid]) => tid)).size };
}

for (const runtime of await testedRuntimes()) {
  for (const small of [false, true]) {
    const file = small ? "the small file" : "the readable file";
    testOn(runtime, `Threads screen many processes on ${runtime.name}, from ${file}`, ["strace"], async (command) => {
      const { bundle } = await import("../../tools/bundle.ts");
      await using workshop = await openWorkshop();
      await Deno.writeTextFile(workshop.path("lib_users.js"), await bundle({ small }));
      const holder = await workshop.start();
      await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
      await using _ = await startMany();
      for (const mode of ["lib_users", "fd_users"]) {
        const { stdout, threads } = await trace(workshop, [...command, workshop.path("lib_users.js"), mode, "-m"]);
        assert.match(stdout, new RegExp(`^${holder.pid};${workshop.path("a")};`, "m"));
        assert.ok(threads > 1, `${threads}`);
      }
    });
  }
}
