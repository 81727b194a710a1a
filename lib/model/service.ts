/** What starts and stops containers; `unknown` where the cgroup shows a container, but not whose. */
export type Runtime =
  | "docker"
  | "podman"
  | "containerd"
  | "cri-o"
  | "kubernetes"
  | "lxc"
  | "nspawn"
  | "unknown";

/** Which tool manages a container of LXC. */
export type LxcManager = "lxc" | "lxd" | "incus" | "proxmox";

interface Known {
  /** The name by which the owner is shown: a whole unit name, where it is a unit. Text from the machine: escape it. */
  readonly label: string;
  /** The user whose service manager, session or supervisor it is; undefined for the system's own. */
  readonly uid: number | undefined;
}

/** A unit that can be restarted, of the system's manager or of a user's. */
interface UnitService extends Known {
  readonly kind: "system-unit" | "user-unit";
  readonly unit: string;
}

/** The service manager of a user, `user@UID.service`. */
interface UserManagerService extends Known {
  readonly kind: "user-manager";
  readonly unit: string;
}

/** A login session. */
interface SessionService extends Known {
  readonly kind: "session";
  /** As `loginctl` names it; undefined where nothing keeps count of sessions. */
  readonly session: string | undefined;
}

/** A program started from a desktop, in a scope of its own: no manager can start it again. */
interface ApplicationService extends Known {
  readonly kind: "application" | "snap" | "flatpak";
  readonly unit: string;
  readonly application: string;
}

/** Processes that were put into a scope, or into no unit at all, and that no manager can start again. */
interface ScopeService extends Known {
  readonly kind: "scope";
  readonly unit: string;
}

/** PID 1. */
interface InitService extends Known {
  readonly kind: "init";
  readonly systemd: boolean;
}

/**
 * A container, seen from the host: of nested ones the outermost, which is the one that the host's administrator can
 * act on. With kind `monitor` the process of the host that watches over it (`conmon`, `lxc monitor`).
 */
export interface ContainerService extends Known {
  readonly kind: "container" | "monitor";
  readonly runtime: Runtime;
  /** The id, or the name where the runtime goes by names; empty where only the pod is known. */
  readonly id: string;
  /** The unit that runs the container and that has to be restarted in its stead (Quadlet). */
  readonly unit: string | undefined;
  /** The uid of the pod, in Kubernetes. */
  readonly pod: string | undefined;
  readonly manager: LxcManager | undefined;
}

/** A virtual machine, seen from the host. */
export interface VirtualMachineService extends Known {
  readonly kind: "vm";
  readonly machine: string;
}

/** A service that something other than systemd supervises. */
export interface SupervisedService extends Known {
  readonly kind: "openrc" | "runit" | "s6" | "daemontools";
  readonly service: string;
  /** The directory in which the supervisor looks for its services, where it tells. */
  readonly directory: string | undefined;
}

/** Nothing is known. The label is empty. */
interface NoService extends Known {
  readonly kind: "none";
}

/** To what a process belongs. */
export type Service =
  | UnitService
  | UserManagerService
  | SessionService
  | ApplicationService
  | ScopeService
  | InitService
  | ContainerService
  | VirtualMachineService
  | SupervisedService
  | NoService;
