import { formatRecording } from "../../lib/procfs/recording.ts";
import type { Machine } from "../../simulator/machine.ts";
import { machineTree } from "../../simulator/tree.ts";

/** A recording of a simulated machine, as text. */
export async function recordingOf(machine: Machine): Promise<string> {
  return new TextDecoder().decode(await formatRecording(machine, machineTree(machine)));
}
