import { encodeText } from "../lib/base/bytes.ts";

/** What `stat` and `status` say of a process or a thread. */
export interface Task {
  readonly id: number;
  /** The PID of its process. */
  readonly group: number;
  readonly name: string;
  readonly state: string;
  readonly parent: number;
  readonly uid: number;
  readonly threads: number;
  readonly started: number;
  /** `tty_nr`. */
  readonly terminal: number;
  /** Whether it has memory: a kernel thread and a zombie have none. */
  readonly memory: boolean;
  readonly isKernel: boolean;
}

/** Writes `stat`, its 52 fields. Format: proc_pid_stat(5), `do_task_stat()` in fs/proc/array.c. */
export function formatStat(task: Task): Uint8Array<ArrayBuffer> {
  const { id, group, name, state, parent, threads, started, terminal, memory } = task;
  const session = task.isKernel ? 0 : group;
  const identity = [
    state,
    parent,
    session,
    session,
    terminal,
    -1,
    task.isKernel ? 2129984 : memory ? 4194560 : 4227084,
  ];
  const times = [231, 0, 0, 0, 4, 2, 0, 0, 20, 0, threads, 0, started];
  const size = memory ? [24_125_440, 1931] : [0, 0];
  const code = memory ? [94359749681152, 94359749697536, 140726113632960, 0, 0] : [0, 0, 0, 0, 0];
  const signals = [0, 0, 0, 0, task.isKernel ? 1 : 0, 0, 0, task.isKernel ? 0 : 17, id % 4, 0, 0, 0, 0, 0];
  const memoryEnd = memory
    ? [
      94359749730304,
      94359749746688,
      94359749763072,
      140726113633500,
      140726113633600,
      140726113633600,
      140726113634200,
    ]
    : [0, 0, 0, 0, 0, 0, 0];
  const fields = [...identity, ...times, ...size, "18446744073709551615", ...code, ...signals, ...memoryEnd, 0];
  return encodeText(`${id} (${name}) ${fields.join(" ")}\n`);
}

/** Writes `status`. Format: proc_pid_status(5), `proc_pid_status()` in fs/proc/array.c. */
export function formatStatus(task: Task): Uint8Array<ArrayBuffer> {
  const { id, group, state, parent, uid, isKernel, memory, threads } = task;
  const ids = `${uid}\t${uid}\t${uid}\t${uid}`;
  const session = isKernel ? 0 : group;
  const capabilities = uid === 0 ? "000001ffffffffff" : "0000000000000000";
  const lines = [
    `Name:\t${escapeName(task.name)}`,
    ...(state === "Z" ? [] : ["Umask:\t0022"]),
    `State:\t${state} (${STATES[state] ?? "sleeping"})`,
    `Tgid:\t${group}`,
    "Ngid:\t0",
    `Pid:\t${id}`,
    `PPid:\t${parent}`,
    "TracerPid:\t0",
    `Uid:\t${ids}`,
    `Gid:\t${ids}`,
    `FDSize:\t${state === "Z" ? 0 : 64}`,
    `Groups:\t${isKernel || uid === 0 ? "" : uid} `,
    `NStgid:\t${group}`,
    `NSpid:\t${id}`,
    `NSpgid:\t${session}`,
    `NSsid:\t${session}`,
    `Kthread:\t${isKernel ? 1 : 0}`,
    ...(memory ? MEMORY : []),
    `Threads:\t${threads}`,
    "SigQ:\t0/31329",
    ...["SigPnd", "ShdPnd", "SigBlk"].map((set) => `${set}:\t0000000000000000`),
    `SigIgn:\t${isKernel ? "ffffffffffffffff" : "0000000000001000"}`,
    `SigCgt:\t${isKernel ? "0000000000000000" : "0000000180014a07"}`,
    "CapInh:\t0000000000000000",
    `CapPrm:\t${capabilities}`,
    `CapEff:\t${capabilities}`,
    "CapBnd:\t000001ffffffffff",
    "CapAmb:\t0000000000000000",
    "NoNewPrivs:\t0",
    "Seccomp:\t0",
    "Seccomp_filters:\t0",
    "Cpus_allowed:\tf",
    "Cpus_allowed_list:\t0-3",
    "Mems_allowed:\t00000001",
    "Mems_allowed_list:\t0",
    "voluntary_ctxt_switches:\t42",
    "nonvoluntary_ctxt_switches:\t3",
  ];
  return encodeText(`${lines.join("\n")}\n`);
}

const STATES: Readonly<Record<string, string>> = {
  R: "running",
  S: "sleeping",
  D: "disk sleep",
  T: "stopped",
  I: "idle",
  Z: "zombie",
};

const MEMORY = Object.entries({
  VmPeak: 23_560,
  VmSize: 23_560,
  VmLck: 0,
  VmPin: 0,
  VmHWM: 7_724,
  VmRSS: 7_724,
  RssAnon: 1_204,
  RssFile: 6_520,
  RssShmem: 0,
  VmData: 1_532,
  VmStk: 132,
  VmExe: 16,
  VmLib: 5_116,
  VmPTE: 84,
  VmSwap: 0,
}).map(([name, size]) => `${name}:\t${String(size).padStart(8)} kB`);

/** `proc_task_name()` in fs/proc/array.c. */
function escapeName(name: string): string {
  return name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
