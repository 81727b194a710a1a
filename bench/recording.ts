import { machineProc } from "../simulator/proc.ts";
import { randomMachine } from "../simulator/random.ts";
import { runIn } from "../test/run_program.ts";

/** Writes the recording of a simulated machine for `--recording`: `recording.ts FILE [PROCESSES]`, 1 % of them stale. */
const [path, processes = "100000"] = Deno.args;
if (path === undefined) throw new TypeError("Missing argument: the name of the file to write");
const machine = randomMachine({ seed: 1, processes: Number(processes), stale: 0.01 });
const { stdout } = await runIn(machineProc(machine), ["record"], { time: machine.time });
await Deno.writeTextFile(path, stdout);
