// Finds the container or the virtual machine in the path of a cgroup.
import type { ContainerService, Runtime, VirtualMachineService } from "../model/service.ts";

/** The shape of the cgroup of a container: one or more components of a path. */
interface Shape {
  readonly pattern: RegExp;
  readonly kind: "container" | "monitor" | "vm";
  readonly runtime: Runtime;
}

/** An id as Docker, Podman and the runtimes of Kubernetes spell it. */
const ID = "(?<id>[0-9a-f]{12,64})";
/** An id as Garden and Mesos spell it. */
const GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4,12}){3,4}";
const END = "(?=/|$)";

function shape(kind: Shape["kind"], runtime: Runtime, pattern: string): Shape {
  return { kind, runtime, pattern: new RegExp(`^${pattern}${END}`) };
}

/** The runtimes' names in `SLICE:RUNTIME:ID`, a path for systemd that a runtime gave to the cgroupfs driver. */
const ENGINES: ReadonlyMap<string | undefined, Runtime> = new Map([
  ["docker", "docker"],
  ["libpod", "podman"],
  ["cri-containerd", "containerd"],
  ["nerdctl", "containerd"],
  ["crio", "cri-o"],
]);

const POD_ROOT = /^(?:[^/:]*-)?kubepods(?:[-.:/]|$)/;
const POD = /pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})/;
const POD_MEMBER = /(?:^|[-:])([0-9a-f]{12,64})(?:\.scope)?$/;

const SHAPES: readonly Shape[] = [
  shape("monitor", "podman", `libpod-conmon-${ID}(?:\\.scope)?`),
  shape("monitor", "cri-o", `crio-conmon-${ID}(?:\\.scope)?`),
  shape("monitor", "lxc", "lxc\\.monitor[./](?<id>[^/]+)"),
  shape("container", "docker", `docker-${ID}\\.scope`),
  shape("container", "docker", `docker/${ID}`),
  shape("container", "docker", `ecs/[^/]+/${ID}`),
  shape("container", "podman", `libpod-(?:payload-)?${ID}(?:\\.scope)?`),
  shape("container", "containerd", `(?:cri-containerd|nerdctl)-${ID}(?:\\.scope)?`),
  shape("container", "containerd", `k8s\\.io/${ID}`),
  shape("container", "cri-o", `crio-${ID}(?:\\.scope)?`),
  shape("container", "unknown", `[^/:]*:(?<engine>[^/:]+):${ID}`),
  shape("container", "lxc", "lxc(?:\\.payload)?/(?<id>[^/]+)"),
  shape("container", "lxc", "lxc\\.payload\\.(?<id>[^/]+)"),
  shape("container", "nspawn", "systemd-nspawn@(?<id>[^/]+)\\.service(?!/supervisor(?:/|$))"),
  shape("container", "garden", `garden/(?<id>${GUID})`),
  shape("container", "mesos", `mesos/(?<id>${GUID})`),
  shape("vm", "unknown", "machine-qemu\\\\x2d[0-9]+\\\\x2d(?<id>[^/]+)\\.scope"),
  shape("vm", "unknown", "machine/qemu-[0-9]+-(?<id>[^/]+)\\.libvirt-qemu"),
  shape("vm", "unknown", "qemu\\.slice/(?<id>[0-9]+)\\.scope"),
  shape("vm", "unknown", "systemd-vmspawn@(?<id>[^/]+)\\.service"),
  shape("container", "nspawn", "machine-(?<id>[^/]+)\\.scope"),
];

/**
 * Finds the outermost container or virtual machine in a cgroup path. `uid`: whose service manager the path is below.
 * Below a user's manager everything is the user's, and is looked for anywhere. On the system only root and the service
 * manager make slices and what is in them: below another unit, a name that looks like a container proves nothing.
 */
export function findContainer(
  path: string,
  uid: number | undefined,
): ContainerService | VirtualMachineService | undefined {
  const trusted = uid === undefined ? trustedDepth(path) : Infinity;
  let depth = 0;
  for (let at = path.indexOf("/"); at >= 0 && depth <= trusted; at = path.indexOf("/", at + 1), depth++) {
    const tail = path.slice(at + 1);
    const found = matchPod(tail, uid) ?? matchShape(path.slice(0, at), tail, uid);
    if (found !== undefined) return found;
  }
  return uid === undefined && trusted === Infinity && /\.service\//.test(path)
    ? findBareContainer(path.replace(/^.*?\.service(?=\/)/, ""))
    : undefined;
}

/**
 * Returns how deep in a path root has made what there is: down to the first unit, or without end below a runtime's own.
 * Quadlet's `libpod-payload-ID` counts with its unit, because that is what is restarted then.
 */
function trustedDepth(path: string): number {
  const parts = path.split("/").slice(1);
  const unit = parts.findIndex((part) => /\.(?:service|scope)$/.test(part));
  if (unit < 0 || RUNTIME_UNITS.test(parts[unit]!)) return Infinity;
  return parts[unit + 1]?.startsWith("libpod-payload-") ? unit + 1 : unit;
}

/** The services of runtimes that keep their containers in their own cgroup. */
const RUNTIME_UNITS =
  /^(?:(?:docker|dockerd|balena|containerd|crio|kubelet|k3s(?:-agent)?|k0s[a-z]*|rke2-[a-z]+|garden|guardian|mesos-(?:agent|slave)|nomad|lxc|lxd|incus|libvirtd|virtqemud|virtlxcd)|snap\.(?:docker|lxd|microk8s)\.[a-z-]+)\.service$/;

/** Finds a container of which only the id is known: Docker with a cgroup parent, or `ctr`. */
export function findBareContainer(path: string): ContainerService | undefined {
  const [, label, id] = /\/((?:[^/]+\/)?([0-9a-f]{64}))(?=\/|$)(?!\/conmon)/.exec(path) ?? [];
  if (label === undefined || id === undefined) return undefined;
  const nothing = { unit: undefined, pod: undefined, manager: undefined, uid: undefined };
  return { kind: "container", runtime: "unknown", id, label, ...nothing };
}

/** Undoes the `\x2d` of unit names: systemd-escape(1). */
export function unescapeUnit(text: string): string {
  return text.replace(/\\x([0-7][0-9a-f])/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** Matches a pod of Kubernetes, of any of its three drivers and in any slice. */
function matchPod(tail: string, uid: number | undefined): ContainerService | undefined {
  if (!POD_ROOT.test(tail)) return undefined;
  const parts = tail.split("/");
  const podAt = parts.findIndex((part) => POD.test(part));
  if (podAt < 0) return undefined;
  const idAt = parts.findIndex((part, at) =>
    (at > podAt || at === podAt && part.includes(":")) && POD_MEMBER.test(part)
  );
  const name = parts[idAt < 0 ? podAt : idAt]!;
  const id = idAt < 0 ? "" : POD_MEMBER.exec(name)![1]!;
  return {
    kind: name.includes("conmon-") ? "monitor" : "container",
    runtime: "kubernetes",
    id,
    unit: undefined,
    pod: POD.exec(parts[podAt]!)![1]!.replaceAll("_", "-"),
    manager: undefined,
    label: name === id ? `${parts[idAt - 1]}/${name}` : name,
    uid,
  };
}

function matchShape(
  head: string,
  tail: string,
  uid: number | undefined,
): ContainerService | VirtualMachineService | undefined {
  for (const { pattern, kind, runtime } of SHAPES) {
    const match = pattern.exec(tail);
    if (match === null) continue;
    const { id = "", engine } = match.groups!;
    if (kind === "vm") return { kind, machine: unescapeUnit(id), label: match[0], uid };
    const unit = match[0].startsWith("libpod-payload-") ? /\/([^/]+\.service)$/.exec(head)?.[1] : undefined;
    return {
      kind,
      runtime: ENGINES.get(engine) ?? runtime,
      id: runtime === "nspawn" ? unescapeUnit(id) : id,
      unit,
      pod: undefined,
      manager: /^lxc\/[0-9]+\/ns(?:\/|$)/.test(tail) ? "proxmox" : undefined,
      label: unit ?? match[0],
      uid,
    };
  }
  return undefined;
}
