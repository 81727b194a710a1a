// Records: a process, as the output shows it.
import type { Service } from "./service.ts";

/** What is shown of a process only in part, because there is too much of it: its command line, or its files. */
export type Truncation = "command" | "files";

/** A process, as the output shows it. */
export interface Process {
  readonly pid: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** When it started, in clock ticks (hundredths of a second) since the machine did; undefined if unknown. */
  readonly started: number | undefined;
  readonly arguments: readonly string[];
  /** The arguments in one line; empty if there are none. */
  readonly command: string;
  readonly truncated: readonly Truncation[];
  /** The real user id; undefined if it was not read. */
  readonly uid: number | undefined;
  /** The path of the cgroup that tells the service; undefined if it was not read. */
  readonly cgroup: string | undefined;
  /** What it belongs to; undefined if nobody asked. */
  readonly service: Service | undefined;
}
