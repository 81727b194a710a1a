import { cgroupOf, exeOf } from "./defaults.ts";
import type { Machine, NamedFile, NamedFiles, SimulatedProcess } from "./machine.ts";

/**
 * Returns the files that systemd and its packages put on a machine: a unit file for every unit that a process is in,
 * with that process as its program, the mark that it is started, the state of every login session, and the kernel.
 */
export function systemdFiles({ processes, kernel }: Pick<Machine, "processes" | "kernel">): NamedFiles {
  const files: Record<string, NamedFile> = {
    "/run/systemd/units/log-level-max:none.service": textFile("x"),
    "/usr/lib/systemd/system/basic.target": textFile("[Unit]\n"),
    "/usr/lib/systemd/user/basic.target": textFile("[Unit]\n"),
    [`/boot/vmlinuz-${kernel}`]: textFile("x"),
    [`/usr/lib/modules/${kernel}/modules.dep`]: textFile("x"),
  };
  for (const process of processes.flatMap((process) => [process, process.race?.becomes ?? []].flat())) {
    const path = cgroupOf(process);
    const session = /\/session-(c?[0-9]+)\.scope/.exec(path)?.[1];
    if (session !== undefined) files[`/run/systemd/sessions/${session}`] = textFile("STATE=active\nTYPE=tty\n");
    const [, manager, unit] = UNIT.exec(path) ?? [];
    if (unit === undefined) continue;
    const scope = manager === undefined ? "system" : "user";
    files[`/usr/lib/systemd/${scope}/${unit}`] ??= unitFile(process);
    if (scope === "system") files[`/run/systemd/units/invocation:${unit}`] = { target: "4f0c".repeat(8) };
  }
  return files;
}

/** A file with a text. */
export function textFile(text: string): NamedFile {
  return { text, size: text.length };
}

/** Matches the unit of a cgroup path, below the manager of a user or not. */
const UNIT = /^(?:\/[^/]+\.slice)+(\/user@[0-9]+\.service(?:\/[^/]+\.slice)+)?\/([^/]+\.service)(?:\/|$)/;

function unitFile(process: SimulatedProcess): NamedFile {
  return textFile(`[Service]\nExecStart=${exeOf(process)?.name}\n`);
}
