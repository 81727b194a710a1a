import assert from "node:assert/strict";
import { DONE_BESIDE_STUCK, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** A file that never answers a read. */
const FIFO = Symbol("FIFO");

/** A process of a procfs on disk: its files, and the targets of its descriptors. */
interface OnDisk {
  readonly files: Readonly<Record<string, string | typeof FIFO>>;
  readonly descriptors?: readonly string[];
}

const MAPS = "00400000-00401000 r-xp 00000000 08:01 42 /usr/lib/a.so (deleted)\n";

function answering(pid: number): OnDisk {
  const stat = `${pid} (daemon) S 1 ${Array(18).fill(0).join(" ")} 100 0`;
  return { files: { maps: MAPS, cmdline: `daemon\0${pid}\0`, stat }, descriptors: ["/var/log/a (deleted)"] };
}

/** A process of which these files never answer. */
function stuck(pid: number, ...names: readonly string[]): OnDisk {
  const { files, ...rest } = answering(pid);
  return { ...rest, files: { ...files, ...Object.fromEntries(names.map((name) => [name, FIFO])) } };
}

/** A procfs on disk. While it is open, so are its pipes: to open a file of a procfs does not wait, but to read it does. */
interface Machine extends Disposable {
  readonly proc: string;
}

async function write(workshop: Workshop, processes: Readonly<Record<number, OnDisk>>): Promise<Machine> {
  const stack = new DisposableStack();
  for (const [pid, { files, descriptors = [] }] of Object.entries(processes)) {
    const directory = workshop.path(`proc/${pid}`);
    await Deno.mkdir(`${directory}/fd`, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      if (content === FIFO) {
        await new Deno.Command("mkfifo", { args: [`${directory}/${name}`] }).output();
        stack.use(await Deno.open(`${directory}/${name}`, { read: true, write: true }));
      } else await Deno.writeTextFile(`${directory}/${name}`, content);
    }
    for (const [number, target] of descriptors.entries()) await Deno.symlink(target, `${directory}/fd/${number + 3}`);
  }
  return { proc: workshop.path("proc"), [Symbol.dispose]: () => stack.dispose() };
}

testLive("A process whose maps do not answer is counted, and the others are reported", [], async () => {
  await using workshop = await openWorkshop();
  using machine = await write(workshop, { 12: answering(12), 4711: stuck(4711, "maps"), 4712: answering(4712) });
  assert.deepEqual(await runProgram(["--proc", machine.proc, "--timeout", "0.3"]), {
    code: DONE_BESIDE_STUCK,
    stdout: '12 "daemon 12"\n4712 "daemon 4712"\n',
    stderr: "lib_users: warning: 1 process did not answer: 4711\n",
  });
});

testLive("Eight processes that do not answer do not stop the ninth", [], async () => {
  await using workshop = await openWorkshop();
  const pids = [1, 2, 3, 4, 5, 6, 7, 8];
  using machine = await write(workshop, {
    ...Object.fromEntries(pids.map((pid) => [pid, stuck(pid, "maps")])),
    9: answering(9),
  });
  assert.deepEqual(await runProgram(["--proc", machine.proc, "--timeout", "0.3", "-s"]), {
    code: DONE_BESIDE_STUCK,
    stdout: '9 "daemon 9" uses /usr/lib/a.so\n',
    stderr: "lib_users: warning: 8 processes did not answer: 1,2,3,4,5,6,7,8\n",
  });
});

testLive("A process that answers nothing but its maps is reported all the same", [], async () => {
  await using workshop = await openWorkshop();
  using machine = await write(workshop, {
    5: stuck(5, "cmdline", "stat", "status", "cgroup", "mountinfo"),
    6: answering(6),
  });
  const { code, stdout } = await runProgram(["--proc", machine.proc, "--timeout", "0.3", "-s"]);
  assert.deepEqual([code, stdout], [
    DONE_BESIDE_STUCK,
    '5 "[?]" uses /usr/lib/a.so\n6 "daemon 6" uses /usr/lib/a.so\n',
  ]);
});

testLive("fd_users reports what a process has open although its maps do not answer", [], async () => {
  await using workshop = await openWorkshop();
  using machine = await write(workshop, { 5: stuck(5, "maps"), 6: answering(6) });
  assert.deepEqual(await runProgram(["fd_users", "--proc", machine.proc, "--timeout", "0.3", "-s"]), {
    code: DONE_BESIDE_STUCK,
    stdout: '5 "daemon 5" uses /var/log/a\n6 "daemon 6" uses /var/log/a\n',
    stderr: "fd_users: warning: 1 process did not answer: 5\n",
  });
});
