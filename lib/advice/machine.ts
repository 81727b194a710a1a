// Records: what is known of the machine that a plan is for.
import type { FollowerFinder } from "../services/followers.ts";
import type { Member } from "../services/members.ts";
import type { UnitReader } from "../services/unit_definition.ts";
import type { ProcFs } from "../procfs/procfs.ts";

/** What is known of the machine that a plan is for. */
export interface Machine {
  readonly proc: ProcFs;
  /** The processes of each service, those without findings too. */
  readonly byService: ReadonlyMap<string, readonly Member[]>;
  readonly byPid: ReadonlyMap<string, Member>;
  /** The processes with findings. */
  readonly stale: ReadonlySet<string>;
  /** The processes above the scanner. */
  readonly above: ReadonlySet<string>;
  readonly users: ReadonlyMap<number, string>;
  readonly readUnit: UnitReader;
  readonly findFollowers: FollowerFinder;
}
