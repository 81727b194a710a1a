import { fileURLToPath } from "node:url";
import { COMMAND } from "./program.ts";

/**
 * What a test needs of the machine that it runs on; `disk`: that temporary files are on a disk; `source`: that the program is not run elsewhere than on this Deno;
 * `bundle`: that, and what makes it one file.
 */
export type Need =
  | "root"
  | "namespaces"
  | "other users"
  | "devices"
  | "disk"
  | "user namespaces"
  | "fuse"
  | "checkpoints"
  | "dpkg"
  | "no procfs"
  | "strace"
  | "source"
  | "bundle";

/** What every test here needs. */
const ALWAYS: readonly (() => string | undefined)[] = [
  () => Deno.build.os === "linux" ? undefined : "not Linux",
  () => succeeds("cc", "--version") ? undefined : "no C compiler",
];

const NEEDS: Readonly<Record<Need, () => string | undefined>> = {
  // The option that lets a process tell the kernel where its arguments are.
  "checkpoints": () => exists("/proc/sys/kernel/ns_last_pid") ? undefined : "no CONFIG_CHECKPOINT_RESTORE",
  "dpkg": () => succeeds("dpkg-query", "-S", "/usr/share/doc/base-files/copyright") ? undefined : "no dpkg",
  "no procfs": () => /(?:^|\/)bun$/.test(COMMAND?.[0] ?? "") ? "Bun itself does not start without a procfs" : undefined,
  "source": () => COMMAND === undefined ? undefined : "another runtime",
  "bundle": () => {
    if (COMMAND !== undefined) return "another runtime";
    const bundler = fileURLToPath(new URL("../../tools/bundle.ts", import.meta.url));
    return succeeds(Deno.execPath(), "cache", "--quiet", bundler) ? undefined : "the bundler cannot be had";
  },
  "disk": () => succeeds("sh", "-c", "stat -f -c %T /tmp | grep -v tmpfs") ? undefined : "/tmp is memory",
  "root": () => isRoot() ? undefined : "not root",
  "namespaces": () => {
    if (!isRoot()) return "not root";
    return succeeds("unshare", "--mount", "--pid", "--fork", "nsenter", "--version") ? undefined : "no namespaces";
  },
  "other users": () => {
    if (!isRoot()) return "not root";
    return succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true") ? undefined : "no setpriv";
  },
  "user namespaces": () =>
    succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "unshare", "-Urm", "true")
      ? undefined
      : "no user namespaces",
  "fuse": () => {
    if (!isRoot()) return "not root";
    return succeeds("test", "-c", "/dev/fuse") ? undefined : "no /dev/fuse";
  },
  "strace": () => succeeds("strace", "-V") ? undefined : "no strace",
  "devices": () => {
    if (!isRoot()) return "not root";
    return succeeds("mknod", "--version") ? undefined : "no mknod";
  },
};

/**
 * Registers a test on the real `/proc`. Where the machine lacks what it needs, it is reported as ignored, with the
 * reason in its name.
 */
export function testLive(
  name: string,
  needs: readonly Need[],
  test: (context: Deno.TestContext) => Promise<void>,
): void {
  testUnless(
    [...ALWAYS, ...needs.map((need) => NEEDS[need])].map(answer).find((each) => each !== undefined),
    name,
    test,
  );
}

/** Registers a test. With a reason why it cannot run here, it is reported as ignored, and the reason is in its name. */
export function testUnless(
  reason: string | undefined,
  name: string,
  test: (context: Deno.TestContext) => Promise<void>,
): void {
  Deno.test({
    name: reason === undefined ? name : `${name} (ignored: ${reason})`,
    ignore: reason !== undefined,
    fn: test,
  });
}

const answers = new Map<() => string | undefined, string | undefined>();

function answer(ask: () => string | undefined): string | undefined {
  if (!answers.has(ask)) answers.set(ask, ask());
  return answers.get(ask);
}

function isRoot(): boolean {
  return Deno.uid() === 0;
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  try {
    return new Deno.Command(command, { args: [...args], stdin: "null", stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}
