import type { Service } from "./service.ts";

/** A kind of unit that must not be restarted blindly. */
export interface Caution {
  /** Matches the name of a unit, or of a service of another supervisor. */
  readonly pattern: Pick<RegExp, "test">;
  /** What a restart would do. */
  readonly reason: string;
  readonly instead: string;
}

/** One thing to do: a command of safe words and what it is to act on, or a sentence of any text. */
export type RestartStep =
  | { readonly kind: "command"; readonly text: string; readonly targets: readonly string[] }
  | { readonly kind: "comment" | "caution"; readonly text: string };

/** A service whose processes are to be restarted. */
export interface RestartItem {
  readonly service: Service;
  /** The processes that use old files. */
  readonly pids: readonly string[];
  /** The name of the user whose it is, for the comments. */
  readonly user?: string;
  /** Whether the main process of the unit uses none: it has been restarted already. */
  readonly mainIsNew?: boolean;
}
