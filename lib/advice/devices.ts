// Tells by the devices that a service has open why it must not be restarted blindly.
import type { Caution } from "../model/advice.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { CONSOLE, MAINTENANCE } from "./named_cautions.ts";

/** A device that tells what a service does, whatever its name is: it is open as long as the service does it. */
interface Device extends Omit<Caution, "action"> {
  /** Matches the path of the device. */
  readonly pattern: RegExp;
}

function row(paths: string, reason: string, instead: string): Device {
  return { pattern: new RegExp(`^/dev/(?:${paths})$`), reason, instead };
}

/** The devices, those that need most care first. */
const DEVICES: readonly Device[] = [
  row("watchdog[0-9]*", "the watchdog resets the machine when nobody feeds it", `${MAINTENANCE}, or reboot`),
  row("kvm", "the virtual machines that it runs are switched off", "shut them down and start them, or migrate them"),
  row("net/tun|tap[0-9]+|ppp", "tunnels break off, and your connection if it runs through one", CONSOLE),
  row("vfio/[0-9]+|uio[0-9]+", "the network or disks that it drives itself go away for a moment", CONSOLE),
  row("fuse|nbd[0-9]+", "file systems in use depend on it", "unmount what it serves first, or reboot"),
  row("dri/card[0-9]+", "desktop sessions end and unsaved work is lost", "log out of the desktop first"),
  row("ptmx|pts/ptmx", "terminals that it serves close with all that runs in them", "have their users end them first"),
];

/** Returns whether an open file is a device that tells what a service does. */
export function isTellingDevice(path: string): boolean {
  return DEVICES.some(({ pattern }) => pattern.test(path));
}

/** Finds why what has these devices open must not be restarted blindly. */
export function findDeviceCaution(devices: readonly string[]): Caution | undefined {
  return DEVICES.find(({ pattern }) => devices.some((path) => pattern.test(path)));
}

/** Reads which of these devices some processes have open. */
export function readDevices(proc: ProcFs, pids: readonly string[]): readonly string[] {
  const found = new Set<string>();
  let left = MAX_DESCRIPTORS;
  for (const pid of pids) {
    if (left === 0) break;
    const numbers = proc.listSync(`${pid}/fd`);
    if (isFailure(numbers)) continue;
    for (const number of numbers.slice(0, left)) {
      const target = proc.linkSync(`${pid}/fd/${number}`);
      if (!isFailure(target) && isTellingDevice(target)) found.add(target);
    }
    left = Math.max(0, left - numbers.length);
  }
  return [...found];
}

/** The most descriptors of a service that are looked at. */
const MAX_DESCRIPTORS = 10_000;
