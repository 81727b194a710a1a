import assert from "node:assert/strict";
import { startAttacker } from "./attacker.ts";
import type { Holder } from "./holder.ts";
import { HOSTILE, NAMES } from "./hostile.ts";
import { runProgram } from "./program.ts";
import { filesOf, type Report, scanReport } from "./report.ts";
import { type Need, testUnless } from "./requirements.ts";
import { locate, makeTools, replay, runScript, type Shell, SHELLS, testShell } from "./shells.ts";
import { AS_NOBODY, enter, NOBODY, openWorkshop, type Workshop } from "./workshop.ts";

const MODES = ["lib_users", "fd_users"] as const;
const FORMATS = [[], ["-s"], ["-m"], ["-sS", "--restart", "--config", "/dev/null"], ["-s", "--all"], [
  "-m",
  "--all",
]] as const;

const SCRIPT = (await runProgram(["recorder"])).stdout;

/** Registers a test for each shell. */
function testShells(
  name: string,
  needs: readonly Need[],
  test: (shell: Shell, t: Deno.TestContext) => Promise<void>,
): void {
  for (const shell of SHELLS) testShell(shell, name, needs, (t) => test(shell, t));
}

/** Starts a small machine that nobody else is on, with hostile processes. */
async function startMachine(workshop: Workshop): Promise<Holder> {
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"]);
  for (const [directory, actions] of Object.entries(HOSTILE)) {
    await (await workshop.start({ directory, args: [directory], inside: machine })).tell(...actions);
  }
  for (const [index, name] of NAMES.entries()) {
    const directory = `name ${index}`;
    const holder = await workshop.start({ directory, args: [directory], inside: machine });
    await holder.tell(["create", name], ["map", name], ["open", name], ["memory", name], ["unlink", name]);
  }
  // Links that were put in the place of a file and of a folder.
  await Deno.symlink("/nonexistent", workshop.path("removed/a"));
  await Deno.remove(workshop.path("in a folder/d"));
  await Deno.symlink("..", workshop.path("in a folder/d"));
  await Deno.remove(workshop.path("in a folder of two lines/d\n"));
  await Deno.symlink("..", workshop.path("in a folder of two lines/d\n"));
  await Deno.symlink("b", workshop.path("linked elsewhere/a"));
  const lost = await workshop.start({ directory: "lost", inside: machine });
  await lost.tell(["own-mounts"], ["create", "a"], ["bind", "a", "a"], ["map", "a"], ["open", "a"]);
  await Deno.writeTextFile(workshop.path("lost/b"), "");
  await Deno.rename(workshop.path("lost/b"), workshop.path("lost/a"));
  return machine;
}

testShells("shows of hostile processes what a direct scan shows", ["namespaces", "checkpoints"], async (shell, t) => {
  await using workshop = await openWorkshop();
  const inside = await startMachine(workshop);
  const { code, stderr, bytes } = await runScript(SCRIPT, shell, await makeTools(workshop, shell), { inside });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  for (const mode of MODES) {
    for (const format of FORMATS) {
      await t.step(`${mode} ${format.join(" ")}`, async () => {
        const live = await runProgram([mode, ...format], { inside });
        assert.deepEqual(await replay([mode, ...format], bytes), live);
        assert.deepEqual([live.code, live.stderr], [0, ""]);
      });
    }
    await t.step(`${mode} --json --all`, async () => {
      const live = await scanReport([mode, "--all"], { inside });
      const { stdout } = await replay([mode, "--all", "--json"], bytes);
      const tellsTime = live.findings.some(({ files }) => files.some(({ staleSince }) => staleSince !== null));
      assert.deepEqual(comparable(JSON.parse(stdout), tellsTime), comparable(live, tellsTime));
      assert.ok(live.findings.length > 40);
    });
  }
});

/**
 * What a shell and a scan must tell alike: not the time, nor what Deno cannot ask about names that are not UTF-8, nor, of
 * Deno 2.0, since when files are stale.
 */
function comparable(report: Report, tellsTime: boolean): Report {
  const findings = report.findings.map((finding) => ({
    ...finding,
    files: finding.files.map((file) => ({
      ...file,
      ...(tellsTime ? {} : { staleSince: null }),
      ...(file.nameHex === undefined ? {} : UNASKED),
    })),
  }));
  return { ...report, findings, ...{ source: "", time: "", duration: 0 } };
}

const UNASKED = { state: "", links: null, held: null, type: null, size: null, staleSince: null };

testShells("shows the own processes of a user, and counts those of others", ["namespaces"], async (shell) => {
  await using workshop = await openWorkshop();
  const inside = await workshop.start({ args: ["the first process"] });
  await inside.tell(["own-processes"]);
  const name = "\\377 a";
  for (const directory of ["own", "leaderless", "foreign"]) {
    await Deno.mkdir(workshop.path(directory));
    const unprivileged = directory !== "foreign";
    if (unprivileged) await Deno.chown(workshop.path(directory), NOBODY, NOBODY);
    const holder = await workshop.start({ directory, args: [directory], inside, unprivileged });
    await holder.tell(["create", name], ["map", name], ["open", name], ["unlink", name]);
    if (directory === "leaderless") await holder.tell(["leave"]);
  }
  const tools = await makeTools(workshop, shell);
  const { code, stderr, bytes } = await runScript(SCRIPT, shell, tools, { inside, prefix: AS_NOBODY });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  for (const [mode, source] of [["lib_users", "map"], ["fd_users", "open"]] as const) {
    const live = await runProgram([mode, "-m", "--all"], { inside });
    const { stdout, stderr } = await replay([mode, "-m", "--all"], bytes);
    assert.deepEqual(stdout.split("\n"), live.stdout.split("\n").filter((line) => !line.includes("foreign")));
    assert.equal(stdout.split("\n").length, 3);
    assert.equal(
      stderr,
      `${mode}: warning: could not read the ${source} files of 2 of 4 processes; run as root to see them all\n`,
    );
  }
});

testShells("is refused what a direct scan is refused", ["namespaces", "other users", "checkpoints"], async (shell) => {
  await using workshop = await openWorkshop();
  const inside = await startMachine(workshop);
  const prefix = ["setpriv", "--bounding-set=-all"];
  const { code, stderr, bytes } = await runScript(SCRIPT, shell, await makeTools(workshop, shell), { inside, prefix });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  for (const mode of MODES) {
    const live = await runProgram([mode, "-s"], { inside, prefix });
    assert.deepEqual(await replay([mode, "-s"], bytes), live);
    assert.match(live.stderr, /could not read/);
  }
});

testShells("gives no process the files of another while processes come and go", ["namespaces"], async (shell) => {
  await using workshop = await openWorkshop();
  const churn = await workshop.start({ args: ["arguments to write a title over"] });
  await churn.tell(["own-processes"]);
  const daemon = await workshop.start({ args: ["daemon"], inside: churn });
  await daemon.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
  await churn.tell(["mkdir", "churn"], ["churn", workshop.path("churn"), "8", "reuse", "50000"]);
  const tools = await makeTools(workshop, shell);
  for (let run = 0; run < 10; run++) {
    const { code, stderr, bytes } = await runScript(SCRIPT, shell, tools, { inside: churn });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const { stdout, stderr: refusal } = await replay(["--all", "--json"], bytes);
    assert.equal(refusal, "");
    const report: Report = JSON.parse(stdout);
    assert.deepEqual([report.missed, filesOf(report, daemon)], [[], [[workshop.path("a"), "removed"]]]);
    for (const { command, files } of report.findings.filter(({ pid }) => pid !== daemon.pid)) {
      assert.deepEqual(files.map(({ name }) => `churn ${name.split("/").at(-1)![0]}`), [command]);
    }
  }
});

testShells("does not take a file for removed because a process has ended", ["namespaces"], async (shell) => {
  await using workshop = await openWorkshop();
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"]);
  const first = await workshop.start({ args: ["first"], inside: machine });
  await first.tell(["create", "a"], ["map", "a"], ["unlink", "a"]);
  const second = await workshop.start({ args: ["second"], inside: machine });
  await second.tell(["create", "b"], ["map", "b"], ["create", "c"], ["rename", "c", "b"]);
  const tools = await makeTools(workshop, shell);
  await Deno.remove(`${tools}/od`);
  const end = `kill -9 ${first.pid}; while [ -e /proc/${first.pid}/root/. ]; do :; done`;
  const script = `#!/bin/sh\ncase $* in *" ${first.pid}/cmdline") ${end} ;; esac\nexec ${locate("od")} "$@"\n`;
  await Deno.writeTextFile(`${tools}/od`, script, { mode: 0o755 });
  // In a mount namespace of its own it needs one of those in the other to look there.
  const prefix = [locate("unshare")!, "--mount"];
  const { code, stderr, bytes } = await runScript(SCRIPT, shell, tools, { inside: machine, prefix });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const report: Report = JSON.parse((await replay(["--all", "--json"], bytes)).stdout);
  const [[name, state] = []] = filesOf(report, second);
  assert.equal(name, workshop.path("b"));
  // A busybox may prefer the od that it has in itself, and nothing ends then.
  assert.match(state!, shell.name === "busybox" ? /^(unknown|replaced)$/ : /^unknown$/);
});

testShells("tells what has a name by now from the file that had it a moment ago", ["namespaces"], async (shell) => {
  await using workshop = await openWorkshop();
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"]);
  const daemon = await workshop.start({ args: ["daemon"], inside: machine });
  await daemon.tell(["create", "a"], ["open", "a"]);
  const [a, b, c] = [workshop.path("a"), workshop.path("b"), workshop.path("c")];
  await Deno.link(a, b);
  await Deno.remove(a);
  // The name is back when it is asked for, and is that of another file when the descriptor is.
  await Deno.link(b, a);
  await Deno.writeTextFile(c, "");
  const tools = await makeTools(workshop, shell);
  await Deno.remove(`${tools}/ls`);
  const replace = `case "$* " in -L*" ${daemon.pid}/fd/"*) ${locate("mv")} '${c}' '${a}' 2>/dev/null ;; esac`;
  const ls = `exec ${shell.tools === undefined ? locate("ls") : `${locate(shell.tools)} ls`} "$@"`;
  await Deno.writeTextFile(`${tools}/ls`, `#!/bin/sh\n${replace}\n${ls}\n`, { mode: 0o755 });
  const { code, stderr, bytes } = await runScript(SCRIPT, shell, tools, { inside: machine });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const { stdout, stderr: refusal } = await replay(["fd_users", "--all", "--json"], bytes);
  assert.equal(refusal, "");
  // A busybox may prefer the ls that it has in itself, and nothing is replaced then.
  const isReplaced = await Deno.stat(c).then(() => false, () => true);
  assert(isReplaced || shell.name === "busybox");
  assert.deepEqual(filesOf(JSON.parse(stdout), daemon), isReplaced ? [[a, "replaced"]] : []);
});

testShells("passes over a process that does not answer", ["namespaces"], async (shell) => {
  await using workshop = await openWorkshop();
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"]);
  const [silent, daemon] = [
    await workshop.start({ args: ["silent"], inside: machine }),
    await workshop.start({ args: ["daemon"], inside: machine }),
  ];
  await silent.tell(["create", "a"], ["map", "a"], ["unlink", "a"]);
  await daemon.tell(["create", "b"], ["map", "b"], ["unlink", "b"]);
  const tools = await makeTools(workshop, shell);
  await Deno.remove(`${tools}/grep`);
  const wait = `case " $* " in *" ${silent.pid}/maps "*) exec sleep 60 ;; esac`;
  const grep = `exec ${shell.tools === undefined ? locate("grep") : `${locate(shell.tools)} grep`} "$@"`;
  await Deno.writeTextFile(`${tools}/grep`, `#!/bin/sh\n${wait}\n${grep}\n`, { mode: 0o755 });
  const { code, stderr, bytes } = await runScript(SCRIPT, shell, tools, { inside: machine });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const report: Report = JSON.parse((await replay(["--all", "--json"], bytes)).stdout);
  assert.deepEqual(filesOf(report, daemon), [[workshop.path("b"), "removed"]]);
  // A busybox may prefer the grep that it has in itself, and nothing waits then.
  const isPassedOver = report.missed.some(({ pid, failure }) => pid === silent.pid && failure === "stuck");
  assert.ok(isPassedOver || shell.name === "busybox" && filesOf(report, silent).length === 1);
});

testShells("says what it has cut", ["namespaces", "other users", "checkpoints"], async (shell) => {
  await using workshop = await openWorkshop();
  await using attacker = await startAttacker(workshop, ["full-arguments", "2", "x"]);
  const [pid] = attacker.pids;
  const { code, stdout, stderr } = await runScript(SCRIPT, shell, await makeTools(workshop, shell));
  assert.equal(code, 0);
  assert.match(stderr, new RegExp(`^recorder: warning: too much to record all of it: .*\\b${pid}/cmdline\\b.*\n$`));
  const { cut, read } = JSON.parse(stdout.split("\n").find((line) => line.startsWith(`{"pid":${pid},`))!);
  assert.deepEqual(cut, ["cmdline"]);
  // The byte more than is shown tells a scan, too, that the arguments are cut.
  assert.equal(read["cmdline"].hex, "78".repeat(2 ** 20 + 1));
});

/** Where the cgroup of a service can be made; undefined where none can. */
const CGROUPS = ["/sys/fs/cgroup/systemd", "/sys/fs/cgroup"].find((path) => {
  try {
    Deno.mkdirSync(`${path}/lib_users_test`);
    Deno.removeSync(`${path}/lib_users_test`);
    return true;
  } catch {
    return false;
  }
});

/** Makes the cgroup of a service, which is removed again. */
function makeCgroup(name: string): AsyncDisposable & { readonly path: string } {
  const slice = `${CGROUPS}/lib_users_test_${crypto.randomUUID()}.slice`;
  const path = `${slice}/${name}`;
  Deno.mkdirSync(path, { recursive: true });
  return {
    path,
    async [Symbol.asyncDispose](): Promise<void> {
      await new Deno.Command("sh", {
        args: ["-c", `for i in 1 2 3 4 5 6 7 8 9; do rmdir "${path}" "${slice}" && exit; sleep 0.2; done 2>/dev/null`],
      }).output();
    },
  };
}

/** What systemd and the package manager say, in a `/run` of the machine's own. */
const HOST = String.raw`set -e
mount -t tmpfs none /run
cd /run
mkdir -p systemd/system/demo@1.service.d systemd/system/service.d systemd/sessions systemd/units
printf '[Service]\nEnvironment=PASSWORD=secret \\\n  Type=oneshot\nExecStart=-/usr/bin/demo --password=secret\nType = simple\n' \
  > systemd/system/demo@.service
printf '[Unit]\nRefuseManualStop=yes\n' > systemd/system/demo@1.service.d/10-a.conf
printf '[Unit]\nDescription=secret\n' > systemd/system/service.d/10-b.conf
printf 'STATE=closing\nTYPE=tty\nUSER=secret\n' > systemd/sessions/3
ln -s 0123456789abcdef systemd/units/invocation:demo@1.service
printf 'libc6\nlinux-image\n' > reboot-required.pkgs
echo 'restart' > reboot-required
`;

if (CGROUPS === undefined) {
  testUnless("no cgroups", "The recorder tells what a plan is made of", () => Promise.resolve());
} else {
  testShells("tells what a plan is made of, and no secrets", ["namespaces"], async (shell) => {
    await using cgroup = makeCgroup("demo@1.service");
    await using workshop = await openWorkshop();
    const inside = await workshop.start({ args: ["the first process"] });
    await inside.tell(["own-processes"]);
    const daemon = await workshop.start({ args: ["daemon"], inside });
    const [command, ...rest] = enter(inside);
    const script = `${HOST}echo ${daemon.pid} > ${cgroup.path}/cgroup.procs`;
    assert.ok((await new Deno.Command(command!, { args: [...rest, "sh", "-c", script] }).output()).success);
    await Deno.rename(workshop.path("holder"), workshop.path("old"));
    await Deno.copyFile(workshop.path("old"), workshop.path("holder"));
    await Deno.remove(workshop.path("old"));
    const { code, stdout, stderr, bytes } = await runScript(SCRIPT, shell, await makeTools(workshop, shell), {
      inside,
    });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.equal(stdout.includes("secret"), false);
    const args = ["-sS", "--restart", "--config", "/dev/null"];
    const live = await runProgram(args, { inside });
    assert.deepEqual(await replay(args, bytes), live);
    assert.match(live.stdout, /demo@1\.service.* refuses to be stopped/);
    assert.match(live.stdout, /reboot: needed: .*libc6, linux-image/);
  });
}

testShells("writes what is noticed to be cut short", ["namespaces"], async (shell) => {
  await using workshop = await openWorkshop();
  const inside = await workshop.start({ args: ["the first process"] });
  await inside.tell(["own-processes"]);
  const { bytes } = await runScript(SCRIPT, shell, await makeTools(workshop, shell), { inside });
  assert.equal((await replay([], bytes)).code, 0);
  const { code, stderr } = await replay([], bytes.slice(0, -100));
  assert.equal(code, 1);
  assert.match(stderr, /: it is cut short: the last line is missing\n$/);
});

testShells("writes nothing where the script is cut short or a tool is missing", [], async (shell) => {
  await using workshop = await openWorkshop();
  const tools = await makeTools(workshop, shell);
  for (let end = 0; end < SCRIPT.length - 20; end += 1500) {
    assert.equal((await runScript(SCRIPT.slice(0, end), shell, tools)).stdout, "");
  }
  await Deno.remove(`${tools}/od`);
  // A busybox may prefer what it has in itself.
  const { code, stdout, stderr } = await runScript(SCRIPT, shell, tools);
  if (code !== 0) assert.deepEqual({ stdout, stderr }, { stdout: "", stderr: "recorder: error: there is no od\n" });
});

testShells("writes nothing where a tool is killed", [], async (shell) => {
  await using workshop = await openWorkshop();
  const tools = await makeTools(workshop, shell);
  await Deno.remove(`${tools}/grep`);
  await Deno.writeTextFile(`${tools}/grep`, "#!/bin/sh\nkill -9 $$\n", { mode: 0o755 });
  // A busybox may prefer what it has in itself.
  const { code, stdout, stderr } = await runScript(SCRIPT, shell, tools);
  const failed = { stdout: "", stderr: "recorder: error: the recording is not complete\n" };
  if (code !== 0) assert.deepEqual({ stdout, stderr: stderr.replace(/^Killed\n/, "") }, failed);
  assert.ok(code !== 0 || shell.name === "busybox");
});

testShells("is a script that it understands", [], async ({ command: [first, ...rest] }) => {
  await using workshop = await openWorkshop();
  await Deno.writeTextFile(workshop.path("recorder.sh"), SCRIPT);
  const { success } = await new Deno.Command(first, { args: [...rest, "-n", workshop.path("recorder.sh")] }).output();
  assert.ok(success);
});

testUnless(
  locate("shellcheck") ? undefined : "no shellcheck",
  "shellcheck finds no fault in the recorder",
  async () => {
    await using workshop = await openWorkshop();
    await Deno.writeTextFile(workshop.path("recorder.sh"), SCRIPT);
    const { stdout } = await new Deno.Command("shellcheck", { args: [workshop.path("recorder.sh")] }).output();
    assert.equal(new TextDecoder().decode(stdout), "");
  },
);

testUnless(locate("gawk") ? undefined : "no gawk", "gawk finds no fault in the recorder", async () => {
  await using workshop = await openWorkshop();
  const [, program = ""] = /\nPROGRAM='\n([^]*\n)'\n/.exec(SCRIPT) ?? [];
  await Deno.writeTextFile(workshop.path("recorder.awk"), program);
  // Nothing is run: what gawk finds then depends on the processes that there are.
  const args = ["--lint", "-e", "BEGIN { exit } END { exit }", "-f", workshop.path("recorder.awk")];
  const { code, stderr } = await new Deno.Command("gawk", { args, stdin: "null" }).output();
  assert.deepEqual({ code, stderr: new TextDecoder().decode(stderr) }, { code: 0, stderr: "" });
});
