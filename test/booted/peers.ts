/**
 * Does on a booted and upgraded machine what this program and its peers say, each on its own copy of the machine, and
 * writes what came of it as a table: `deno run -A test/booted/peers.ts [SUITE]`.
 */
import { buildImage, type Image } from "./image.ts";
import type { Machine } from "./machine.ts";
import { commandsOf } from "./plan.ts";
import { carryOut, readState, type Result, save, scan, startPopulated, upgrade } from "./session.ts";
import { findDamage } from "./state.ts";

/** A program that says what is to be restarted. */
interface Peer {
  readonly name: string;
  /** How it is asked. */
  readonly asks: string;
  /** The commands in what it answers, or what carries it out itself. */
  commands(answer: string): readonly string[];
}

const PEERS: readonly Peer[] = [
  { name: "needrestart", asks: "needrestart -b -r l", commands: () => ["needrestart -r a"] },
  {
    name: "checkrestart",
    asks: "checkrestart",
    commands: (answer) => [...new Set(answer.match(/^(?:systemctl restart|service) .*/gm) ?? [])],
  },
  { name: "lib_users", asks: "lib_users -r", commands: commandsOf },
];

const [suite = "bookworm"] = Deno.args;
const base = Deno.env.get("BOOTED_DIR") ?? `${Deno.env.get("HOME")}/.cache/lib_users/booted`;
const image = await buildImage(suite, base);
const machine = await startPopulated(image, false);
try {
  await print("| program | commands | failed or hung | lost, broken or started | stale before | after |\n");
  await print("| --- | --- | --- | --- | --- | --- |\n");
  for (const peer of PEERS) await print(await follow(machine, image, peer));
} finally {
  await machine.stop();
}

/** A row of the table. */
async function follow(machine: Machine, image: Image, { name, asks, commands }: Peer): Promise<string> {
  await upgrade(machine, image);
  const before = await scan(machine, "lib_users");
  const state = await readState(machine);
  const answer = await machine.ask(`in-session 300 ${asks}`, { limit: 360 });
  const results = await carryOut(machine, commands(answer));
  const damage = findDamage(state, await readState(machine));
  const after = await scan(machine, "lib_users");
  const output = await machine.ask("cat /run/results.output", { limit: 60 });
  const lines = [...results.map(describe), ...damage];
  await save(image, `peer-${name}.txt`, `${answer}\n${lines.join("\n")}\n\n${output}`);
  const bad = results.filter(({ code }) => code !== 0).map(describe);
  const cells = [
    name,
    results.length,
    bad.join("; "),
    damage.join("; "),
    before.findings.length,
    after.findings.length,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

function describe({ code, seconds, command }: Result): string {
  return `${command}: ${code === 124 ? `ended after ${seconds} s` : `exit status ${code}, ${seconds} s`}`;
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text));
}
