import assert from "node:assert/strict";
import { atLeast } from "../../lib/advice/threshold.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { OPTION_SPECS } from "../../lib/cli/option_specs.ts";
import { parseCommandLine } from "../../lib/cli/parse.ts";
import { DEFAULTS, type Options } from "../../lib/cli/options.ts";

/** A value that each option takes, and what it sets; `true` for a switch. */
const VALUES: Readonly<Record<string, readonly [string | true, Partial<Options>]>> = {
  "showlibs": [true, { showFiles: true }],
  "services": [true, { services: true }],
  "restart": [true, { restart: true }],
  "packages": [true, { packages: true }],
  "machine-readable": [true, { format: "machine" }],
  "long": [true, { format: "long" }],
  "format": ["ndjson", { format: "ndjson" }],
  "json": [true, { format: "json" }],
  "output": ["/a", { output: "/a" }],
  "warning": ["3", { warning: atLeast(3) }],
  "critical": ["4", { critical: atLeast(4) }],
  "warning-sessions": ["2", { warningSessions: atLeast(2) }],
  tolerate: ["1", { tolerate: 1 }],
  "ignore-pattern": ["*", { ignorePatterns: ["*"] }],
  "ignore-literal": ["/a", { ignoreLiterals: ["/a"] }],
  "all": [true, { all: true }],
  "pid": ["7", { pids: ["7"] }],
  "user": ["www-data", { user: "www-data" }],
  "unit": ["ssh*", { units: ["ssh*"] }],
  "exclude-unit": ["cron*", { excludedUnits: ["cron*"] }],
  "executable": [true, { executable: true }],
  "older-than": ["10m", { olderThan: 600_000 }],
  "proc": ["/a", { proc: ["/a"] }],
  "timeout": ["1", { timeout: 1000 }],
  "config": ["/a", { config: "/a" }],
  "version": [true, { version: true }],
  "help": [true, { help: true }],
};

Deno.test("OPTION_SPECS has each option that is tested here, and no other", () => {
  assert.deepEqual(OPTION_SPECS.map(({ names }) => names[0]).toSorted(), Object.keys(VALUES).toSorted());
});

Deno.test("OPTION_SPECS sets by every name of an option what it is for, and nothing else", async (t) => {
  for (const { names, short, value } of OPTION_SPECS) {
    const [given, changed] = VALUES[names[0]]!;
    for (const spelled of [...names.map((name) => `--${name}`), ...(short === undefined ? [] : [`-${short}`])]) {
      await t.step(spelled, () => {
        assert.equal(value === undefined, given === true);
        const args = given === true ? [spelled] : [spelled, given];
        assert.deepEqual(parseCommandLine(args), { ...DEFAULTS, ...changed });
      });
    }
  }
});

Deno.test("OPTION_SPECS uses no name twice", () => {
  const names = OPTION_SPECS.flatMap(({ names, short }) => short === undefined ? names : [...names, short]);
  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});

Deno.test("OPTION_SPECS and COMMANDS are described in the same manner", async (t) => {
  for (const { names, short, value, summary } of OPTION_SPECS) {
    await t.step(names[0], () => {
      for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
      assert.match(short ?? "x", /^[a-zA-Z]$/);
      assert.match(value ?? "X", /^[A-Z]+$/);
      assert.match(summary, /^[a-z][^\n]*[^.\s]$/);
    });
  }
  for (const { name, summary } of COMMANDS) {
    await t.step(name, () => assert.match(summary, /^[a-z][^\n]*[^.\s]$/));
  }
});
