// Records: what is to be done about a service, and the facts that decide it.
import type { Service } from "./service.ts";
import type { LoginSession } from "./session.ts";
import type { UnitDefinition } from "./unit.ts";

/**
 * What is to be done about a service. `restart`, `reexec`: run the command. `stop`: it can only be stopped, not started
 * again. `terminate-session`: end what a closed session left behind. `reboot`: nothing else renews it. `manual`: a person
 * has to decide. `wait`: it ends by itself. `none`: nothing can be done now.
 */
export type PlanAction = "restart" | "reexec" | "stop" | "terminate-session" | "reboot" | "manual" | "wait" | "none";

/** One thing to do so that processes stop using deleted files. */
export interface PlanEntry {
  readonly action: PlanAction;
  /** The command, word by word; null if there is none that is safe and possible. Every one may be run blindly. */
  readonly argv: readonly string[] | null;
  /** What the processes belong to; null if nothing is known. */
  readonly service: Service | null;
  /** The name to show. Text from the machine: escape it. */
  readonly label: string;
  /** The processes that use deleted files. */
  readonly pids: readonly string[];
  /** The name of the user whose service or session it is, or the number; null for the system's. */
  readonly user: string | null;
  /** Why there is no command, or why it leaves something; null if it leaves nothing. */
  readonly reason: string | null;
  /** What to do instead of a command, or about what it leaves; null if there is nothing. */
  readonly instead: string | null;
  /** Those of the processes that still use deleted files after the command; all of them if there is none. */
  readonly leaves: readonly string[];
  /** The other units that the command stops or restarts too, because they follow the service. */
  readonly restarts: readonly string[];
}

/** Whether the machine has to be rebooted. */
export interface RebootAdvice {
  /** Null if it is not known. */
  readonly needed: boolean | null;
  /** Why, if it is needed. Text from the machine: escape it. */
  readonly reasons: readonly string[];
}

/** A kind of service that must not be restarted blindly. */
export interface Caution {
  /** Matches the name of a unit, or of a service of another supervisor. */
  readonly pattern: Pick<RegExp, "test">;
  /** What a restart would do. */
  readonly reason: string;
  readonly instead: string;
  /** What the entry of the plan says; `manual` if undefined. */
  readonly action?: "reboot" | "wait";
}

/** A process that uses deleted files, as the plan needs it. */
export interface StaleProcess {
  readonly pid: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** The first argument; empty if there is none. */
  readonly title: string;
  readonly uid: number | undefined;
}

/** The process that a service manager started for a unit. */
export interface MainProcess {
  /** Whether it uses deleted files itself. */
  readonly isStale: boolean;
  readonly pid: string;
}

/** The deleted files that the processes of a service hold open. */
export interface HeldFiles {
  /** `data`: the only copy of something is among them. `temporary`: none is more than a temporary file. */
  readonly kind: "data" | "temporary";
  /** The descriptors below `/proc` that lead to the only copies: `/proc/7/fd/3`. */
  readonly paths: readonly string[];
}

/** A service with processes that use deleted files, and the facts that the plan depends on. */
export interface PlanItem {
  readonly service: Service;
  readonly processes: readonly StaleProcess[];
  /** The name of the user whose it is; undefined for the system's, or if it is not known. */
  readonly user?: string;
  /** What its unit files say; undefined if it is no unit. */
  readonly definition?: UnitDefinition;
  /** Whether the service manager takes the unit for started; undefined if it is not known. */
  readonly isActive?: boolean | undefined;
  /** The main process; undefined if none was found. */
  readonly main?: MainProcess | undefined;
  /** Those of the processes that are older than the main process: it was restarted without them. */
  readonly leftOvers?: readonly string[];
  /** The units that its restart stops or restarts too. */
  readonly followers?: readonly PlanItem[];
  /** Whether a process above the scanner is among its own. */
  readonly isWayIn?: boolean;
  /** Whether a process that ends with a restart has a controlling terminal. */
  readonly hasTerminal?: boolean;
  /** The devices that tell what the service does, of those that processes have open which end with a restart. */
  readonly devices?: readonly string[];
  /** Whether all processes of the unit, stale or not, only wait for a login. */
  readonly isIdleLogin?: boolean;
  /** What the deleted files are that they hold open; undefined if they hold none open. */
  readonly held?: HeldFiles;
  /** The login session; undefined if it is none. */
  readonly session?: LoginSession;
}

/** What the plan depends on beside the services themselves. */
export interface PlanContext {
  /** More kinds of services that must not be restarted blindly. They come before those that the program knows. */
  readonly cautions: readonly Caution[];
  /** Whether packages are being installed. */
  readonly isUpgrading: boolean;
  /** Whether somebody has a desktop open; undefined if it is not known. */
  readonly hasDesktop: boolean | undefined;
}
