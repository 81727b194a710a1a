// What a terminal can show: colours, and how wide a line may be.

/** What the place that text goes to can show. */
export interface Style {
  /** Whether it shows colours. */
  readonly colour: boolean;
  /** The columns of the terminal; undefined where it is none, and no line is cut. */
  readonly width: number | undefined;
}

/** A file or a pipe. */
export const PLAIN: Style = { colour: false, width: undefined };
