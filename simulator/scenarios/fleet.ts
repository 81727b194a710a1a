import { machineOf, type SimulatedNamespace, type SimulatedProcess } from "../machine.ts";
import { containerMounts } from "../mounts.ts";
import { BASE_SYSTEM, kernelThread, LIBRARIES, library, log, oldLibrary, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** One machine of a fleet, with a bit of everything. */
export const FLEET_SCENARIOS = {
  "busy-machine": {
    story: "a web server with its database, caches, containers and logins, some three hundred processes, an hour " +
      "after an unattended upgrade of openssl and zlib that restarted only what it dared to",
    machine: () => machineOf({ host: "web-017", files: upgraded(SSL, CRYPTO, ZLIB), processes: BUSY }),
  },
} satisfies Scenarios;

const SSL = `${LIBRARIES}/libssl.so.3`;
const CRYPTO = `${LIBRARIES}/libcrypto.so.3`;
const ZLIB = `${LIBRARIES}/libz.so.1.3.1`;

const OLD_TLS = [oldLibrary(SSL), oldLibrary(CRYPTO), oldLibrary(ZLIB)];
const NEW_TLS = [library(SSL), library(CRYPTO), library(ZLIB)];
const OLD_ZLIB = [library(`${LIBRARIES}/libpcre2-8.so.0.14.0`), oldLibrary(ZLIB)];

const BUSY: readonly SimulatedProcess[] = [
  ...BASE_SYSTEM,
  ...Array.from({ length: 60 }, (_, index) => kernelThread(20 + index, `kworker/${index % 8}:${index >> 3}`)),
  ...family(1400, 17, "/usr/sbin/nginx", "nginx", ["nginx: master process /usr/sbin/nginx", "nginx: worker process"], {
    uid: 33,
    mappings: OLD_TLS,
    descriptors: [log("/var/log/nginx/access.log", 70_254_592)],
  }),
  ...family(1500, 65, "/usr/sbin/php-fpm8.4", "php8.4-fpm", ["php-fpm: master process", "php-fpm: pool www"], {
    uid: 33,
    mappings: OLD_TLS,
    descriptors: [{ name: "/tmp/.ZendSem.Kq71zP", deleted: true, size: 0 }],
  }),
  ...Array.from({ length: 40 }, (_, index) => ({
    pid: 1700 + index,
    title: `postgres: 17/main: shop shop 10.0.0.${index}(${41_000 + index}) idle`,
    name: "postgres",
    exe: library("/usr/lib/postgresql/17/bin/postgres"),
    uid: 115,
    cgroup: "/system.slice/system-postgresql.slice/postgresql@17-main.service",
    mappings: NEW_TLS,
  })),
  { pid: 1800, arguments: "/usr/bin/redis-server 127.0.0.1:6379", uid: 116, mappings: NEW_TLS },
  {
    pid: 1810,
    arguments: "/usr/sbin/rsyslogd -n -iNONE",
    cgroup: "/system.slice/rsyslog.service",
    mappings: OLD_ZLIB,
    descriptors: [oldLog("/var/log/syslog.1", 812_646_400), log("/var/log/syslog", 1_200_000)],
  },
  ...Array.from({ length: 12 }, (_, index) => login(2000 + 10 * index)).flat(),
  ...Array.from({ length: 20 }, (_, index) => pod(3000 + 10 * index, index)).flat(),
];

/** A master, as root, and its children. */
function family(
  pid: number,
  size: number,
  program: string,
  unit: string,
  [master, child]: readonly [string, string],
  more: Partial<SimulatedProcess>,
): readonly SimulatedProcess[] {
  return Array.from({ length: size }, (_, index) => ({
    ...more,
    pid: pid + index,
    title: `${index === 0 ? master : child}\0`,
    name: program.slice(program.lastIndexOf("/") + 1),
    exe: library(program),
    cgroup: `/system.slice/${unit}.service`,
    ...(index === 0 ? { uid: 0 } : { parent: pid }),
  }));
}

function login(pid: number): readonly SimulatedProcess[] {
  const cgroup = `/user.slice/user-1000.slice/session-${pid}.scope`;
  const sshd = { name: "sshd-session", exe: library("/usr/lib/openssh/sshd-session"), cgroup };
  return [
    { ...sshd, pid, title: "sshd-session: anna [priv]\0", mappings: OLD_TLS },
    { ...sshd, pid: pid + 1, title: "sshd-session: anna@pts/0\0", uid: 1000, parent: pid, mappings: OLD_TLS },
    { pid: pid + 2, arguments: "-bash", uid: 1000, parent: pid + 1, exe: library("/usr/bin/bash"), cgroup },
  ];
}

/** A container with libraries of its own, which an upgrade of the host does not touch. */
function pod(pid: number, number: number): readonly SimulatedProcess[] {
  const namespace: SimulatedNamespace = { id: 4026533000 + number, mounts: containerMounts(100 + number), files: {} };
  const id = number.toString(16).padStart(64, "c");
  const cgroup = `/kubepods.slice/kubepods-besteffort.slice/cri-containerd-${id}.scope`;
  const [shim, inside] = ["/usr/bin/containerd-shim-runc-v2", ["/app/server", "/app/worker", "/app/metrics"]];
  return [
    { pid, arguments: shim, cgroup: "/system.slice/containerd.service" },
    ...inside.map((program, index) => ({
      pid: pid + 1 + index,
      arguments: program,
      parent: pid,
      uid: 65532,
      namespace,
      cgroup,
      mappings: NEW_TLS,
    })),
  ];
}
