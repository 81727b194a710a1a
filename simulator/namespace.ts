import type { Stat } from "../lib/model/file.ts";
import { type Failure, FAILURES } from "../lib/procfs/procfs.ts";
import { isAskable, type MarkedFile, statOf, timesOf } from "./files.ts";
import type { Machine, NamedFiles, SimulatedNamespace, SimulatedProcess } from "./machine.ts";
import { formatMountinfo, mountAt, type SimulatedMount } from "./mounts.ts";
import { descriptorsOf, mappingsOf } from "./uses.ts";

/** A mount namespace of a machine, as the processes in it see it. */
export interface Namespace {
  /** The target of `ns/mnt`. */
  readonly link: string;
  readonly files: NamedFiles;
  /** The device of a file: its own, or that of the mount it is on. */
  deviceOf(file: MarkedFile): string;
  /** The mount that a file is on; undefined where it is mounted nowhere. */
  mountOf(file: MarkedFile): SimulatedMount | undefined;
  stat(file: MarkedFile): Stat;
  /** What `stat` says of each name that is, or can be expected to be asked for. */
  now(): ReadonlyMap<string, Stat | Failure>;
  mountinfo(root: string): Uint8Array;
}

/** Gives each process of a machine the space that it is in. */
export function namespacesOf(machine: Machine): (process: SimulatedProcess) => Namespace {
  const host: SimulatedNamespace = { id: 4026531841, mounts: machine.mounts, files: machine.files };
  const spaces = new Map<SimulatedNamespace, Namespace>();
  return ({ namespace = host }) => {
    const space = spaces.get(namespace) ??
      openSpace(machine, namespace, (other) => (other.namespace ?? host) === namespace);
    spaces.set(namespace, space);
    return space;
  };
}

function openSpace(
  machine: Machine,
  { id, mounts, files }: SimulatedNamespace,
  isMember: (process: SimulatedProcess) => boolean,
): Namespace {
  const times = timesOf(machine);
  const byPoint = new Map(mounts.map((mount) => [mount.point, mount]));
  const byDevice = new Map(mounts.map((mount) => [mount.device, mount]));
  const texts = new Map<string, Uint8Array>();
  let now: ReadonlyMap<string, Stat | Failure> | undefined;

  const space: Namespace = {
    link: `mnt:[${id}]`,
    files,
    deviceOf: ({ name, device }) =>
      device ?? (name.startsWith("/") ? mountAt(byPoint, name)?.device : undefined) ?? "0:0",
    mountOf(file): SimulatedMount | undefined {
      const mount = file.name.startsWith("/") ? mountAt(byPoint, file.name) : undefined;
      return file.device === undefined || mount?.device === file.device ? mount : byDevice.get(file.device);
    },
    stat: (file) => statOf(file, space.deviceOf(file), times),
    now: () => now ??= findNow(space, [...machine.processes, machine.scanner].filter(isMember), times.upgraded),
    mountinfo(root): Uint8Array {
      const text = texts.get(root) ?? formatMountinfo(mounts, root);
      texts.set(root, text);
      return text;
    },
  };
  return space;
}

/** The names that lead somewhere, and those that cannot be asked about. */
function findNow(
  space: Namespace,
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
      else if (file.deleted === undefined && isWhereItSays(file)) now.set(file.name, space.stat(file));
    }
  }
  /** Not so on a mount that is detached, or hidden by another one. */
  function isWhereItSays(file: MarkedFile): boolean {
    return space.deviceOf(file) === space.deviceOf({ name: file.name });
  }
  for (const process of members) {
    for (const files of [...mappingsOf(process), ...descriptorsOf(process)]) add(files);
  }
  for (const [name, file] of Object.entries(space.files)) {
    if (isAskable(name)) {
      now.set(name, { ...space.stat({ name, ...file }), ...(file.changed ? {} : { ctime: upgraded }) });
    }
  }
  return now;
}
