import { machineOf, type SimulatedNamespace, type SimulatedProcess } from "../machine.ts";
import { containerMounts } from "../mounts.ts";
import { BASE_SYSTEM, LIBRARIES, oldLibrary, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** Processes that see other files under the same names. */
export const NAMESPACE_SCENARIOS = {
  "namespaces": {
    story:
      "containers and a chroot use the old libssl: it was replaced in one container, removed in another, and a third " +
      "does not tell; the copy in the chroot has its name on the host",
    machine: () => machineOf({ files: upgraded(SSL, `${CHROOT}${SSL}`), processes: [...BASE_SYSTEM, ...INSIDE] }),
  },
} satisfies Scenarios;

const SSL = `${LIBRARIES}/libssl.so.3`;
const CHROOT = "/srv/chroot";

const REPLACED: SimulatedNamespace = { id: 4026532261, mounts: containerMounts(1), files: upgraded(SSL) };
const REMOVED: SimulatedNamespace = { id: 4026532262, mounts: containerMounts(2), files: {} };
/** All its processes have a directory of it as their root, so no root shows all of it, and no mountinfo a mount. */
const BOXED: SimulatedNamespace = { id: 4026532263, mounts: containerMounts(3), files: upgraded(`/box${SSL}`) };

const INSIDE: readonly SimulatedProcess[] = [
  contained(3001, "/usr/sbin/nginx", REPLACED, "1".repeat(64)),
  contained(3002, "/usr/bin/php-fpm8.4", REPLACED, "1".repeat(64)),
  contained(3101, "/usr/bin/redis-server", REMOVED, "2".repeat(64)),
  {
    pid: 3201,
    arguments: "/usr/bin/boxed",
    namespace: BOXED,
    root: "/box",
    cgroup: "/system.slice/boxed.service",
    mappings: [oldLibrary(`/box${SSL}`)],
  },
  {
    pid: 3301,
    arguments: "/usr/sbin/haproxy -Ws",
    root: CHROOT,
    mappings: [oldLibrary(`${CHROOT}${SSL}`)],
    descriptors: [oldLog(`${CHROOT}/log/haproxy.log`, 4096)],
  },
  { pid: 3302, arguments: "/usr/bin/outside", mappings: [oldLibrary(SSL)] },
];

function contained(pid: number, program: string, namespace: SimulatedNamespace, id: string): SimulatedProcess {
  return {
    pid,
    arguments: program,
    namespace,
    cgroup: `/system.slice/docker-${id}.scope`,
    mappings: [oldLibrary(SSL)],
    descriptors: [oldLog("/var/log/app.log", 4096)],
  };
}
