/** How text may look where it goes. */
export interface Style {
  /** Whether colours and the like are understood. */
  readonly colour: boolean;
  /** The columns of the terminal; undefined where it is none, and nothing is to be cut. */
  readonly width: number | undefined;
}

/** Text that goes to a file or a pipe. */
export const PLAIN: Style = { colour: false, width: undefined };
