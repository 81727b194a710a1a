import assert from "node:assert/strict";
import type { Scan } from "../../lib/model/scan.ts";
import { type Failure, FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import type { Mode } from "../../lib/scan/modes.ts";
import {
  mapLine,
  override,
  type Overrides,
  processOf,
  procOf,
  type Said,
  SCANNER,
  statLine,
  statOf,
} from "../answers.ts";
import { FD_USERS, LIB_USERS, scanFor, shortOf } from "./scans.ts";

const INNER =
  "500 499 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/a,upperdir=/var/lib/docker/b\n501 500 8:1 /vol /data rw - ext4 /dev/sda1 rw\n";
const LIB = mapLine("/lib/a\\012b.so (deleted)");
const INNER_LIB = mapLine("/lib/c.so (deleted)", { device: "00:3c", inode: 50 });
const FILE = "map_files/7f0000000000-7f0000001000";
const LOG = "/var/log/a\nb (deleted)";
const CONTAINER = { namespace: "mnt:[2]", mountinfo: INNER, maps: [INNER_LIB], fds: { 4: "/data/c (deleted)" } };
const HOST = { maps: [LIB], fds: { 3: LOG } };

const JAIL = { namespace: "mnt:[3]", root: "/jail", mountinfo: "700 1 8:3 /jail / rw - ext4 /dev/sda3 rw\n" };
const JAIL_LIB = mapLine("/jail/lib/d.so (deleted)", { device: "08:03", inode: 60 });
const JAILED = { ...JAIL, maps: [JAIL_LIB], fds: { 5: "/jail/log/d (deleted)" } };
const JAILED_PIDS = ["11", "12"];
const COMMANDS = ["seven", "eight", "nine", "ten", "eleven", "twelve"];

function infos(pids: readonly number[], number: string, info: string): Said {
  return { read: Object.fromEntries(pids.map((pid) => [`${pid}/fdinfo/${number}`, `pos:\t0\nflags:\t02\n${info}`])) };
}

/** Two processes of the host that use the same files, two of a container, and two that are all of their namespace. */
function machine(): ProcFs {
  const both = (pids: readonly number[], path: string, answer: ReturnType<typeof statOf>): Said => ({
    stat: Object.fromEntries(pids.map((pid) => [`${pid}/${path}`, answer])),
  });
  return procOf(
    SCANNER,
    processOf(7, { ...HOST, argv: ["seven"] }),
    processOf(8, { ...HOST, argv: ["eight"], started: 5000 }),
    processOf(9, { ...CONTAINER, argv: ["nine"] }),
    processOf(10, { ...CONTAINER, argv: ["ten"], started: 5000 }),
    processOf(11, { ...JAILED, argv: ["eleven"] }),
    processOf(12, { ...JAILED, argv: ["twelve"], started: 5000 }),
    both([7, 8], FILE, statOf()),
    both([7, 8], "fd/3", statOf({ inode: 43 })),
    both([9, 10], FILE, statOf({ inode: 50 })),
    both([9, 10], "fd/4", statOf({ inode: 44 })),
    both([9, 10], "root/lib/c.so", statOf({ inode: 51, nlink: 1 })),
    both([9, 10], "root/data/c", statOf({ inode: 45, nlink: 1 })),
    both([11, 12], FILE, statOf({ inode: 60 })),
    both([11, 12], "fd/5", statOf({ inode: 61 })),
    both([11, 12], "root/lib/d.so", statOf({ inode: 62, nlink: 1 })),
    both([11, 12], "root/log/d", statOf({ inode: 63, nlink: 1 })),
    { stat: { "self/root/lib/a\nb.so": statOf({ inode: 77, nlink: 1 }) } },
    { link: { [`7/${FILE}`]: "/lib/a\nb.so (deleted)", [`8/${FILE}`]: "/lib/a\nb.so (deleted)" } },
    infos([9, 10], "4", "mnt_id:\t501\nino:\t44\n"),
    infos([11, 12], "5", "mnt_id:\t700\nino:\t61\n"),
  );
}

/** What is left of a process: its answer to a question, or undefined where it is as before. */
type Remains = (kind: keyof Overrides, path: string) => readonly string[] | string | Failure | undefined;

/** Nothing is left: its parent has waited for it. */
const reaped: Remains = () => FAILURES.gone;

/** It has given everything back, but its parent has not waited for it yet. */
const zombie: Remains = (kind, path) => {
  if (kind === "list") return path === "." ? undefined : path === "task" ? undefined : [];
  if (kind === "read" && path === "stat") return statLine(0, { state: "Z" });
  if (path === "mountinfo") return FAILURES.unreadable;
  return kind === "read" && (path === "maps" || path === "cmdline") ? "" : FAILURES.gone;
};

/** A procfs whose process ends after so many questions. */
function ending(proc: ProcFs, pid: string, { after, remains }: { readonly after: number; readonly remains: Remains }): {
  readonly proc: ProcFs;
  readonly asked: () => number;
} {
  let asked = 0;
  function left(kind: keyof Overrides, path: string): ReturnType<Remains> {
    if (asked++ < after || (path !== pid && !path.startsWith(`${pid}/`))) return undefined;
    return remains(kind, path === pid ? "." : path.slice(pid.length + 1));
  }
  return {
    asked: () => asked,
    proc: override(proc, {
      list: (path) => left("list", path) as readonly string[] | Failure | undefined,
      link: (path) => left("link", path) as string | Failure | undefined,
      stat: (path) => left("stat", path) as Failure | undefined,
      read(path): Uint8Array | Failure | undefined {
        const answer = left("read", path);
        return typeof answer === "string" ? new TextEncoder().encode(answer) : answer as Failure | undefined;
      },
    }),
  };
}

const ENDS: readonly (readonly [string, Remains])[] = [["is gone", reaped], ["becomes a zombie", zombie]];

interface Ended {
  readonly pid: string;
  readonly when: string;
  readonly whole: Scan;
  readonly found: Scan;
}

/** Scans once for each process and each question after which it could end. */
async function* endings(mode: Mode, remains: Remains): AsyncGenerator<Ended> {
  const whole = await scanFor(machine(), mode);
  assert.deepEqual(shortOf(whole.findings).map(([, command]) => command), COMMANDS);
  const undisturbed = ending(machine(), "7", { after: Infinity, remains });
  await scanFor(undisturbed.proc, mode);
  assert.ok(undisturbed.asked() > 50, `${undisturbed.asked()} questions`);
  for (const pid of ["7", "8", "9", "10", "11", "12"]) {
    for (let after = 0; after <= undisturbed.asked(); after++) {
      const found = await scanFor(ending(machine(), pid, { after, remains }).proc, mode);
      yield { pid, when: `process ${pid} ended after ${after} questions`, whole, found };
    }
  }
}

for (const [end, remains] of ENDS) {
  for (const mode of [LIB_USERS, FD_USERS]) {
    const where = `where a process ${end} between any two questions of ${mode.name}`;

    Deno.test(`scan() does not count as missed what has ended, ${where}`, async () => {
      for await (const { when, found } of endings(mode, remains)) {
        assert.deepEqual(found.unreadable, [], when);
        assert.equal(found.processes, 6, when);
      }
    });

    Deno.test(`scan() finds all that is to know of the others, ${where}`, async () => {
      for await (const { pid, when, whole, found } of endings(mode, remains)) {
        // Of a namespace that nobody but the two sees whole, the other may know less without the one.
        const apart = JAILED_PIDS.includes(pid) ? JAILED_PIDS : [pid];
        const others = ({ findings }: Scan): Scan["findings"] =>
          findings.filter(({ process }) => !apart.includes(process.pid));
        assert.deepEqual(others(found), others(whole), when);
        assert.equal(found.findings.length >= COMMANDS.length - 1, true, when);
      }
    });

    Deno.test(`scan() tells the process by its own command and files, or not at all, ${where}`, async () => {
      for await (const { pid, when, whole, found } of endings(mode, remains)) {
        const told = ({ findings }: Scan): readonly string[] | undefined =>
          shortOf(findings).find(([other]) => other === pid)?.map((text) =>
            text.replace(/ (replaced|removed|unknown)$/, "")
          );
        assert.deepEqual(told(found) ?? told(whole), told(whole), when);
      }
    });

    Deno.test(`scan() tells the state of every file truly, or as unknown, ${where}`, async () => {
      for await (const { when, whole, found } of endings(mode, remains)) {
        const truth = new Map(statesOf(whole));
        for (const [file, state] of statesOf(found)) {
          assert.ok(state === "unknown" || state === truth.get(file), `${when}: ${file} is ${state}`);
        }
      }
    });
  }
}

/** Each file of each process, and its state. */
function statesOf({ findings }: Scan): readonly (readonly [string, string])[] {
  return findings.flatMap(({ process, files }) =>
    files.map(({ name, state }) => [`${process.pid} ${name}`, state] as const)
  );
}
