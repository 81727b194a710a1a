import assert from "node:assert/strict";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { hasDesktop, keepSession, parseSession, readSession } from "../../lib/services/sessions.ts";
import { machineOf, type NamedFiles } from "../../simulator/machine.ts";
import { machineProc } from "../../simulator/proc.ts";
import { textFile } from "../../simulator/systemd.ts";

const TEXT =
  "# This is private data. Do not parse.\nUID=1000\nUSER=alice\nSTATE=closing\nREMOTE=1\nTYPE=tty\nLEADER=7\n";

function machineWith(files: NamedFiles): ReturnType<typeof machineProc> {
  return machineProc(machineOf({ systemd: false, files, processes: [{ pid: 1, arguments: "/sbin/init" }] }));
}

Deno.test("parseSession() reads the state and the type", () => {
  assert.deepEqual(parseSession(TEXT), { state: "closing", type: "tty" });
  assert.deepEqual(parseSession("STATE=odd\n"), { state: "unknown", type: undefined });
  assert.deepEqual(parseSession(""), { state: "unknown", type: undefined });
});

Deno.test("keepSession() keeps what is read", () => {
  assert.equal(decodeText(keepSession(encodeText(TEXT))), "STATE=closing\nTYPE=tty\n");
});

Deno.test("readSession() tells a session that has ended from one that it cannot see", async () => {
  const proc = machineWith({ "/run/systemd/sessions/3": textFile(TEXT) });
  assert.equal((await readSession(proc, "3")).state, "closing");
  assert.equal((await readSession(proc, "4")).state, "ended");
  assert.equal((await readSession(proc, "../../3")).state, "unknown");
  assert.equal((await readSession(machineWith({}), "3")).state, "unknown");
});

Deno.test("hasDesktop() looks at the types of all sessions", async () => {
  const tty = { "/run/systemd/sessions/3": textFile(TEXT), "/run/systemd/sessions/3.ref": textFile("x") };
  assert.equal(await hasDesktop(machineWith(tty)), false);
  const desktop = { ...tty, "/run/systemd/sessions/c1": textFile("STATE=active\nTYPE=wayland\n") };
  assert.equal(await hasDesktop(machineWith(desktop)), true);
  assert.equal(await hasDesktop(machineWith({})), undefined);
});
