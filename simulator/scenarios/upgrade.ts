import { machineOf, type SimulatedProcess } from "../machine.ts";
import { BASE_SYSTEM, LIBRARIES, library, log, oldLibrary, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** What administrators do every week: they upgrade, and ask what still uses the old files. */
export const UPGRADE_SCENARIOS = {
  "upgrade": {
    story: "libpcre and exim were upgraded, and syslog-ng, exim and apache still use the old files; the log was " +
      "compressed, and syslog-ng still writes to the old one",
    machine: () => machineOf({ host: "hera", processes: UPGRADE, files: upgraded(PCRE, "/usr/sbin/exim", MESSAGES) }),
  },
  "web-server": {
    story:
      "libssl was upgraded on a web server; nginx, PostgreSQL and a login still use the old one, and rsyslog still " +
      "writes to a log that was deleted to make room",
    machine: () => machineOf({ host: "web1", processes: WEB_SERVER, files: upgraded(SSL) }),
  },
  "nothing-stale": {
    story: "the same machine after everything was restarted; nothing is to be reported",
    machine: () => machineOf({ host: "hera", processes: UPGRADE.map(restarted) }),
  },
  "ordinary-user": {
    story: "the same upgrade, seen by a user who may read only two processes of his own",
    machine: () =>
      machineOf({
        host: "hera",
        uid: 1000,
        files: upgraded(PCRE, "/usr/sbin/exim", MESSAGES),
        processes: [...UPGRADE, ...OWN],
      }),
  },
  "hidden-processes": {
    story: "the same once more with hidepid=1, which shows only the PIDs of the processes of others",
    machine: () =>
      machineOf({
        host: "hera",
        uid: 1000,
        files: upgraded(PCRE, "/usr/sbin/exim", MESSAGES),
        processes: [...UPGRADE.map((process) => ({ ...process, refuses: { ".": "denied" as const } })), ...OWN],
      }),
  },
  "openvz": {
    story: "libc and httpd were upgraded in an OpenVZ container, whose kernel puts the mark before the name",
    machine: () =>
      machineOf({
        host: "vz101",
        kernel: "2.6.32-042stab145.3",
        mounts: [
          { id: 15, parent: 1, device: "0:35", point: "/", type: "simfs", source: "/dev/simfs" },
          { id: 16, parent: 15, device: "0:36", point: "/proc", type: "proc", source: "proc" },
        ],
        files: upgraded("/lib64/libc-2.12.so"),
        processes: [
          { pid: 1, arguments: "init", exe: library("/sbin/init"), mappings: [oldOpenvz("/lib64/libc-2.12.so")] },
          {
            pid: 411,
            arguments: "/usr/sbin/httpd",
            exe: oldOpenvz("/usr/sbin/httpd"),
            mappings: [oldOpenvz("/lib64/libc-2.12.so")],
          },
        ],
      }),
  },
} satisfies Scenarios;

const PCRE = "/lib64/libpcre.so.0.0.1";
const MESSAGES = "/var/log/messages";
const OLD_PCRE = [oldLibrary(PCRE)];
const APACHE = "/usr/sbin/apache2 -D DEFAULT_VHOST -D INFO -D LANGUAGE -D DAV -D SVN -D MAILMAN -D PHP5 -D USERDIR " +
  "-D SVN_AUTHZ -D SUEXEC -D SSL -D SSL_DEFAULT_VHOST -D AUTH_DIGEST -D PERL -d /usr/lib64/apache2 " +
  "-f /etc/apache2/httpd.conf -k start";
const SYSLOG = { exe: library("/usr/sbin/syslog-ng"), cgroup: "/system.slice/syslog-ng.service", mappings: OLD_PCRE };
/** The parent first, as root, then its children. */
const APACHES = [894, 8810, 12451, 16244, 16249, 16252, 16253, 16254, 26931, 28912, 29631];
const APACHE_FILES = [{ name: "socket:[29001]" }, log("/var/log/apache2/access.log", 5_120_000)];

const UPGRADE: readonly SimulatedProcess[] = [
  ...BASE_SYSTEM,
  { pid: 16341, title: "supervising syslog-ng\0", name: "syslog-ng", ...SYSLOG },
  {
    pid: 16342,
    arguments: "/usr/sbin/syslog-ng",
    parent: 16341,
    ...SYSLOG,
    descriptors: [
      { name: "socket:[31337]" },
      log("/var/log/auth.log", 88_301),
      oldLog(MESSAGES, 2_147_614_720),
    ],
  },
  {
    pid: 27550,
    arguments: "/usr/sbin/exim -bd -q15m",
    exe: oldLibrary("/usr/sbin/exim"),
    uid: 8,
    cgroup: "/system.slice/exim4.service",
    mappings: OLD_PCRE,
    descriptors: [log("/var/log/exim/mainlog", 40_960)],
  },
  ...APACHES.map((pid) => ({
    pid,
    arguments: APACHE,
    uid: pid === 894 ? 0 : 81,
    parent: pid === 894 ? 1 : 894,
    cgroup: "/system.slice/apache2.service",
    mappings: OLD_PCRE,
    descriptors: APACHE_FILES,
  })),
  { pid: 29800, arguments: "-bash", uid: 1001, exe: library("/bin/bash"), cgroup: sessionOf(1001, 12) },
];

const SSL = `${LIBRARIES}/libssl.so.3`;
const OLD_SSL = [oldLibrary(SSL)];
const NGINX = { exe: library("/usr/sbin/nginx"), cgroup: "/system.slice/nginx.service", mappings: OLD_SSL };

const WEB_SERVER: readonly SimulatedProcess[] = [
  ...BASE_SYSTEM,
  {
    pid: 690,
    arguments: "/usr/sbin/rsyslogd -n",
    cgroup: "/system.slice/rsyslog.service",
    descriptors: [log("/var/log/syslog", 4_096), oldLog("/var/log/mail.log", 3_435_973_836)],
  },
  { pid: 811, arguments: ["nginx: master process /usr/sbin/nginx"], name: "nginx", ...NGINX },
  { pid: 812, arguments: ["nginx: worker process"], name: "nginx", uid: 33, parent: 811, ...NGINX },
  { pid: 813, arguments: ["nginx: worker process"], name: "nginx", uid: 33, parent: 811, ...NGINX },
  {
    pid: 940,
    arguments: "/usr/lib/postgresql/15/bin/postgres -D /srv/db",
    uid: 108,
    cgroup: "/system.slice/system-postgresql.slice/postgresql@15-main.service",
    mappings: OLD_SSL,
  },
  {
    pid: 2204,
    arguments: ["sshd: anna [priv]"],
    name: "sshd",
    parent: 702,
    exe: library("/usr/sbin/sshd"),
    cgroup: sessionOf(1001, 12),
    mappings: OLD_SSL,
  },
];

const OWN: readonly SimulatedProcess[] = [
  {
    pid: 30100,
    arguments: "-bash",
    uid: 1000,
    exe: library("/bin/bash"),
    cgroup: sessionOf(1000, 14),
    mappings: [library(`${LIBRARIES}/libtinfo.so.6.5`)],
  },
  {
    pid: 30177,
    arguments: "grep -rP needle /srv",
    uid: 1000,
    parent: 30100,
    exe: library("/bin/grep"),
    cgroup: sessionOf(1000, 14),
    mappings: OLD_PCRE,
  },
];

function sessionOf(uid: number, number: number): string {
  return `/user.slice/user-${uid}.slice/session-${number}.scope`;
}

function restarted(process: SimulatedProcess): SimulatedProcess {
  const { exe, mappings, descriptors, ...rest } = process;
  return {
    ...rest,
    ...(exe && { exe: library(exe.name) }),
    ...(exe === null && { exe }),
    ...(mappings && { mappings: mappings.map(({ name }) => library(name)) }),
    ...(descriptors && { descriptors: descriptors.map(({ deleted: _, ...descriptor }) => descriptor) }),
  };
}

function oldOpenvz(name: string): ReturnType<typeof library> {
  return library(name, { deleted: "openvz" });
}
