import assert from "node:assert/strict";
import { machineOf, type NamedFiles } from "../../simulator/machine.ts";
import { LIBRARIES, oldLibrary } from "../../simulator/parts.ts";
import { machineProc } from "../../simulator/proc.ts";
import { textFile } from "../../simulator/systemd.ts";
import { runIn } from "../run_program.ts";

const LIB = "/usr/lib/systemd/system";
const OLD = [oldLibrary(`${LIBRARIES}/libssl.so.3`)];

interface Entry {
  readonly argv: readonly string[] | null;
  readonly reason: string | null;
  readonly instead: string | null;
  readonly restarts: readonly string[];
}

/** A unit file with these lines of `[Unit]` and of `[Service]`. */
function unit(lines: string, service = ""): NamedFiles[string] {
  return textFile(`[Unit]\n${lines}\n[Service]\nExecStart=/usr/sbin/app\n${service}\n`);
}

/** The plan for a stale web.service beside app.service, which is not stale. */
async function planWeb(files: NamedFiles, ...units: readonly string[]): Promise<Entry> {
  const process = (pid: number, name: string) => ({
    pid,
    arguments: `/usr/sbin/${name}`,
    cgroup: `/system.slice/${name}.service`,
    ...(name === "web" ? { mappings: OLD } : {}),
  });
  const machine = machineOf({
    files,
    processes: [
      { pid: 1, arguments: "/sbin/init" },
      ...["web", "app", ...units].map((name, at) => process(10 + at, name)),
    ],
  });
  const { stdout } = await runIn(machineProc(machine), ["--json"]);
  const { plan }: { readonly plan: readonly Entry[] } = JSON.parse(stdout);
  assert.equal(plan.length, 1, stdout);
  return plan[0]!;
}

for (const key of ["Requires", "Requisite", "BindsTo", "PartOf", "StopPropagatedFrom"]) {
  Deno.test(`the plan names a unit that follows a restart by ${key}=`, async () => {
    const { argv, restarts } = await planWeb({ [`${LIB}/app.service`]: unit(`${key}=web.service`) });
    assert.deepEqual([argv, restarts], [["systemctl", "try-restart", "web.service"], ["app.service"]]);
  });
}

for (
  const [what, files] of [
    ["wants it", { [`${LIB}/app.service`]: unit("Wants=web.service\nAfter=web.service") }],
    ["is not started", {
      [`${LIB}/app.service`]: unit("Requires=web.service"),
      "/run/systemd/units/invocation:app.service": { missing: true },
    }],
    ["is required by it", { [`${LIB}/web.service`]: unit("Requires=app.service") }],
  ] as const
) {
  Deno.test(`the plan names no unit that ${what}`, async () => {
    assert.deepEqual((await planWeb(files)).restarts, []);
  });
}

Deno.test("the plan names what follows by a drop-in, by a link, by another name, and through a target", async () => {
  const followed = async (files: NamedFiles): Promise<readonly string[]> => (await planWeb(files)).restarts;
  assert.deepEqual(await followed({ "/etc/systemd/system/app.service.d/a.conf": unit("PartOf=web.service") }), [
    "app.service",
  ]);
  const link = { target: "/usr/lib/systemd/system/web.service" };
  assert.deepEqual(await followed({ "/etc/systemd/system/app.service.requires/web.service": link }), ["app.service"]);
  const named = {
    [`${LIB}/web.service`]: textFile("[Service]\nExecStart=/usr/sbin/web\n[Install]\nAlias=www.service\n"),
  };
  assert.deepEqual(await followed({ ...named, [`${LIB}/app.service`]: unit("BindsTo=www.service") }), ["app.service"]);
  const through = {
    [`${LIB}/stack.target`]: textFile("[Unit]\nRequires=web.service\n"),
    "/run/systemd/units/invocation:stack.target": { target: "4f0c".repeat(8) },
    [`${LIB}/app.service`]: unit("PartOf=stack.target"),
  };
  assert.deepEqual(await followed(through), ["app.service"]);
});

Deno.test("the plan names what a unit stops by its own file", async () => {
  const files = { [`${LIB}/web.service`]: unit("PropagatesStopTo=app.service gone.service") };
  assert.deepEqual((await planWeb(files)).restarts, ["app.service"]);
});

for (
  const [what, files, told] of [
    ["a job", { [`${LIB}/app.service`]: unit("PartOf=web.service", "Type=oneshot") }, /app\.service .*a job that runs/],
    ["a unit that provides the network", {
      [`${LIB}/app.service`]: unit("PartOf=web.service\nWants=network.target\nBefore=network.target"),
    }, /app\.service .*the network/],
    ["a mount", {
      "/run/systemd/generator/srv.mount": unit("Requires=web.service"),
      "/run/systemd/units/invocation:srv.mount": { target: "4f0c".repeat(8) },
    }, /srv\.mount .*in use/],
  ] as const
) {
  Deno.test(`no command restarts ${what} that follows its unit`, async () => {
    const { argv, reason } = await planWeb(files);
    assert.equal(argv, null);
    assert.match(reason!, told);
  });
}

Deno.test("no command restarts what a name tells to be careful with", async () => {
  const { argv, reason, instead } = await planWeb(
    { [`${LIB}/corosync.service`]: unit("Requires=web.service") },
    "corosync",
  );
  assert.equal(argv, null);
  assert.match(`${reason} - ${instead}`, /corosync\.service restarts with it: the cluster .* maintenance/);
});
