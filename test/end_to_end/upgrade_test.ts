import assert from "node:assert/strict";
import { linesAbout, runProgram } from "./program.ts";
import { findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

testLive("lib_users reports a library that was loaded and then unlinked", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start({ args: ["--serve", "a, b"] });
  await holder.tell(["load", workshop.path("library.so")], ["unlink", "library.so"]);
  const command = `${workshop.path("holder")} --serve a, b`;
  const library = workshop.path("library.so");

  const human = await runProgram([]);
  assert.deepEqual(linesAbout(human.stdout, [holder]), [`${holder.pid} "${command}"`]);
  const files = await runProgram(["-s"]);
  assert.deepEqual(linesAbout(files.stdout, [holder]), [`${holder.pid} "${command}" uses ${library}`]);
  const machine = await runProgram(["-m"]);
  assert.deepEqual(linesAbout(machine.stdout, [holder]), [`${holder.pid};${library};${command}`]);
  const finding = findingOf(await scanReport([]), holder)!;
  assert.equal(finding.command, command);
  assert.equal(finding.name, "holder");
  assert.deepEqual(finding.files.map(({ name, state, executable }) => ({ name, state, executable })), [
    { name: library, state: "removed", executable: true },
  ]);
  assert.deepEqual([human.code, files.code, machine.code], [0, 0, 0]);
});

testLive("lib_users reports a program that was unlinked while it runs", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  await holder.tell(["unlink", "holder"]);
  const program = workshop.path("holder");
  const { stdout } = await runProgram(["-s"]);
  assert.deepEqual(linesAbout(stdout, [holder]), [`${holder.pid} "${program}" uses ${program}`]);
});

testLive("lib_users joins processes of one command line, and keeps others apart", [], async () => {
  await using workshop = await openWorkshop();
  const holders = [
    await workshop.start({ args: ["worker"] }),
    await workshop.start({ args: ["worker"] }),
    await workshop.start({ args: ["leader"] }),
  ] as const;
  for (const holder of holders) await holder.tell(["load", workshop.path("library.so")]);
  await holders[0].tell(["unlink", "library.so"]);
  const { stdout } = await runProgram([]);
  const workers = [holders[0].pid, holders[1].pid].map(String).toSorted();
  assert.deepEqual(
    linesAbout(stdout, holders).toSorted(),
    [
      `${workers.join(",")} "${workshop.path("holder")} worker"`,
      `${holders[2].pid} "${workshop.path("holder")} leader"`,
    ].toSorted(),
  );
});

testLive("fd_users reports a log that is held open and was deleted", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start({ args: ["daemon"] });
  await holder.tell(["log", "daemon.log"], ["log", "daemon.log"], ["unlink", "daemon.log"]);
  const command = `${workshop.path("holder")} daemon`;
  const log = workshop.path("daemon.log");

  const human = await runProgram(["fd_users", "-s"]);
  assert.deepEqual(linesAbout(human.stdout, [holder]), [`${holder.pid} "${command}" uses ${log}`]);
  const machine = await runProgram(["fd_users", "-m"]);
  assert.deepEqual(linesAbout(machine.stdout, [holder]), [`${holder.pid};${log};${command}`]);
  const [file, ...others] = findingOf(await scanReport(["fd_users"]), holder)!.files;
  assert.deepEqual(others, []);
  assert.deepEqual([file!.name, file!.state, file!.links], [log, "removed", 0]);
  assert.deepEqual(file!.descriptors.map(({ number }) => number), [3, 4]);
});

testLive("Each mode reports only its own files", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  await holder.tell(["create", "mapped"], ["map", "mapped"], ["unlink", "mapped"]);
  await holder.tell(["create", "opened"], ["open", "opened"], ["unlink", "opened"]);
  await holder.tell(["create", "kept"], ["map", "kept"], ["open", "kept"]);
  for (const [mode, name] of [["lib_users", "mapped"], ["fd_users", "opened"]] as const) {
    const { stdout } = await runProgram([mode, "-m"]);
    const line = `${holder.pid};${workshop.path(name)};${workshop.path("holder")}`;
    assert.deepEqual(linesAbout(stdout, [holder]), [line]);
  }
});

testLive("Files that the user wants ignored are not reported", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  for (const name of ["a.so", "b.so"]) await holder.tell(["create", name], ["map", name], ["unlink", name]);
  const literal = await runProgram(["-m", "-I", workshop.path("a.so")]);
  const line = `${holder.pid};${workshop.path("b.so")};${workshop.path("holder")}`;
  assert.deepEqual(linesAbout(literal.stdout, [holder]), [line]);
  const glob = await runProgram(["-m", "-i", `${workshop.directory}/*`]);
  assert.deepEqual(linesAbout(glob.stdout, [holder]), []);
});
