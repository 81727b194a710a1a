// Records: what unit files say of a unit.

/** Whose unit files are meant: those of the system's service manager, or those for the managers of users. */
export type UnitScope = "system" | "user";

/**
 * Where the definition of a unit was found. `loaded`: in its unit file. `transient`: it was made at run time, by
 * `systemd-run` for example. `masked`: its file is empty or a link to `/dev/null`. `absent`: there is no file.
 * `unknown`: could not, or must not, look.
 */
export type UnitState = "loaded" | "transient" | "masked" | "absent" | "unknown";

/** What the unit file of a service and its drop-ins say: systemd.unit(5), systemd.service(5), systemd.kill(5). */
export interface UnitDefinition {
  readonly state: UnitState;
  /** `Type=`, in lower case; if it is not set, `simple`, or `oneshot` for a service without `ExecStart=`. */
  readonly type: string;
  readonly remainAfterExit: boolean;
  readonly refuseManualStart: boolean;
  readonly refuseManualStop: boolean;
  /** `KillMode=`; `control-group` where it is not set. */
  readonly killMode: string;
  readonly delegate: boolean;
  /** `User=`; undefined for the user of the service manager. */
  readonly user: string | undefined;
  /** The absolute paths of the programs of `ExecStart=`. */
  readonly programs: readonly string[];
  /** The targets that it pulls in and is started before: it provides what they stand for. */
  readonly provides: readonly string[];
  /** The units whose stop or restart stops or restarts it too: `Requires=`, `BindsTo=`, `PartOf=` and their like. */
  readonly follows: readonly string[];
  /** The units that are stopped with it: `PropagatesStopTo=`. */
  readonly stops: readonly string[];
  /** `Alias=`. */
  readonly aliases: readonly string[];
  /** What is done to the machine when the service ends: `SuccessAction=`, such as `reboot`; undefined for nothing. */
  readonly successAction: string | undefined;
  /** Whether it serves one connection of a socket, and ends with it: `Accept=yes`. */
  readonly isConnection: boolean;
  /** Whether a timer of the same name starts it. */
  readonly hasTimer: boolean;
}
