import assert from "node:assert/strict";
import { COMMANDS } from "../lib/cli/commands.ts";
import { parseConfig } from "../lib/cli/config.ts";
import { spelling } from "../lib/cli/help.ts";
import { OPTION_SPECS } from "../lib/cli/option_specs.ts";
import { FORMATS } from "../lib/format/formats.ts";
import { IGNORE_RULES } from "../lib/rules/ignore.ts";
import { machineProc } from "../simulator/proc.ts";
import { type ScenarioName, SCENARIOS } from "../simulator/scenarios.ts";
import { runIn } from "./run_program.ts";

const README = Deno.readTextFileSync("README.md");

Deno.test("the transcripts in README are what the program prints", async (t) => {
  const blocks = [...README.matchAll(/^```console ?([a-z-]*)\n([^]*?)^```$/gm)];
  assert.equal(blocks.length, 5);
  for (const [, scenario, text] of blocks) {
    const { machine } = SCENARIOS[(scenario || "upgrade") as ScenarioName];
    for (const transcript of text!.split(/^(?=\$ )/m)) {
      const [command = ""] = transcript.split("\n", 1);
      await t.step(`${command} (${scenario || "upgrade"})`, async () => {
        const { time } = machine();
        const { stdout } = await runIn(machineProc(machine()), command.slice(2).split(" "), { time });
        assert.equal(`${command}\n${stdout}`, transcript);
      });
    }
  }
});

Deno.test("the tables in README are those of the program", () => {
  assert.deepEqual(tableRows("option"), OPTION_SPECS.map((option) => [`\`${spelling(option)}\``, option.summary]));
  assert.deepEqual(
    tableRows("command"),
    COMMANDS.map(({ name, summary, operand }) => [`\`${name}${operand ? ` ${operand.name}` : ""}\``, summary]),
  );
  assert.deepEqual(tableRows("rule"), IGNORE_RULES.map(({ name, reason }) => [`\`${name}\``, reason]));
});

Deno.test("README describes every format", () => {
  for (const { name } of FORMATS) assert.match(README, new RegExp(`\\*\\*${name}\\*\\*`));
});

Deno.test("the configuration in README is one that the program takes", () => {
  const [, text = ""] = /^```json\n([^]*?)^```$/m.exec(README) ?? [];
  const { ignore, excludeUnits, cautions, warning, critical } = parseConfig(text);
  assert.deepEqual({ ignore, excludeUnits, warning, critical }, {
    ignore: ["/opt/vendor/*.dat"],
    excludeUnits: ["backup-*.service"],
    warning: 5,
    critical: 1,
  });
  assert.equal(cautions[0]?.pattern.test("billing.service"), true);
});

/** The rows of the table whose first heading is this, two cells each. */
function tableRows(heading: string): readonly (readonly string[])[] {
  const lines = README.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\| ${heading} +\\|`).test(line)) + 2;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith("|"));
  return lines.slice(start, end).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}
