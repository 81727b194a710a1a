import type { NamedFiles, SimulatedDescriptor, SimulatedMapping, SimulatedProcess } from "./machine.ts";

/** Where Debian has its libraries. */
export const LIBRARIES = "/usr/lib/x86_64-linux-gnu";

/** The open(2) flags of a log file: O_WRONLY, O_APPEND, O_LARGEFILE. */
export const LOG_FLAGS = 0o102001;

/** Describes a library as the loader maps it, or the program itself. */
export function library(name: string, more: Partial<SimulatedMapping> = {}): SimulatedMapping {
  return { name, ...more };
}

/** Describes a library or program that an upgrade has replaced or removed. */
export function oldLibrary(name: string, more: Partial<SimulatedMapping> = {}): SimulatedMapping {
  return { name, deleted: true, ...more };
}

/** Describes a deleted file that is mapped in another way than a library. */
export function oldFile(name: string, permissions: string, more: Partial<SimulatedMapping> = {}): SimulatedMapping {
  return { name, deleted: true, permissions, ...more };
}

/** Describes memory that the kernel shows as a deleted file, on a device that is mounted nowhere. */
export function kernelObject(name: string, permissions: string, device = "0:1"): SimulatedMapping {
  return { name, deleted: true, permissions, device };
}

/** Describes a log that is open for appending. */
export function log(name: string, size: number, more: Partial<SimulatedDescriptor> = {}): SimulatedDescriptor {
  return { name, flags: LOG_FLAGS, offset: size, size, ...more };
}

/** Describes a log that was deleted, or rotated and compressed, while its writer kept it open. */
export function oldLog(name: string, size: number, more: Partial<SimulatedDescriptor> = {}): SimulatedDescriptor {
  return log(name, size, { deleted: true, ...more });
}

/** Describes new files under these names, as an upgrade leaves them. */
export function upgraded(...names: readonly string[]): NamedFiles {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

/** Describes a kernel thread, which uses no files. */
export function kernelThread(pid: number, name: string): SimulatedProcess {
  return { pid, name, exe: null, parent: pid === 2 ? 0 : 2, cgroup: "/", started: 10 };
}

/** The processes that every machine runs. */
export const BASE_SYSTEM: readonly SimulatedProcess[] = [
  { pid: 1, arguments: "/sbin/init", name: "systemd", exe: library("/usr/lib/systemd/systemd"), cgroup: "/init.scope" },
  kernelThread(2, "kthreadd"),
  kernelThread(3, "pool_workqueue_release"),
  kernelThread(17, "kworker/0:1-events"),
  { pid: 412, arguments: "/usr/lib/systemd/systemd-journald" },
  { pid: 455, arguments: "/usr/lib/systemd/systemd-udevd", cgroup: "/system.slice/systemd-udevd.service/udev" },
  {
    pid: 702,
    arguments: ["sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"],
    name: "sshd",
    exe: library("/usr/sbin/sshd"),
    cgroup: "/system.slice/ssh.service",
  },
  {
    pid: 731,
    arguments: ["/sbin/agetty", "-o", "-- \\u", "--noreset", "--noclear", "-", "linux"],
    cgroup: "/system.slice/system-getty.slice/getty@tty1.service",
  },
];
