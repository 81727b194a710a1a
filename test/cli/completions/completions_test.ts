import assert from "node:assert/strict";
import { COMMANDS, type Shell } from "../../../lib/cli/commands.ts";
import { formatCompletions } from "../../../lib/cli/completions/completions.ts";
import { OPTION_SPECS, type OptionSpec } from "../../../lib/cli/option_specs.ts";
import type { Completion } from "../../../lib/cli/option_values.ts";
import { parseCommandLine } from "../../../lib/cli/parse.ts";
import { DEFAULTS } from "../../../lib/cli/options.ts";
import { FORMATS } from "../../../lib/format/formats.ts";
import { machineProc } from "../../../simulator/proc.ts";
import { SCENARIOS } from "../../../simulator/scenarios.ts";
import { runIn } from "../../run_program.ts";

/** The line of a shell's script that is about an option, and what stands in it for each kind of value. */
interface Expected {
  readonly lineOf: (option: OptionSpec) => RegExp;
  readonly values: Readonly<Record<Completion | "none" | "switch", RegExp>>;
  readonly commands: RegExp;
}

const EXPECTED: Readonly<Record<Exclude<Shell, "bash">, Expected>> = {
  zsh: {
    lineOf: ({ names }) => new RegExp(`^    '[^[]*--${names[0]}=?\\[.*$`, "m"),
    values: {
      file: /\]:[A-Z]+:_files'$/,
      format: /\]:NAME:_lib_users_formats'$/,
      process: /\]:PID:_lib_users_processes'$/,
      unit: /\]:GLOB:_lib_users_units'$/,
      user: /\]:USER:_users'$/,
      none: /\]:[A-Z]+: '$/,
      switch: /\)--[a-z-]+\[[^\]]*\]'$/,
    },
    commands: /^ {4}'lib_users:find [^]*^ {4}'fd_users:find [^]*^ {4}'record:write [^]*^ {4}'man:print /m,
  },
  fish: {
    lineOf: ({ names }) =>
      new RegExp(`^complete .* '__lib_users_command .*' (-s . )?-l ${names.join(" -l ")} .*$`, "m"),
    values: {
      file: / -r -F -d '/,
      format: / -x -a 'human\\\\t\\'.* json\\\\t\\'.*' -d '/,
      process: / -x -a '\(__fish_complete_pids\)' -d '/,
      unit: / -x -a '\(systemctl list-units .*\)' -d '/,
      user: / -x -a '\(__fish_complete_users\)' -d '/,
      none: / -x -d '/,
      switch: / -l [a-z-]+ -d '/,
    },
    commands: /-a lib_users -d 'find [^]*-a fd_users -d 'find [^]*-a record -d 'write [^]*-a man -d 'print /,
  },
};

for (const [shell, { lineOf, values, commands }] of Object.entries(EXPECTED)) {
  const script = formatCompletions(shell as Shell);

  Deno.test(`formatCompletions() tells ${shell} of each option, what it does and what it takes`, async (t) => {
    for (const option of OPTION_SPECS) {
      await t.step(option.names[0], () => {
        const [line = ""] = lineOf(option).exec(script) ?? [];
        assert.ok(line.includes(option.summary.replaceAll("'", "")), line);
        assert.match(line, values[option.value === undefined ? "switch" : option.completes ?? "none"]);
        if (option.short !== undefined) assert.match(script, new RegExp(`-(s )?${option.short}\\b`));
      });
    }
  });

  Deno.test(`formatCompletions() tells ${shell} of each command and each format`, () => {
    assert.match(script, commands);
    for (const { name, summary } of [...COMMANDS, ...FORMATS]) {
      assert.ok(script.includes(name) && script.includes(summary.split("'")[0]!), name);
    }
  });
}

Deno.test("formatCompletions() tells bash which options take a value, and of what kind", () => {
  const script = formatCompletions("bash");
  assert.match(script, /=~ \^-\[sSrpmlh\]\*\[owciI\]\$ /);
  assert.match(script, /^ {4}--format\)\n.*"human machine long json ndjson summary html check prometheus"/m);
  assert.match(
    script,
    /^ {4}-o\|--output\|-i\|--ignore-pattern\|-I\|--ignore-literal\|--proc\|--config\)\n +compopt -o /m,
  );
  assert.match(
    script,
    /^ {4}-w\|--warning\|-c\|--critical\|--warning-sessions\|--tolerate\|--older-than\|--timeout\)\n +return$/m,
  );
  assert.match(script, /^ {4}--pid\)\n.*\/proc/m);
  assert.match(script, /^ {4}--user\)\n.*compgen -u /m);
  assert.match(script, /^ {4}--unit\|--exclude-unit\)\n +while read -r /m);
  assert.match(script, /^ {6}""\) words="lib_users fd_users reboot record recorder completions man" ;;$/m);
  assert.match(script, /^ {6}completions\) words="bash zsh fish" ;;$/m);
});

Deno.test("formatCompletions() says in each script where it goes", () => {
  assert.match(
    formatCompletions("bash"),
    /^# .* Made by: lib_users completions bash\n# Save it as \/etc\/bash_completion\.d\//,
  );
  assert.match(formatCompletions("zsh"), /^#compdef .*\n# .*\n# Save it as _lib_users in a directory of \$fpath/);
  assert.match(formatCompletions("fish"), /^# .*\n# Save it as lib_users\.fish in \/etc\/fish\/completions/);
});

Deno.test("formatCompletions() completes both names that the program is installed under", () => {
  assert.match(formatCompletions("bash"), /^complete -F _lib_users lib_users fd_users\n$/m);
  assert.match(formatCompletions("zsh"), /^#compdef lib_users fd_users\n/);
  assert.match(formatCompletions("fish"), /^complete -c lib_users -c fd_users -f$/m);
});

Deno.test("completions prints what formatCompletions() makes, or writes it to a file", async () => {
  const proc = machineProc(SCENARIOS.upgrade.machine());
  for (const shell of ["bash", "zsh", "fish"] as const) {
    const { code, stdout, stderr } = await runIn(proc, ["completions", shell]);
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: formatCompletions(shell), stderr: "" });
    const { written } = await runIn(proc, ["completions", shell, "-o", "/etc/file"]);
    assert.equal(new TextDecoder().decode(written.get("/etc/file")?.bytes), formatCompletions(shell));
  }
});

Deno.test("parseCommandLine() takes a shell after completions, and after nothing else", async (t) => {
  assert.deepEqual(parseCommandLine(["completions", "zsh"]), { ...DEFAULTS, command: "completions", operand: "zsh" });
  assert.deepEqual(parseCommandLine(["completions", "--help"]), { ...DEFAULTS, command: "completions", help: true });
  const wrong: readonly (readonly [string, string])[] = [
    ["completions", "Cannot use completions without SHELL: it takes bash, zsh or fish"],
    ["completions tcsh", 'Cannot use "tcsh" for completions: it takes bash, zsh or fish'],
    ["completions bash zsh", 'Cannot use argument "zsh": completions takes one SHELL'],
    ["man bash", 'Cannot use argument "bash": only options can follow man, such as -o FILE to write to a file'],
    ["fd_users completions", "Cannot use completions without SHELL: it takes bash, zsh or fish"],
    ["man fd_users", 'Cannot use command "fd_users" after man: only one command can be given'],
  ];
  for (const [line, message] of wrong) {
    await t.step(line, () => assert.throws(() => parseCommandLine(line.split(" ")), { message }));
  }
});
