import type { Stat } from "../lib/model/file.ts";
import { type Failure, FAILURES } from "../lib/procfs/procfs.ts";
import { isAskable, type MarkedFile, statOf, timesOf } from "./files.ts";
import type { Machine, NamedFiles, SimulatedNamespace, SimulatedProcess } from "./machine.ts";
import { formatMountinfo, mountAt, type SimulatedMount } from "./mounts.ts";
import { descriptorsOf, mappingsOf } from "./defaults.ts";
import { systemdFiles } from "./systemd.ts";

/** A mount namespace of a machine, as its processes see it. */
export interface Namespace {
  /** The target of `ns/mnt`. */
  readonly link: string;
  /** The target of `ns/user`. */
  readonly users: string;
  readonly files: NamedFiles;
  /** Returns the device of a file: its own, or that of the mount it is on. */
  deviceOf(file: MarkedFile): string;
  /** Finds the mount that a file is on; undefined where its file system is mounted nowhere. */
  mountOf(file: MarkedFile): SimulatedMount | undefined;
  stat(file: MarkedFile): Stat;
  /** Returns what `stat` says of every name that exists, and of those that cannot be asked about. */
  now(): ReadonlyMap<string, Stat | Failure>;
  mountinfo(root: string): Uint8Array;
}

/** Returns a function that finds the namespace of a process. */
export function namespacesOf(machine: Machine): (process: SimulatedProcess) => Namespace {
  const host: SimulatedNamespace = {
    id: 4026531841,
    mounts: machine.mounts,
    files: filesOf(machine),
  };
  const opened = new Map<SimulatedNamespace, Namespace>();
  return ({ namespace: own = host }) => {
    const namespace = opened.get(own) ?? openNamespace(machine, own, (other) => (other.namespace ?? host) === own);
    opened.set(own, namespace);
    return namespace;
  };
}

function filesOf(machine: Machine): NamedFiles {
  const files = { ...(machine.systemd ? systemdFiles(machine) : {}), ...machine.files };
  return Object.fromEntries(Object.entries(files).filter(([, file]) => file.missing !== true));
}

function openNamespace(
  machine: Machine,
  { id, users = 4026531837, mounts, files }: SimulatedNamespace,
  isMember: (process: SimulatedProcess) => boolean,
): Namespace {
  const times = timesOf(machine);
  const byPoint = new Map(mounts.map((mount) => [mount.point, mount]));
  const byDevice = new Map(mounts.map((mount) => [mount.device, mount]));
  const texts = new Map<string, Uint8Array>();
  let now: ReadonlyMap<string, Stat | Failure> | undefined;

  const namespace: Namespace = {
    link: `mnt:[${id}]`,
    users: `user:[${users}]`,
    files,
    deviceOf: ({ name, device }) =>
      device ?? (name.startsWith("/") ? mountAt(byPoint, name)?.device : undefined) ?? "0:0",
    mountOf(file): SimulatedMount | undefined {
      const mount = file.name.startsWith("/") ? mountAt(byPoint, file.name) : undefined;
      return file.device === undefined || mount?.device === file.device ? mount : byDevice.get(file.device);
    },
    stat: (file) => statOf(file, namespace.deviceOf(file), times),
    now: () => now ??= findNow(namespace, [...machine.processes, machine.scanner].filter(isMember), times.upgraded),
    mountinfo(root): Uint8Array {
      const text = texts.get(root) ?? formatMountinfo(mounts, root);
      texts.set(root, text);
      return text;
    },
  };
  return namespace;
}

/** Finds the names that lead to a file, and those that cannot be asked about. */
function findNow(
  namespace: Namespace,
  members: readonly SimulatedProcess[],
  upgraded: number,
): Map<string, Stat | Failure> {
  const now = new Map<string, Stat | Failure>();
  const seen = new Set<readonly MarkedFile[]>();

  function add(files: readonly MarkedFile[]): void {
    if (seen.has(files)) return;
    seen.add(files);
    for (const file of files) {
      if (!file.name.startsWith("/") || now.has(file.name)) continue;
      if (!isAskable(file.name)) now.set(file.name, FAILURES.unreadable);
      else if (file.deleted === undefined && isWhereItSays(file)) now.set(file.name, namespace.stat(file));
    }
  }
  /** False on a mount that is detached, or hidden by another one. */
  function isWhereItSays(file: MarkedFile): boolean {
    return namespace.deviceOf(file) === namespace.deviceOf({ name: file.name });
  }
  for (const process of members) {
    for (const files of [...mappingsOf(process), ...descriptorsOf(process)]) add(files);
  }
  for (const [name, file] of Object.entries(namespace.files)) {
    if (isAskable(name) && file.target === undefined) {
      now.set(name, { ...namespace.stat({ name, ...file }), ...(file.changed ? {} : { ctime: upgraded }) });
    }
  }
  return now;
}
