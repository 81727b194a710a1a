import { analyze } from "../../advice/analyze.ts";
import { NO_FILTERS } from "../../scan/filter.ts";
import { keepMarkedLines, unmarked } from "../../parse/maps.ts";
import { keepUserNames } from "../../services/passwd.ts";
import { keepUid } from "../../parse/status.ts";
import { recordProc } from "../../procfs/recorder.ts";
import { formatRecording } from "../../procfs/recording.ts";
import { decodeText } from "../../base/bytes.ts";
import { MODES } from "../../scan/modes.ts";
import { listTargets, openTarget } from "../targets.ts";
import { writeOutput } from "../output.ts";
import { DEFAULTS, type Options, UsageError } from "../options.ts";
import { describeMissed } from "../warnings.ts";
import type { Environment } from "../environment.ts";

/** Only for whoever records: command lines hold secrets at times. */
const PRIVATE = 0o600;

/** Of which files only a part is kept: what a scan does not look at is nobody's business. */
const KEPT: readonly (readonly [RegExp, (bytes: Uint8Array) => Uint8Array])[] = [
  [/^(task\/[0-9]+\/)?maps$/, keepMarkedLines],
  [/^status$/, keepUid],
  [/^(self\/)?root\/etc\/passwd$/, keepUserNames],
];

/** Writes a recording of all that the scans of every mode ask and are answered. Gives the exit status. */
export async function runRecord(options: Options, environment: Environment): Promise<number> {
  const [place, ...others] = listTargets(options, environment);
  if (place === undefined || others.length > 0) {
    throw new UsageError("Cannot record several hosts: name one with --proc");
  }
  const { proc, header } = await openTarget(place, options, environment);
  const recorder = recordProc(proc, {
    read: (path, bytes) => KEPT.find(([pattern]) => pattern.test(path))?.[1](bytes) ?? bytes,
    link: (target) => unmarked(target) !== undefined,
  });
  for (const mode of MODES) {
    const report = await analyze(recorder.proc, {
      mode,
      host: header,
      pids: options.pids,
      ignoredByUser: () => undefined,
      filters: NO_FILTERS,
      details: true,
      all: true,
      packages: false,
      restart: true,
      showFiles: true,
      cautions: [],
      thresholds: { warning: 1, critical: 1 },
      runRpm: undefined,
      now: environment.now,
    });
    for (const warning of describeMissed(report)) {
      environment.stderr.write(`${DEFAULTS.command}: ${warning}\n`);
    }
  }
  await writeOutput(environment, options, decodeText(await formatRecording(header, recorder.tree())), PRIVATE);
  return 0;
}
