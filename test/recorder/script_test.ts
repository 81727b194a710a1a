import assert from "node:assert/strict";
import { recorderScript } from "../../lib/recorder/script.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { LOCAL_TYPES } from "../../lib/rules/file_systems.ts";
import { keepUnitFile } from "../../lib/services/unit_definition.ts";
import { UNIT_DIRECTORIES } from "../../lib/services/unit_files.ts";
import { procOf } from "../answers.ts";
import { runIn } from "../run_program.ts";

const SCRIPT = recorderScript();

Deno.test("recorder prints the script, and nothing else", async () => {
  const { code, stdout, stderr } = await runIn(procOf({}), ["recorder"]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: SCRIPT, stderr: "" });
});

Deno.test("recorder writes the script to a file", async () => {
  const { code, stdout, written } = await runIn(procOf({}), ["recorder", "-o", "/tmp/recorder.sh"]);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "" });
  assert.equal(decodeText(written.get("/tmp/recorder.sh")!.bytes), SCRIPT);
});

Deno.test("recorderScript() gives plain text of at most 120 columns", () => {
  assert.match(SCRIPT, /^[\t\n -~]+$/);
  assert.deepEqual(SCRIPT.split("\n").filter((line) => line.length > 120 || line.endsWith(" ")), []);
  assert.ok(SCRIPT.startsWith("#!/bin/sh\n#"));
});

Deno.test("recorderScript() gives a script that does nothing before its last line", () => {
  assert.ok(SCRIPT.endsWith('\nmain "$@" </dev/null\n'));
  assert.equal(SCRIPT.match(/^main\b/gm)!.length, 2);
});

Deno.test("recorderScript() has the same local file systems as the program", () => {
  const [, first = "", second = ""] = /LOCAL_TYPES = " ([^"]+)" \\\n\t\t" ([^"]+) "\n/.exec(SCRIPT) ?? [];
  assert.deepEqual(`${first} ${second}`.split(" "), LOCAL_TYPES);
});

Deno.test("recorderScript() has the same directories of unit files as the program", async (t) => {
  for (const [scope, directories] of Object.entries(UNIT_DIRECTORIES)) {
    const [, text = ""] = new RegExp(String.raw`UNIT_DIRECTORIES\["${scope}"\] = ([^]*?"\n)(?!\t\t)`).exec(SCRIPT) ??
      [];
    await t.step(scope, () => assert.deepEqual(text.match(/\/[^ "]+/g), directories));
  }
});

Deno.test("recorderScript() has settings of unit files that the program keeps too", () => {
  const [, first = "", second = ""] = /SETTINGS = " ([^"]+)" \\\n\t\t" ([^"]+) "\n/.exec(SCRIPT) ?? [];
  const keys = `${first} ${second}`.split(" ");
  assert.ok(keys.length > 10);
  const lines = ["[Service]", ...keys.map((key) => `${key}="/a"`), ""].join("\n");
  assert.equal(decodeText(keepUnitFile(encodeText(lines))), lines);
});

Deno.test("recorderScript() has no slash in brackets of a regular expression, where busybox takes its backslash too", () => {
  assert.deepEqual(SCRIPT.match(/\[[^\]\n]*\\\/[^\]\n]*\]/g), null);
});

Deno.test("recorderScript() has no quote in the awk program that would end it", () => {
  const [, program = ""] = /\nPROGRAM='\n([^]*)'\n\n# At the end/.exec(SCRIPT) ?? [];
  assert.match(program, /^# Looks at each process/);
  assert.ok(!program.includes("'"));
});
