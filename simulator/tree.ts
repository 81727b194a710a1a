import { encodeText } from "../lib/base/bytes.ts";
import { type Answers, emptyAnswers, type Tree } from "../lib/procfs/tree.ts";
import { timesOf } from "./files.ts";
import type { Machine } from "./machine.ts";
import { processAnswers } from "./process.ts";
import { contextOf } from "./context.ts";

/**
 * Makes the procfs of a machine, with all that the program asks. The answers about a process are made when they are
 * first asked for, so a tree of many processes costs little at first. `treeProc(tree)` makes a `ProcFs` of it, and
 * `formatRecording(machine, tree)` a recording. A tree has no races.
 */
export function machineTree(machine: Machine): Tree {
  const context = contextOf(machine);
  const processes = new Map<string, Answers>();
  for (const process of [...machine.processes, machine.scanner]) {
    processes.set(String(process.pid), processAnswers(context, process));
  }
  return { machine: machineAnswers(machine, processes.get(String(machine.scanner.pid))!), processes };
}

/** Answers questions about the machine: its own files, and the scanner's once more below `self`. */
export function machineAnswers(machine: Machine, scanner: Answers): Answers {
  const answers = emptyAnswers();
  const pid = String(machine.scanner.pid);
  answers.link.set("self", pid).set("thread-self", `${pid}/task/${pid}`);
  copy(scanner.list, answers.list);
  copy(scanner.link, answers.link);
  copy(scanner.stat, answers.stat);
  copy(scanner.read, answers.read);
  for (const [path, text] of Object.entries(machineTexts(machine))) answers.read.set(path, encodeText(text));
  return answers;
}

function copy<Answer>(from: ReadonlyMap<string, Answer>, to: Map<string, Answer>): void {
  for (const [path, answer] of from) to.set(path === "." ? "self" : `self/${path}`, answer);
}

function machineTexts(machine: Machine): Readonly<Record<string, string>> {
  const { host, kernel, uptime, processes } = machine;
  return {
    "sys/kernel/hostname": `${host}\n`,
    "sys/kernel/osrelease": `${kernel}\n`,
    "uptime": `${uptime.toFixed(2)} ${(uptime * 3.5).toFixed(2)}\n`,
    "stat": [
      "cpu  410219 2204 183301 340125817 9120 0 5102 0 0 0",
      "ctxt 91820441",
      `btime ${Math.floor(timesOf(machine).booted / 1000)}`,
      `processes ${machine.scanner.pid}`,
      `procs_running ${Math.min(processes.length, 2)}`,
      "procs_blocked 0\n",
    ].join("\n"),
  };
}
