import { machineOf, type SimulatedNamespace, type SimulatedProcess } from "../machine.ts";
import { containerMounts } from "../mounts.ts";
import { kernelThread, LIBRARIES, library, oldLibrary, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** The services that processes belong to. */
export const OWNER_SCENARIOS = {
  "owners": {
    story: "processes with every shape of cgroup path use the old libssl: units, user units, sessions, desktop " +
      "applications, containers and virtual machines of all kinds, OpenRC, and daemons of runit and s6",
    machine: () =>
      machineOf({
        files: {
          ...upgraded(SSL),
          "/etc/passwd": { text: "root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000:Anna:/home/anna:/bin/bash\n" },
        },
        processes: [kernelThread(2, "kthreadd"), ...OWNERS],
      }),
  },
} satisfies Scenarios;

const SSL = `${LIBRARIES}/libssl.so.3`;
const OLD_SSL = [oldLibrary(SSL)];
const HEX = "4f0c".repeat(16);
const POD = "0d5a7ad2-3cc8-4c1e-9d0e-6a1f6f0c2b11";
const POD_SLICE = `kubepods-burstable-pod${POD.replaceAll("-", "_")}.slice`;
const USER = "/user.slice/user-1000.slice";
const MANAGER = `${USER}/user@1000.service`;

/** The command line and the cgroup; the first is PID 1, the others are 801 and up. */
const ON_THE_MACHINE: readonly (readonly [command: string, cgroup: string])[] = [
  ["/sbin/init", "/init.scope"],
  ["/usr/sbin/nginx -g daemon", "/system.slice/nginx.service"],
  ["/sbin/agetty tty1", "/system.slice/system-getty.slice/getty@tty1.service"],
  ["/usr/lib/postgresql/17/bin/postgres", "/system.slice/system-postgresql.slice/postgresql@17-main.service"],
  ["/usr/lib/systemd/systemd-udevd", "/system.slice/systemd-udevd.service/udev"],
  ["/usr/lib/systemd/systemd-homed", "/system.slice/dbus-:1.2-org.freedesktop.home1@0.service"],
  ["/usr/sbin/varnishd", "/web.slice/web-front.slice/varnish.service"],
  ["/usr/sbin/cron -f", "12:pids:/system.slice/cron.service\n1:name=systemd:/system.slice/cron.service\n0::/\n"],
  ["/usr/bin/dash backup.sh", `${USER}/session-3.scope`],
  ["/usr/bin/mutt", `${USER}/session-c2.scope`],
  ["/usr/lib/systemd/systemd --user", `${MANAGER}/init.scope`],
  ["(sd-pam)", `${MANAGER}/init.scope`],
  ["/usr/bin/pipewire", `${MANAGER}/session.slice/pipewire.service`],
  ["/usr/libexec/tracker-miner-fs-3", `${MANAGER}/background.slice/tracker-miner-fs-3.service`],
  ["/usr/libexec/gnome-terminal", `${MANAGER}/app.slice/app-org.gnome.Terminal.slice/gnome-terminal-server.service`],
  ["/usr/bin/less", `${MANAGER}/app.slice/app-org.gnome.Terminal.slice/vte-spawn-${POD}.scope`],
  ["/usr/bin/gimp", `${MANAGER}/app.slice/app-gnome-gimp-4711.scope`],
  ["/app/bin/thunderbird", `${MANAGER}/app.slice/app-flatpak-org.mozilla.Thunderbird-1234.scope`],
  ["/snap/firefox/4955/firefox", `${MANAGER}/app.slice/snap.firefox.firefox-${POD}.scope`],
  ["/usr/bin/conmon", `/machine.slice/libpod-conmon-${HEX}.scope`],
  ["/usr/bin/crun", "/system.slice/web.service/runtime"],
  ["/usr/bin/lxc-start", "/lxc.monitor.db"],
  [
    "/usr/bin/qemu-system-x86_64 -name guest=win11",
    "/machine.slice/machine-qemu\\x2d3\\x2dwin11.scope/libvirt/emulator",
  ],
  ["/usr/bin/kvm -id 104", "/qemu.slice/104.scope"],
  ["/usr/sbin/sshd", "/openrc.sshd"],
  ["/usr/sbin/ntpd", "/rc/ntpd"],
  ["/usr/sbin/dhcpcd", "2:pids:/openrc_dhcpcd\n1:name=openrc:/dhcpcd\n0::/\n"],
  ["/usr/local/bin/by-hand", "/"],
];

const IN_CONTAINERS: readonly (readonly [command: string, cgroup: string])[] = [
  ["/docker-systemd", `/system.slice/docker-${HEX}.scope`],
  ["/docker-systemd-inside", `/system.slice/docker-${HEX}.scope/system.slice/cron.service`],
  ["/docker-cgroupfs", `/docker/${HEX}`],
  ["/docker-rootless", `${MANAGER}/user.slice/docker-${HEX}.scope`],
  ["/podman", `/machine.slice/libpod-${HEX}.scope/container`],
  ["/podman-rootless", `${MANAGER}/user.slice/libpod-${HEX}.scope/container`],
  ["/podman-pod", `/machine.slice/machine-libpod_pod_${HEX}.slice/libpod-${HEX}.scope/container`],
  ["/podman-quadlet", `/system.slice/web.service/libpod-payload-${HEX}`],
  ["/k8s-containerd", `/kubepods.slice/kubepods-burstable.slice/${POD_SLICE}/cri-containerd-${HEX}.scope`],
  ["/k8s-crio", `/kubepods.slice/kubepods-burstable.slice/${POD_SLICE}/crio-${HEX}.scope`],
  ["/k8s-docker", `/kubepods.slice/kubepods-burstable.slice/${POD_SLICE}/docker-${HEX}.scope`],
  ["/k8s-cgroupfs", `/kubepods/besteffort/pod${POD}/${HEX}`],
  ["/k8s-kubelet", `/kubelet.slice/kubelet-kubepods.slice/kubelet-${POD_SLICE}/cri-containerd-${HEX}.scope`],
  ["/k8s-colons", `/${POD_SLICE}:cri-containerd:${HEX}`],
  ["/lxc", "/lxc/web/system.slice/apache2.service"],
  ["/lxd", "/lxc.payload.db/system.slice/mariadb.service"],
  ["/lxd-directory", "/lxc.payload/mail"],
  ["/lxd-project", "/lxc.payload.shop_web"],
  ["/nspawn", "/machine.slice/systemd-nspawn@build.service/payload/system.slice/cron.service"],
  ["/machined", "/machine.slice/machine-my\\x2dbox.scope/payload"],
];

/** A supervisor and what it runs; the cgroup says nothing. */
const SUPERVISED: readonly (readonly [supervisor: string, command: string])[] = [
  ["runsv nginx", "/usr/sbin/nginx -g daemon off;"],
  ["s6-supervise dnscache", "/usr/bin/dnscache"],
  ["supervise qmail-send", "/usr/bin/qmail-send"],
  ["supervise-daemon ntpd --start /usr/sbin/ntpd", "/usr/sbin/ntpd -n"],
];

const OWNERS: readonly SimulatedProcess[] = [
  ...ON_THE_MACHINE.map(([command, cgroup], index) => ({
    pid: index === 0 ? 1 : 800 + index,
    arguments: command,
    cgroup,
    uid: cgroup.startsWith(USER) ? 1000 : 0,
    mappings: OLD_SSL,
  })),
  ...IN_CONTAINERS.map(([command, cgroup], index) => ({
    pid: 900 + index,
    arguments: command,
    cgroup: cgroup.replaceAll(HEX, (index + 16).toString(16).padStart(64, "4f0c")),
    namespace: containerOf(index),
    mappings: OLD_SSL,
  })),
  ...SUPERVISED.flatMap(([supervisor, command], index) => [
    { pid: 1000 + 2 * index, arguments: supervisor, cgroup: "/", exe: library(`/usr/bin/${supervisor.split(" ")[0]}`) },
    { pid: 1001 + 2 * index, arguments: command, cgroup: "/", parent: 1000 + 2 * index, mappings: OLD_SSL },
  ]),
];

function containerOf(index: number): SimulatedNamespace {
  return { id: 4026532400 + index, mounts: containerMounts(10 + index), files: upgraded(SSL) };
}
