// Records: what a process belongs to, such as a unit, a session, a container or a virtual machine.

/** A container runtime; `unknown` where the cgroup shows a container, but not whose. */
export type Runtime =
  | "docker"
  | "podman"
  | "containerd"
  | "cri-o"
  | "kubernetes"
  | "lxc"
  | "nspawn"
  | "garden"
  | "mesos"
  | "unknown";

/** The tool that manages a container of LXC. */
export type LxcManager = "lxc" | "lxd" | "incus" | "proxmox";

/** What is known of every service. */
interface Known {
  /** The name to show; of a unit, its full name. Text from the machine: escape it. */
  readonly label: string;
  /** The user whose service manager, session or supervisor it is; undefined for the system's own. */
  readonly uid: number | undefined;
}

/** A unit of the system's service manager or of a user's that runs a program of its own. */
export interface UnitService extends Known {
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
  /** The id that `loginctl` shows; undefined where nothing keeps count of sessions. */
  readonly session: string | undefined;
}

/** A program started from a desktop, in a scope of its own. No manager can start it again. */
interface ApplicationService extends Known {
  readonly kind: "application" | "snap" | "flatpak";
  readonly unit: string;
  readonly application: string;
}

/** Processes in a scope, or in no unit at all. No manager can start them again. */
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
 * A container, seen from the host. Of nested containers it is the outermost, because that is the one the host's
 * administrator can act on. Kind `monitor` is the process on the host that watches the container (`conmon`, `lxc monitor`).
 */
export interface ContainerService extends Known {
  readonly kind: "container" | "monitor";
  readonly runtime: Runtime;
  /** The id, or the name if the runtime uses names; empty where only the pod is known. */
  readonly id: string;
  /** The unit that runs the container and has to be restarted instead of it (Quadlet); undefined where there is none. */
  readonly unit: string | undefined;
  /** The uid of the pod; undefined outside Kubernetes. */
  readonly pod: string | undefined;
  readonly manager: LxcManager | undefined;
}

/** A virtual machine, seen from the host. */
export interface VirtualMachineService extends Known {
  readonly kind: "vm";
  readonly machine: string;
}

/** A service of a supervisor other than systemd. */
export interface SupervisedService extends Known {
  readonly kind: "openrc" | "runit" | "s6" | "daemontools";
  readonly service: string;
  /** The directory of the supervisor's services; undefined where it is not known. */
  readonly directory: string | undefined;
}

/** No service is known. The label is empty. */
interface NoService extends Known {
  readonly kind: "none";
}

/** What a process belongs to. */
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
