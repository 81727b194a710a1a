import type { Service } from "./service.ts";

/** A process, as far as the output tells of it. */
export interface Process {
  readonly pid: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** The start in clock ticks (hundredths of a second) since the machine's. */
  readonly started: number | undefined;
  readonly arguments: readonly string[];
  /** The arguments in one line; empty where the process has none. */
  readonly command: string;
  /** The real user id; undefined where it was not asked or not told. */
  readonly uid: number | undefined;
  /** The path of the cgroup that tells the owner; undefined where it was not asked or not told. */
  readonly cgroup: string | undefined;
  /** To what it belongs; undefined where that was not asked. */
  readonly service: Service | undefined;
}
