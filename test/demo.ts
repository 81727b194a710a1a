import { SCENARIOS } from "../simulator/scenarios.ts";
import { machineProc } from "../simulator/proc.ts";
import { runIn } from "./run_program.ts";

/** Shows what the program says of a scenario: `deno task demo [SCENARIO [ARGUMENT…]]`. */
const [name = "upgrade", ...args] = Deno.args;
const scenario = Object.entries(SCENARIOS).find(([each]) => each === name)?.[1];
const lines = args.length > 0
  ? [args]
  : ["lib_users -s", "lib_users -m", "lib_users -rS", "fd_users -l"].map((line) => line.split(" "));

const texts = scenario === undefined
  ? [`There is no scenario "${name}": one of ${Object.keys(SCENARIOS).join(", ")}\n`]
  : [`A simulated machine: ${scenario.story}.\n`];
for (const line of scenario === undefined ? [] : lines) {
  const machine = scenario!.machine();
  const { stdout } = await runIn(machineProc(machine), line, { time: machine.time, uid: machine.uid });
  texts.push(`$ ${line.join(" ")}\n${stdout}`);
}
Deno.stdout.writeSync(new TextEncoder().encode(texts.join("\n")));
