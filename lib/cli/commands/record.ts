// Runs `record`: scans in all modes and keeps the answers.
import { analyze } from "../../advice/analyze.ts";
import { isTellingDevice } from "../../advice/devices.ts";
import { findHostPackages } from "../../advice/host_packages.ts";
import { decodeText } from "../../base/bytes.ts";
import { keepMarkedLines, unmarked } from "../../parse/maps.ts";
import { keepUid } from "../../parse/status.ts";
import { FAILURES } from "../../procfs/procfs.ts";
import { recordProc } from "../../procfs/recorder.ts";
import { formatRecording } from "../../procfs/recording.ts";
import type { Finding, UnreadableProcess } from "../../model/scan.ts";
import { visibleFindings } from "../../scan/group.ts";
import { MODES } from "../../scan/modes.ts";
import { keepUserNames } from "../../services/passwd.ts";
import { keepSession } from "../../services/sessions.ts";
import { keepUnitFile } from "../../services/unit_definition.ts";
import { recordOptions } from "../analysis.ts";
import type { Environment } from "../environment.ts";
import { DEFAULTS, type Options } from "../options.ts";
import { OWNER_ONLY, writeOutput } from "../output.ts";
import { openOnlyTarget } from "../targets.ts";
import { describeUnreadable } from "../warnings.ts";

/** Writes a recording of everything that the scans of all modes ask and are answered. Returns the exit status. */
export async function runRecord(options: Options, environment: Environment): Promise<number> {
  const target = await openOnlyTarget(options, environment);
  const { proc, header, isHost, packages: recordedPackages } = target;
  const recorder = recordProc(proc, {
    read: (path, bytes) => REDUCED.find(([pattern]) => pattern.test(path))?.[1](bytes) ?? bytes,
    link: (name) => unmarked(name) !== undefined || isTellingDevice(name),
  });
  const stale: Finding[] = [];
  const missed: UnreadableProcess[] = [];
  for (const mode of MODES) {
    const report = await analyze(recorder.proc, recordOptions(mode, options, target, environment));
    for (const warning of describeUnreadable(report)) {
      environment.stderr.write(`${DEFAULTS.command}: ${warning}\n`);
    }
    stale.push(...visibleFindings(report.findings, false));
    missed.push(...report.scan.unreadable);
  }
  const runRpm = isHost ? environment.runRpm : undefined;
  // Not through the recorder: of the databases it would keep the lists of all files.
  const packages = options.packages ? await findHostPackages(proc, stale, { recordedPackages, runRpm }) : undefined;
  const tree = recorder.tree();
  // A table of descriptors that was too large to be listed is not empty.
  for (const { pid, failure } of missed) {
    const list = tree.processes.get(pid)?.list;
    if (list?.has("fd") === false) list.set("fd", FAILURES[failure]);
  }
  const recording = await formatRecording(header, tree, packages);
  await writeOutput(environment, options, writeLines(recording), OWNER_ONLY);
  return 0;
}

/** Yields a recording as text line by line, for all of it is long. */
function* writeLines(recording: Uint8Array): Generator<string> {
  for (let from = 0; from < recording.length;) {
    const to = recording.indexOf(NEWLINE, from) + 1;
    yield decodeText(recording.subarray(from, to));
    from = to;
  }
}

const NEWLINE = 0x0a;

/** Files of which a recording holds only the part that a scan uses. */
const REDUCED: readonly (readonly [RegExp, (bytes: Uint8Array) => Uint8Array])[] = [
  [/^(task\/[0-9]+\/)?maps$/, keepMarkedLines],
  [/^status$/, keepUid],
  [/^(self\/)?root\/etc\/passwd$/, keepUserNames],
  [/^(self\/)?root\/(?:[^/]+\/)*systemd\/.*\.(?:service|socket|mount|swap|target|conf)$/, keepUnitFile],
  [/^(self\/)?root\/run\/systemd\/sessions\/[^/]+$/, keepSession],
];
