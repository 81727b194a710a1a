import assert from "node:assert/strict";
import { encodeText } from "../../lib/base/bytes.ts";
import { decodeText } from "../../lib/base/bytes.ts";
import type { UnitDefinition, UnitScope } from "../../lib/model/unit.ts";
import { keepUnitFile, unitReader } from "../../lib/services/unit_definition.ts";
import { machineOf, type NamedFiles } from "../../simulator/machine.ts";
import { machineProc } from "../../simulator/proc.ts";
import { textFile } from "../../simulator/systemd.ts";

const ETC = "/etc/systemd/system";
const LIB = "/usr/lib/systemd/system";
const VISIBLE = { [`${LIB}/basic.target`]: textFile("[Unit]\n") };

/** Reads a unit on a machine with these files. */
async function read(files: NamedFiles, name = "web.service", scope: UnitScope = "system"): Promise<UnitDefinition> {
  const machine = machineOf({
    systemd: false,
    files: { ...VISIBLE, ...files },
    processes: [{ pid: 1, arguments: "/sbin/init" }],
  });
  return await (await unitReader(machineProc(machine)))(name, scope);
}

/** A unit file with these lines of `[Service]`. */
function service(...lines: readonly string[]): ReturnType<typeof textFile> {
  return textFile(`[Service]\nExecStart=/usr/sbin/web\n${lines.map((line) => `${line}\n`).join("")}`);
}

Deno.test("unitReader() reads what a unit file says", async () => {
  const text = "[Unit]\nBefore=network.target x.target\nWants=network.target\nRefuseManualStop=yes\n" +
    "RefuseManualStart=1\nSuccessAction=reboot\n[Service]\nType=Notify\nRemainAfterExit=true\nKillMode=mixed\nDelegate=cpu\n" +
    'User=alice\nExecStart=-"/opt/a b" --secret\n[Install]\nAlias=www.service x.service\n';
  assert.deepEqual(await read({ [`${LIB}/web.service`]: textFile(text) }), {
    state: "loaded",
    type: "notify",
    remainAfterExit: true,
    refuseManualStart: true,
    refuseManualStop: true,
    killMode: "mixed",
    delegate: true,
    user: "alice",
    programs: ["/opt/a b"],
    provides: ["network.target"],
    follows: [],
    stops: [],
    aliases: ["www.service", "x.service"],
    successAction: "reboot",
    isConnection: false,
    hasTimer: false,
  });
});

Deno.test("unitReader() takes what systemd does where nothing is set", async () => {
  const { type, killMode, delegate, user, successAction } = await read({ [`${LIB}/web.service`]: service() });
  assert.deepEqual([type, killMode, delegate, user, successAction], [
    "simple",
    "control-group",
    false,
    undefined,
    undefined,
  ]);
  assert.equal((await read({ [`${LIB}/web.service`]: textFile("[Unit]\nA=b\n") })).type, "oneshot");
});

for (
  const [what, files, state] of [
    ["no file", {}, "absent"],
    ["a link to /dev/null", { [`${ETC}/web.service`]: { target: "/dev/null" } }, "masked"],
    ["an empty file", { [`${ETC}/web.service`]: textFile("") }, "masked"],
    ["a masked file before a real one", {
      [`${ETC}/web.service`]: { target: "/dev/null" },
      [`${LIB}/web.service`]: service(),
    }, "masked"],
    ["a file made at run time", { "/run/systemd/transient/web.service": service() }, "transient"],
    ["a link within the directories", {
      [`${ETC}/web.service`]: { target: "/usr/lib/systemd/system/www.service" },
      [`${LIB}/www.service`]: service(),
    }, "loaded"],
    ["a relative link", {
      [`${ETC}/web.service`]: { target: "../../../lib/systemd/system/www.service" },
      "/lib/systemd/system/www.service": service(),
    }, "loaded"],
    ["a link to another directory", {
      [`${ETC}/web.service`]: { target: "/home/alice/web.service" },
      "/home/alice/web.service": service(),
    }, "unknown"],
    ["a link out of the directories", {
      [`${ETC}/web.service`]: { target: "/usr/lib/systemd/system/../../../../home/alice/web.service" },
      "/home/alice/web.service": service(),
    }, "unknown"],
    ["a link to itself", { [`${ETC}/web.service`]: { target: "web.service" } }, "unknown"],
    ["a FIFO", { [`${ETC}/web.service`]: { ...service(), type: "fifo" } }, "unknown"],
    ["a file of an ordinary user", { [`${ETC}/web.service`]: { ...service(), owner: 1000 } }, "unknown"],
    ["a drop-in of an ordinary user", {
      [`${LIB}/web.service`]: service(),
      [`${ETC}/web.service.d/a.conf`]: { ...service(), owner: 1000 },
    }, "unknown"],
    ["a device", { [`${ETC}/web.service`]: { ...service(), type: "character" } }, "unknown"],
    ["a file that is too large", { [`${ETC}/web.service`]: { ...service(), size: 65_537 } }, "unknown"],
    ["a drop-in that cannot be read", {
      [`${LIB}/web.service`]: service(),
      [`${ETC}/web.service.d/a.conf`]: { target: "/home/alice/a.conf" },
    }, "unknown"],
  ] as const
) {
  Deno.test(`unitReader() for ${what}`, async () => assert.equal((await read(files)).state, state));
}

Deno.test("unitReader() knows nothing where there is no directory of unit files", async () => {
  const machine = machineOf({ systemd: false, processes: [{ pid: 1, arguments: "/sbin/init" }] });
  const { state } = await (await unitReader(machineProc(machine)))("web.service", "system");
  assert.equal(state, "unknown");
});

Deno.test("unitReader() takes the file of the first directory", async () => {
  const { type } = await read({
    [`${LIB}/web.service`]: service("Type=forking"),
    [`${ETC}/web.service`]: service("Type=notify"),
    "/run/systemd/system/web.service": service("Type=oneshot"),
  });
  assert.equal(type, "notify");
});

Deno.test("unitReader() takes a template unless the instance has a file", async () => {
  const files = { [`${LIB}/web@.service`]: service("Type=forking") };
  assert.equal((await read(files, "web@a.service")).type, "forking");
  assert.equal((await read({ ...files, [`${LIB}/web@a.service`]: service() }, "web@a.service")).type, "simple");
  assert.equal((await read(files, "web.service")).state, "absent");
});

Deno.test("unitReader() adds the drop-ins of the unit, its template, its prefixes and its type", async () => {
  const drop = (line: string): ReturnType<typeof textFile> => textFile(`[Service]\n${line}\n`);
  const definition = await read({
    [`${LIB}/a-b@.service`]: service("Type=forking"),
    [`${ETC}/a-b@x.service.d/1.conf`]: drop("Type=notify"),
    [`${LIB}/a-b@.service.d/2.conf`]: drop("KillMode=mixed"),
    "/run/systemd/system/a-@.service.d/3.conf": drop("User=alice"),
    [`${ETC}/service.d/4.conf`]: drop("Delegate=yes"),
    [`${ETC}/a-b@x.service.d/readme.txt`]: drop("Type=oneshot"),
  }, "a-b@x.service");
  const { type, killMode, user, delegate } = definition;
  assert.deepEqual([type, killMode, user, delegate], ["notify", "mixed", "alice", true]);
});

Deno.test("unitReader() reads drop-ins in the order of their names, of two with one name the first", async () => {
  const drop = (line: string): ReturnType<typeof textFile> => textFile(`[Service]\n${line}\n`);
  const definition = await read({
    [`${LIB}/web.service`]: service(),
    [`${LIB}/web.service.d/20.conf`]: drop("Type=notify"),
    [`${ETC}/web.service.d/10.conf`]: drop("Type=forking"),
    [`${ETC}/service.d/30.conf`]: drop("KillMode=process"),
    [`${LIB}/web.service.d/30.conf`]: drop("KillMode=none"),
  });
  assert.deepEqual([definition.type, definition.killMode], ["notify", "process"]);
});

Deno.test("unitReader() lets a drop-in be masked", async () => {
  const { type } = await read({
    [`${LIB}/web.service`]: service(),
    [`${LIB}/web.service.d/1.conf`]: textFile("[Service]\nType=oneshot\n"),
    [`${ETC}/web.service.d/1.conf`]: { target: "/dev/null" },
  });
  assert.equal(type, "simple");
});

Deno.test("unitReader() adds the drop-ins of an alias that leads to the unit", async () => {
  const files = {
    [`${LIB}/web.service`]: textFile("[Service]\nExecStart=/usr/sbin/web\n[Install]\nAlias=www.service\n"),
    [`${ETC}/www.service.d/1.conf`]: textFile("[Service]\nKillMode=process\n"),
  };
  assert.equal((await read(files)).killMode, "control-group");
  const linked = { ...files, [`${ETC}/www.service`]: { target: `${LIB}/web.service` } };
  assert.equal((await read(linked)).killMode, "process");
});

Deno.test("unitReader() finds a timer and a socket of the same name", async () => {
  const timer = { [`${LIB}/web.service`]: service(), [`${ETC}/web.timer`]: textFile("[Timer]\n") };
  assert.equal((await read(timer)).hasTimer, true);
  const socket = { [`${LIB}/web@.service`]: service(), [`${LIB}/web.socket`]: textFile("[Socket]\nAccept=yes\n") };
  assert.equal((await read(socket, "web@1.service")).isConnection, true);
  const shared = { [`${LIB}/web.service`]: service(), [`${LIB}/web.socket`]: textFile("[Socket]\nAccept=no\n") };
  assert.equal((await read(shared)).isConnection, false);
});

Deno.test("unitReader() looks for units of users in other directories", async () => {
  const files = { "/usr/lib/systemd/user/web.service": service("Type=notify"), [`${LIB}/web.service`]: service() };
  assert.equal((await read(files, "web.service", "user")).type, "notify");
  const own = { ...files, "/home/alice/.config/systemd/user/mine.service": service() };
  assert.equal((await read(own, "mine.service", "user")).state, "absent");
});

Deno.test("keepUnitFile() keeps what is read, and no secret", async () => {
  const text =
    "[Unit]\nDescription=x\nBefore=a.target\n[Service]\nEnvironment=TOKEN=secret\nType=notify\nExecStart=\n" +
    "ExecStart=-/usr/sbin/web --password secret\n";
  const kept = decodeText(keepUnitFile(encodeText(text)));
  assert.equal(kept, '[Unit]\nBefore=a.target\n[Service]\nType=notify\nExecStart=\nExecStart="/usr/sbin/web"\n');
  assert.deepEqual(
    await read({ [`${LIB}/web.service`]: textFile(kept) }),
    await read({ [`${LIB}/web.service`]: textFile(text) }),
  );
});

Deno.test("keepUnitFile() leaves no file empty, which would mean masked", () => {
  assert.equal(decodeText(keepUnitFile(encodeText("[Unit]\nDescription=x\n"))), "[Unit]\n");
});

Deno.test("unitReader() reads what a unit follows, specifiers expanded and nothing reset", async () => {
  const text = "[Unit]\nRequires=a.service\nRequires=\nBindsTo=b@%i.service %p.socket\nPartOf=c.service\n" +
    "Requisite=d-%%.service\nStopPropagatedFrom=%n.target\nWants=x.service\nPropagatesStopTo=e.service\n" +
    "[Service]\nExecStart=/a\n";
  const files = {
    [`${LIB}/my-web@.service`]: textFile(text),
    [`${ETC}/my-web@1.service.requires/f.service`]: { target: "/usr/lib/systemd/system/f.service" },
  };
  const { follows, stops } = await read(files, "my-web@1.service");
  assert.deepEqual(
    follows,
    [
      "a.service",
      "b@1.service",
      "my-web.socket",
      "c.service",
      "d-%.service",
      "my-web@1.service.target",
      "f.service",
    ].toSorted((left, right) => follows.indexOf(left) - follows.indexOf(right)),
  );
  assert.deepEqual(stops, ["e.service"]);
});
