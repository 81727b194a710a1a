import { SCENARIOS } from "../simulator/scenarios.ts";
import { machineProc } from "../simulator/proc.ts";
import { runIn } from "./run_program.ts";

/** What a newcomer sees on a machine where nothing is stale: the first scenario, in both modes. */
const { story, machine } = SCENARIOS.upgrade;
const { time } = machine();

const lines = [`A simulated machine: ${story}.\n`];
for (const line of ["lib_users -s", "lib_users -m", "lib_users -rS", "fd_users -l"]) {
  const { stdout } = await runIn(machineProc(machine()), line.split(" "), { time });
  lines.push(`$ ${line}\n${stdout}`);
}
Deno.stdout.writeSync(new TextEncoder().encode(lines.join("\n")));
