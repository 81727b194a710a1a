import assert from "node:assert/strict";
import { FUSE, startAttacker } from "./attacker.ts";
import { makeBundle, testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop } from "./workshop.ts";

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
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command below timeout(1), which is told first when to end it. */
async function run(...args: readonly string[]): Promise<Run> {
  const { code, stdout, stderr } = await new Deno.Command("timeout", { args: [...args], stdin: "null" }).output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** How many threads asked for links of processes, by a log of strace(1). Alone, the main thread does. */
function countThreads(log: string): number {
  const asking = log.matchAll(/^([0-9]+) .*"\/proc\/[0-9]+\/(?:exe|fd\/[0-9]+)"/gm);
  return new Set([...asking].map(([, tid]) => tid)).size;
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
        const log = workshop.path("log");
        const tracing = ["strace", "-f", "-qq", "-e", "trace=readlink,readlinkat", "-o", log];
        const { stdout } = await run("60", ...tracing, ...command, workshop.path("lib_users.js"), mode, "-m");
        assert.match(stdout, new RegExp(`^${holder.pid};${workshop.path("a")};`, "m"));
        assert.notEqual(countThreads(await Deno.readTextFile(log)), 1);
      }
    });
  }
}

for (const runtime of await testedRuntimes()) {
  testOn(runtime, `A thread that waits for ever stops neither the others nor the end on ${runtime.name}`, [
    "other users",
    "user namespaces",
    "fuse",
  ], async (command) => {
    await using workshop = await openWorkshop();
    const program = [...command, await makeBundle(workshop.directory)];
    const holder = await workshop.start();
    await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
    await using _ = await startMany();
    await using attacker = await startAttacker(workshop, ["lock", FUSE]);
    const [stuck] = attacker.pids;
    for (const mode of ["lib_users", "fd_users"]) {
      const { code, stdout, stderr } = await run("20", ...program, mode, "-m", "--timeout", "1");
      assert.match(stdout, new RegExp(`^${holder.pid};${workshop.path("a")};`, "m"));
      assert.match(stderr, new RegExp(` did not answer: (?:[0-9]+,)*${stuck}\\b`));
      // Nothing but SIGKILL ends Node 20 while a thread waits.
      assert.ok(code === 0 || code === 128 + 9 && runtime.name === "Node", `${code}`);
      const interrupted = await run(
        "--foreground",
        "--signal=INT",
        "--kill-after=5",
        "2",
        ...program,
        "--timeout",
        "10",
      );
      assert.equal(interrupted.code, 124);
    }
  });
}
