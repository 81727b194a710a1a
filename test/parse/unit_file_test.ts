import assert from "node:assert/strict";
import { allValues, isTrue, lastValue, parseUnitFile, programOf } from "../../lib/parse/unit_file.ts";

const FILE = `# A comment, and a setting outside of any section
Type=ignored
[Unit]
Description=Wants=nothing
Wants=a.target b.target
Wants=

  Wants = c.target
[Service]
Type=simple
Type=oneshot
; another comment
ExecStart=/usr/bin/one \\
# in the middle
  --option \\
; and another
  word
ExecStart=/usr/bin/two
no setting
=no key
[Install]
Alias=other.service
`;

Deno.test("parseUnitFile() keeps sections apart", () => {
  const settings = parseUnitFile(FILE);
  assert.equal(lastValue(settings, "Service", "Type"), "oneshot");
  assert.equal(lastValue(settings, "Unit", "Type"), undefined);
  assert.equal(lastValue(settings, "Install", "Alias"), "other.service");
  assert.equal(lastValue(settings, "", "Type"), undefined);
});

Deno.test("parseUnitFile() splits a line at its first equals sign", () => {
  assert.equal(lastValue(parseUnitFile(FILE), "Unit", "Description"), "Wants=nothing");
});

Deno.test("parseUnitFile() goes on after a backslash, over comments", () => {
  const commands = allValues(parseUnitFile(FILE), "Service", "ExecStart");
  assert.deepEqual(commands.map((command) => command.split(/\s+/)), [
    ["/usr/bin/one", "--option", "word"],
    ["/usr/bin/two"],
  ]);
});

Deno.test("parseUnitFile() takes a backslash at the end of the file", () => {
  assert.deepEqual(parseUnitFile("[A]\nb=c \\"), [{ section: "A", key: "b", value: "c" }]);
});

Deno.test("parseUnitFile() reads lines that end like those of DOS", () => {
  assert.equal(lastValue(parseUnitFile("[Service]\r\nType=oneshot\r\n"), "Service", "Type"), "oneshot");
});

Deno.test("allValues() forgets what was set before a reset", () => {
  assert.deepEqual(allValues(parseUnitFile(FILE), "Unit", "Wants"), ["c.target"]);
  assert.deepEqual(allValues(parseUnitFile("[Unit]\nWants=a\nWants=\n"), "Unit", "Wants"), []);
});

Deno.test("lastValue() takes a reset for no value", () => {
  assert.equal(lastValue(parseUnitFile("[Service]\nUser=alice\nUser=\n"), "Service", "User"), undefined);
});

Deno.test("isTrue() knows the words of systemd", () => {
  assert.deepEqual(["yes", "Y", "1", "true", "on", "t"].map(isTrue), Array(6).fill(true));
  assert.deepEqual(["no", "0", "false", "off", "", "yes please", undefined].map(isTrue), Array(7).fill(false));
});

for (
  const [command, path] of [
    ["/usr/sbin/cron -f $EXTRA_OPTS", "/usr/sbin/cron"],
    ["-/sbin/agetty -o", "/sbin/agetty"],
    ["@/usr/sbin/a b", "/usr/sbin/a"],
    ["+!!/usr/bin/x", "/usr/bin/x"],
    ['"/opt/my dir/run" now', "/opt/my dir/run"],
    ["'/opt/x y'", "/opt/x y"],
    ["sh -c true", undefined],
    ["", undefined],
  ] as const
) {
  Deno.test(`programOf() of ${JSON.stringify(command)}`, () => assert.equal(programOf(command), path));
}
