import assert from "node:assert/strict";
import { findService } from "../../lib/services/service.ts";
import type { Service } from "../../lib/model/service.ts";
import { application, manager, NONE, scope, session, unit, USER } from "./services.ts";

const PATHS: readonly (readonly [path: string, owner: Service])[] = [
  // Units of the system.
  ["/system.slice/ssh.service", unit("ssh.service")],
  ["/system.slice/systemd-logind.service", unit("systemd-logind.service")],
  ["/system.slice/system-getty.slice/getty@tty1.service", unit("getty@tty1.service")],
  ["/system.slice/system-foo.slice/system-foo-bar.slice/foo@a.service", unit("foo@a.service")],
  ["/system.slice/system-serial\\x2dgetty.slice/serial-getty@ttyS0.service", unit("serial-getty@ttyS0.service")],
  [
    "/system.slice/system-systemd\\x2dfsck.slice/systemd-fsck@dev-disk-by\\x2duuid-1.service",
    unit("systemd-fsck@dev-disk-by\\x2duuid-1.service"),
  ],
  ["/system.slice/systemd-udevd.service/udev", unit("systemd-udevd.service")],
  ["/system.slice/foo.service/init.scope", unit("foo.service")],
  ["/system.slice/foo.service/a/b/c", unit("foo.service")],
  ["/custom.slice/custom-a.slice/foo.service", unit("foo.service")],
  ["/foo.service", unit("foo.service")],
  ["/system.slice/snap.lxd.daemon.service", unit("snap.lxd.daemon.service")],
  ["/system.slice/containerd.service", unit("containerd.service")],
  ["/system.slice/dbus-:1.2-org.x@0.service", unit("dbus-:1.2-org.x@0.service")],
  ["/system.slice/_cpu.service", unit("cpu.service")],
  ["/system.slice/mnt-data.mount", unit("mnt-data.mount")],
  ["/system.slice/foo.socket", unit("foo.socket")],
  ["/system.slice/a b.service", unit("a b.service")],
  ["/machine.slice/systemd-nspawn@web.service/supervisor", unit("systemd-nspawn@web.service")],
  ["/system.slice/app-py.service", unit("app-py.service")],
  // A service may make cgroups below its own, and call them what it likes.
  ["/system.slice/foo.service/sshd.service", unit("foo.service")],
  ["/system.slice/foo.service/user.slice/user-0.slice/user@0.service/init.scope", unit("foo.service")],
  ["/system.slice/run-r12.scope", scope("run-r12.scope")],
  ["/system.slice", NONE],
  ["/user.slice/user-1000.slice", NONE],
  ["/", NONE],
  ["/..", NONE],
  ["", NONE],
  // Sessions.
  ["/user.slice/user-1000.slice/session-3.scope", session("3", 1000)],
  ["/user.slice/user-108.slice/session-c2.scope", session("c2", 108)],
  ["/user.slice/user-0.slice/session-12.scope/sub", session("12", 0)],
  // A user's manager and its units.
  [`${USER}/init.scope`, manager(1000)],
  [USER, manager(1000)],
  [`${USER}/app.slice/dconf.service`, unit("dconf.service", 1000)],
  [`${USER}/session.slice/org.gnome.Shell@wayland.service`, unit("org.gnome.Shell@wayland.service", 1000)],
  [`${USER}/background.slice/tracker-miner-fs-3.service`, unit("tracker-miner-fs-3.service", 1000)],
  [`${USER}/gnome-terminal-server.service`, unit("gnome-terminal-server.service", 1000)],
  [
    `${USER}/app.slice/app-dbus\\x2d:1.2\\x2dorg.x.slice/dbus-:1.2-org.x@0.service`,
    unit("dbus-:1.2-org.x@0.service", 1000),
  ],
  [
    `${USER}/app.slice/app-gnome-org.gnome.Evolution@1.service/sub`,
    unit("app-gnome-org.gnome.Evolution@1.service", 1000),
  ],
  [`${USER}/app.slice`, scope("user@1000.service", 1000)],
  [`${USER}/mine`, scope("user@1000.service", 1000)],
  // Programs of a desktop.
  [
    `${USER}/app.slice/app-gnome-firefox-2345.scope`,
    application("application", "firefox", "app-gnome-firefox-2345.scope", 1000),
  ],
  [
    `${USER}/app.slice/app-org.chromium.Chromium-677.scope`,
    application("application", "org.chromium.Chromium", "app-org.chromium.Chromium-677.scope", 1000),
  ],
  [
    `${USER}/app.slice/app-gnome-jetbrains\\x2dtoolbox-42.scope`,
    application("application", "jetbrains-toolbox", "app-gnome-jetbrains\\x2dtoolbox-42.scope", 1000),
  ],
  [
    `${USER}/app.slice/app-flatpak-org.gimp.GIMP-99.scope`,
    application("flatpak", "org.gimp.GIMP", "app-flatpak-org.gimp.GIMP-99.scope", 1000),
  ],
  [
    `${USER}/app.slice/snap.firefox.firefox-11c3f157-631a.scope`,
    application("snap", "firefox", "snap.firefox.firefox-11c3f157-631a.scope", 1000),
  ],
  ["/system.slice/snap.hello.hello-11c3f157.scope", application("snap", "hello", "snap.hello.hello-11c3f157.scope")],
  [
    `${USER}/app.slice/app-org.gnome.Terminal.slice/vte-spawn-4d1e9d2c-d0a1.scope`,
    application("application", "terminal", "vte-spawn-4d1e9d2c-d0a1.scope", 1000),
  ],
  [`${USER}/user.slice/podman-pause-1234abcd.scope`, scope("podman-pause-1234abcd.scope", 1000)],
  // PID 1.
  ["/init.scope", { kind: "init", systemd: true, label: "init.scope", uid: undefined }],
];

for (const [path, owner] of PATHS) {
  Deno.test(`findService() knows ${path || "nothing of an empty path"}`, () => {
    assert.deepEqual(findService({ cgroup: path, uid: undefined, ancestors: [] }), owner);
  });
}
