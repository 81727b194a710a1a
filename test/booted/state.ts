/** What `inside/bin/state` tells of a machine, a line for each thing. */
export type State = ReadonlySet<string>;

/** Reads the lines. */
export function parseState(text: string): State {
  return new Set(text.split("\n").filter((line) => line !== ""));
}

/**
 * What a plan has broken: units, sessions, work of users and containers that are gone, units that had been stopped and
 * run again, and units that failed. What its entries of the action `stop` name may stop.
 */
export function findDamage(before: State, after: State, stopped: readonly string[] = []): readonly string[] {
  const gone = [...before].filter((line) => !after.has(line) && !isTransitory(line));
  const come = [...after].filter((line) => !before.has(line) && /^(?:failed|unit) /.test(line) && !isTransitory(line));
  return [
    ...gone.filter((line) => !line.startsWith("failed ") && !stopped.includes(line.split(" ")[1]!)).map((line) =>
      `gone: ${line}`
    ),
    ...come.map((line) => `new: ${line}`),
  ];
}

/**
 * What comes and goes by itself: a session that was closing, one that the test itself opened to look, and what systemd
 * starts for a moment.
 */
function isTransitory(line: string): boolean {
  return /^session .*\bclosing\b/.test(line) ||
    /^unit (?:systemd-tmpfiles-clean|systemd-hostnamed|systemd-timedated)\./.test(line);
}
