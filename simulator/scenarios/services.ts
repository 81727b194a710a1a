import { machineOf, type NamedFile, type NamedFiles, type SimulatedProcess } from "../machine.ts";
import { LIBRARIES, oldLibrary, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";
import { textFile } from "../systemd.ts";

/** What may be done about the services after an upgrade? */
export const SERVICE_SCENARIOS = {
  "refusing-services": {
    story:
      "after an upgrade of libssl: a web server, a job of a timer, a connection of a socket, units that are stopped, " +
      "masked, removed, transient, or refuse a restart, a cron with a job, the bus, the network, a runtime with its shims, " +
      "idle and used terminals, open and closed sessions, and the managers of two users",
    machine: () => machineOf({ files: { ...upgraded(SSL), ...PASSWD, ...FILES }, processes: PROCESSES }),
  },
  "forged-services": {
    story:
      "a user whose job made itself an orphan in the cgroup of a stale cron, who calls processes like a daemon of the " +
      "initramfs and an idle terminal, and who made cgroups called like containers below a service that is delegated to him",
    machine: () => machineOf({ files: { ...upgraded(SSL), ...PASSWD, ...FORGED_FILES }, processes: FORGED_PROCESSES }),
  },
} satisfies Scenarios;

const SSL = `${LIBRARIES}/libssl.so.3`;
const OLD = [oldLibrary(SSL)];
const HEX = "4f0c".repeat(16);
const ALICE = "/user.slice/user-1000.slice";
const PASSWD: NamedFiles = {
  "/etc/passwd": textFile("root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n"),
};

/** A stale process of root in a service of the system. */
function inUnit(pid: number, unit: string, command: string, more: Partial<SimulatedProcess> = {}): SimulatedProcess {
  return { pid, arguments: command, cgroup: `/system.slice/${unit}`, mappings: OLD, ...more };
}

/** A unit file with these settings. */
function unitFile(program: string, service = "", unit = ""): NamedFile {
  return textFile(`[Unit]\n${unit}\n[Service]\nExecStart=${program}\n${service}\n`);
}

const LIB = "/usr/lib/systemd/system";
const HOLD = "/usr/sbin/hold";

const FILES: NamedFiles = {
  [`${LIB}/tick.service`]: unitFile(HOLD, "Type=oneshot"),
  [`${LIB}/tick.timer`]: textFile("[Timer]\n"),
  [`${LIB}/once.service`]: unitFile(HOLD, "Type=oneshot\nRemainAfterExit=yes"),
  [`${LIB}/echo@.service`]: unitFile(HOLD),
  [`${LIB}/echo@1.service`]: { target: "echo@.service" },
  [`${LIB}/echo.socket`]: textFile("[Socket]\nAccept=yes\n"),
  [`${LIB}/gone.service`]: { missing: true },
  [`${LIB}/stopped.service`]: unitFile(HOLD),
  "/run/systemd/units/invocation:stopped.service": { missing: true },
  "/etc/systemd/system/masked.service": { target: "/dev/null" },
  [`${LIB}/noman.service`]: unitFile(HOLD, "", "RefuseManualStop=yes"),
  [`${LIB}/nostart.service`]: unitFile(HOLD),
  "/etc/systemd/system/nostart.service.d/refuse.conf": textFile("[Unit]\nRefuseManualStart=yes\n"),
  "/run/systemd/transient/transient.service": unitFile(HOLD),
  [`${LIB}/cron.service`]: unitFile("/usr/sbin/cron", "KillMode=process"),
  [`${LIB}/net.service`]: unitFile(HOLD, "", "Wants=network.target\nBefore=network.target"),
  "/run/systemd/sessions/4": textFile("STATE=closing\nTYPE=tty\n"),
};

const PROCESSES: readonly SimulatedProcess[] = [
  { pid: 1, arguments: "/sbin/init", mappings: OLD },
  inUnit(200, "web.service", "/usr/sbin/web"),
  inUnit(210, "tick.service", HOLD),
  inUnit(211, "once.service", HOLD),
  inUnit(212, "system-echo.slice/echo@1.service", HOLD),
  inUnit(219, "gone.service", HOLD),
  inUnit(221, "stopped.service", HOLD),
  inUnit(220, "masked.service", HOLD),
  inUnit(222, "noman.service", HOLD),
  inUnit(223, "nostart.service", HOLD),
  inUnit(224, "transient.service", HOLD),
  inUnit(230, "cron.service", "/usr/sbin/cron"),
  inUnit(231, "cron.service", "/usr/sbin/CRON", { parent: 230 }),
  inUnit(232, "cron.service", "/usr/local/bin/job", { parent: 231, uid: 1000 }),
  inUnit(240, "ssh.service", "/usr/sbin/sshd", { mappings: [], started: 900_000 }),
  inUnit(241, "ssh.service", "/usr/sbin/sshd", { started: 5_000 }),
  inUnit(250, "dbus.service", "/usr/bin/dbus-daemon"),
  inUnit(251, "net.service", HOLD),
  inUnit(252, "systemd-networkd.service", "/usr/lib/systemd/systemd-networkd"),
  inUnit(253, "containerd.service", "/usr/bin/containerd", { mappings: [], started: 900_000 }),
  inUnit(254, "containerd.service", "/usr/bin/containerd-shim-runc-v2", { started: 5_000 }),
  inUnit(255, "systemd-logind.service", "/usr/lib/systemd/systemd-logind"),
  inUnit(260, "system-getty.slice/getty@tty1.service", "/sbin/agetty"),
  inUnit(261, "system-getty.slice/getty@tty2.service", "/bin/sh"),
  { pid: 270, arguments: "@dmeventd", cgroup: "/", mappings: OLD },
  { pid: 300, arguments: "/usr/bin/vim", uid: 1000, cgroup: `${ALICE}/session-3.scope`, mappings: OLD },
  { pid: 301, arguments: "/usr/bin/screen", uid: 1000, cgroup: `${ALICE}/session-4.scope`, mappings: OLD },
  ...manager(310, 1000),
  ...manager(320, 1001),
  {
    pid: 312,
    arguments: "/usr/bin/pipe",
    uid: 1000,
    parent: 310,
    cgroup: `${ALICE}/user@1000.service/app.slice/pipe.service`,
    mappings: OLD,
  },
];

function manager(pid: number, uid: number): readonly SimulatedProcess[] {
  const cgroup = `/user.slice/user-${uid}.slice/user@${uid}.service/init.scope`;
  return [
    { pid, arguments: "/usr/lib/systemd/systemd --user", uid, cgroup, mappings: OLD },
    { pid: pid + 1, arguments: "(sd-pam)", name: "(sd-pam)", uid, parent: pid, cgroup, mappings: OLD },
  ];
}

const FORGED_FILES: NamedFiles = {
  [`${LIB}/cron.service`]: unitFile("/usr/sbin/cron", "KillMode=process"),
  [`${LIB}/shared.service`]: unitFile("/usr/bin/shared", "User=alice\nDelegate=yes"),
};

const FORGED_PROCESSES: readonly SimulatedProcess[] = [
  { pid: 1, arguments: "/sbin/init" },
  inUnit(230, "cron.service", "/usr/sbin/cron"),
  // Its parent has ended; it runs cron's own program, as alice, without deleted files, and is the youngest.
  inUnit(777, "cron.service", "/usr/sbin/cron", { uid: 1000, mappings: [], started: 900_000 }),
  inUnit(400, "shared.service", "/usr/bin/shared", { uid: 1000 }),
  ...[`docker/${HEX}`, "lxc/victim", `kubepods/pod0d5a7ad2-3cc8-4c1e-9d0e-6a1f6f0c2b11/${HEX}`].map((below, index) =>
    inUnit(401 + index, `shared.service/${below}`, "/usr/bin/shared", { uid: 1000, parent: 400 })
  ),
  {
    pid: 410,
    arguments: "@storage",
    uid: 1000,
    cgroup: `${ALICE}/session-3.scope/docker-${HEX}.scope`,
    mappings: OLD,
  },
  inUnit(411, "system-getty.slice/getty@tty1.service", "/sbin/agetty", { uid: 1000 }),
];
