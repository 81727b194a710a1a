import { keepMarkedLines, unmarked } from "../../parse/maps.ts";
import { keepUserNames } from "../../services/passwd.ts";
import { keepUid } from "../../parse/status.ts";
import { recordProc } from "../../procfs/recorder.ts";
import { formatRecording } from "../../procfs/recording.ts";
import { decodeText } from "../../base/bytes.ts";
import { hidesProcesses } from "../../scan/hidepid.ts";
import { MODES } from "../../scan/modes.ts";
import { scan } from "../../scan/scan.ts";
import { findRenewedUnits } from "../../advice/restarted_units.ts";
import { listSources, openSource } from "../targets.ts";
import { writeOutput } from "../output.ts";
import { DEFAULTS, type Settings, UsageError } from "../options.ts";
import { describeMissed } from "../warnings.ts";
import type { World } from "../environment.ts";

/** Only for whoever records: command lines hold secrets at times. */
const PRIVATE = 0o600;

/** Of which files only a part is kept: what a scan does not look at is nobody's business. */
const KEPT: readonly (readonly [RegExp, (bytes: Uint8Array) => Uint8Array])[] = [
  [/^(task\/[0-9]+\/)?maps$/, keepMarkedLines],
  [/^status$/, keepUid],
  [/^(self\/)?root\/etc\/passwd$/, keepUserNames],
];

/** Writes a recording of all that the scans of every mode ask and are answered. Gives the exit status. */
export async function runRecord(settings: Settings, world: World): Promise<number> {
  const [place, ...others] = listSources(settings, world);
  if (place === undefined || others.length > 0) {
    throw new UsageError("Cannot record several hosts: name one with --proc");
  }
  const { proc, header } = await openSource(place, settings, world);
  const recorder = recordProc(proc, {
    read: (path, bytes) => KEPT.find(([pattern]) => pattern.test(path))?.[1](bytes) ?? bytes,
    link: (target) => unmarked(target) !== undefined,
  });
  const hidden = header.uid !== 0 && await hidesProcesses(recorder.proc);
  for (const mode of MODES) {
    const found = await scan(recorder.proc, mode, {
      pids: settings.pids,
      ignoredByUser: () => undefined,
      details: true,
    });
    await findRenewedUnits(recorder.proc, found.findings);
    for (const warning of describeMissed({ scan: found, mode, header, hidden })) {
      world.stderr.write(`${DEFAULTS.command}: ${warning}\n`);
    }
  }
  await writeOutput(world, settings, decodeText(await formatRecording(header, recorder.tree())), PRIVATE);
  return 0;
}
