import { machineOf, type SimulatedNamespace, type SimulatedProcess } from "../machine.ts";
import { DEFAULT_MOUNTS, type SimulatedMount } from "../mounts.ts";
import { BASE_SYSTEM, LIBRARIES, oldLibrary, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** What an ordinary user does to hold up, fill or mislead a scan by root. */
export const HOSTILE_SCENARIOS = {
  "hostile-user": {
    story: "nginx uses the old libssl; a user holds deleted files of his own file server, directly and through an " +
      "overlay, and of a mount that all may use; one of his processes never answers, others have a command line of " +
      "3 MiB and a file 8,000 directories deep",
    machine: () => machineOf({ mounts: MOUNTS, files: upgraded(SSL), processes: [...BASE_SYSTEM, NGINX, ...EVE] }),
  },
} satisfies Scenarios;

const SSL = `${LIBRARIES}/libssl.so.3`;
const HOME = "/home/eve";

const SERVED: SimulatedMount = {
  ...{ id: 90, parent: 26, device: "0:90", type: "fuse.sshfs", source: "eve@home:" },
  point: `${HOME}/served`,
  options: "rw,user_id=1000,group_id=1000,allow_other",
};

const MOUNTS: readonly SimulatedMount[] = [...DEFAULT_MOUNTS, SERVED];

/** A mount namespace of the user's own, in which he is root and mounts what he likes. */
const OWN: SimulatedNamespace = {
  id: 4026532300,
  users: 4026532299,
  files: {},
  mounts: [
    ...DEFAULT_MOUNTS,
    { id: 91, parent: 26, device: "0:91", point: `${HOME}/m`, type: "fuse", source: "attack" },
    {
      ...{ id: 92, parent: 26, device: "0:92", point: `${HOME}/o`, type: "overlay", source: "overlay" },
      options: `rw,lowerdir=${HOME}/m,upperdir=${HOME}/t/u,workdir=${HOME}/t/w,userxattr`,
    },
    { id: 93, parent: 26, device: "0:93", point: `${HOME}/t`, type: "tmpfs", source: "tmpfs" },
  ],
};

const NGINX: SimulatedProcess = {
  pid: 2000,
  arguments: "/usr/sbin/nginx",
  cgroup: "/system.slice/nginx.service",
  mappings: [oldLibrary(SSL)],
};

const LOCKED = "stuck" as const;

const EVE: readonly SimulatedProcess[] = [
  eve(7001, `${HOME}/served/a.so`),
  { ...eve(7002, `${HOME}/m/a.so`), namespace: OWN },
  { ...eve(7003, `${HOME}/o/a.so`), namespace: OWN },
  { ...eve(7004, `${HOME}/t/a.so`), namespace: OWN },
  { ...eve(7005, `${HOME}/a.so`), state: "D", refuses: { maps: LOCKED, map_files: LOCKED, cmdline: LOCKED } },
  { ...eve(7006, `${HOME}/b.so`), title: "x".repeat(3 * 2 ** 20) },
  eve(7007, `${HOME}${"/d".repeat(8000)}/c.so`),
];

function eve(pid: number, name: string): SimulatedProcess {
  return {
    pid,
    arguments: `/home/eve/attack ${pid}`,
    uid: 1000,
    cgroup: "/user.slice/user-1000.slice/session-7.scope",
    mappings: [oldLibrary(name)],
    descriptors: [oldLog(name, 4096)],
  };
}
