import assert from "node:assert/strict";
import { linesAbout, MAIN, type RunOptions, runProgram } from "./program.ts";
import { findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { AS_NOBODY, NOBODY, openWorkshop, type Workshop } from "./workshop.ts";

/** Copies what the user nobody may perhaps not reach: the program, and Deno. */
async function asNobody(workshop: Workshop): Promise<RunOptions> {
  const cache = workshop.path("cache");
  await Deno.mkdir(cache);
  await Deno.chown(cache, NOBODY, NOBODY);
  const project = MAIN.slice(0, MAIN.lastIndexOf("/"));
  const copy = workshop.path("project");
  await Deno.mkdir(copy);
  for (const name of ["main.ts", "lib", "deno.json"]) {
    await new Deno.Command("cp", { args: ["-r", `${project}/${name}`, copy] }).output();
  }
  await new Deno.Command("chmod", { args: ["-R", "a+rX", copy] }).output();
  const env = { DENO_DIR: cache, HOME: cache };
  return { prefix: AS_NOBODY, main: `${copy}/main.ts`, env, deno: await reachableDeno(workshop) };
}

async function reachableDeno(workshop: Workshop): Promise<string> {
  const deno = Deno.execPath();
  const [command, ...args] = [...AS_NOBODY, deno, "--version"] as const;
  const { success } = await new Deno.Command(command!, { args, stdout: "null", stderr: "null" }).output();
  if (success) return deno;
  await Deno.copyFile(deno, workshop.path("deno"));
  await Deno.chmod(workshop.path("deno"), 0o755);
  return workshop.path("deno");
}

for (const [mode, hold, source] of [["lib_users", "map", "map"], ["fd_users", "open", "open"]] as const) {
  testLive(`${mode} warns a user who sees only own processes`, ["other users", "source"], async () => {
    await using workshop = await openWorkshop();
    const [foreign, own] = [await workshop.start(), await workshop.start({ unprivileged: true })] as const;
    await foreign.tell(["create", "a"], [hold, "a"]);
    await own.tell([hold, "a"]);
    await foreign.tell(["unlink", "a"]);
    const options = await asNobody(workshop);
    const { code, stdout, stderr } = await runProgram([mode, "-m"], options);
    assert.equal(code, 0);
    assert.deepEqual(linesAbout(stdout, [foreign, own]), [
      `${own.pid};${workshop.path("a")};${workshop.path("holder")}`,
    ]);
    const [line, missed, all] = WARNING.exec(stderr) ?? [];
    assert.equal(line, stderr);
    assert.ok(stderr.startsWith(`${mode}: warning: could not read the ${source}`));
    assert.ok(Number(missed) > 0 && Number(missed) < Number(all));
    const report = await scanReport([mode], options);
    assert.ok(report.missed.some(({ pid, failure }) => pid === foreign.pid && failure === "denied"));
    assert.ok(!report.missed.some(({ pid }) => pid === own.pid));
  });
}

const WARNING =
  /^(?:lib|fd)_users: warning: could not read the (?:map|open) files of ([0-9]+) of ([0-9]+) processes; run as root to see them all\n$/;

testLive("A hostile user does not keep root from seeing a stale daemon", ["other users"], async () => {
  await using workshop = await openWorkshop();
  await Deno.mkdir(workshop.path("nobody"));
  await Deno.chown(workshop.path("nobody"), NOBODY, NOBODY);
  const daemon = await workshop.start({ args: ["daemon"] });
  const hostile = await workshop.start({ directory: "nobody", unprivileged: true });
  await hostile.tell(["execute", "../holder", `x\\012${daemon.pid} "forged"\\033[2J\\377`]);
  await hostile.tell(["name", "x) R 1 (y\\012\\377"], ["memory", "\\377\\376 (deleted)"], ["memory", "a\\015\\015"]);
  const name = `\\0121;forged;\\015\\377 (deleted)`;
  await hostile.tell(["create", name], ["map", name], ["open", name], ["unlink", name]);
  await daemon.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);

  const command = `${workshop.path("holder")} daemon`;
  const escaped = `x\\012${daemon.pid} "forged"\\033[2J\\377`;
  const file = `${workshop.path("nobody")}/${name}`;
  for (const mode of ["lib_users", "fd_users"]) {
    const both = [daemon, hostile];
    const people = await runProgram([mode, "-s"]);
    assert.deepEqual(
      linesAbout(people.stdout, both).toSorted(),
      [
        `${daemon.pid} "${command}" uses ${workshop.path("a")}`,
        `${hostile.pid} "${escaped}" uses ${file}`,
      ].toSorted(),
    );
    const programs = await runProgram([mode, "-m"]);
    assert.deepEqual(
      linesAbout(programs.stdout, both).toSorted(),
      [
        `${daemon.pid};${workshop.path("a")};${command}`,
        `${hostile.pid};${file.replaceAll(";", "\\073")};${escaped}`,
      ].toSorted(),
    );
    const report = await scanReport([mode]);
    assert.equal(findingOf(report, daemon)!.command, command);
    assert.equal(findingOf(report, hostile)!.command, `x\n${daemon.pid} "forged"\x1b[2J\\377`);
    assert.equal(report.findings.filter(({ pid }) => pid === daemon.pid).length, 1);
  }
});
