import assert from "node:assert/strict";
import { findCaution } from "../../lib/advice/cautions.ts";
import { CAUTIONS, findNamedCaution } from "../../lib/advice/named_cautions.ts";
import type { Caution, PlanContext, PlanItem } from "../../lib/model/advice.ts";
import { DAEMON, itemOf, NO_CONTEXT } from "./items.ts";

const DANGEROUS = `
  dbus.service dbus-broker.service messagebus systemd-logind.service elogind user@1000.service user-runtime-dir@0.service
  gdm.service gdm3.service greetd.service kdm.service nodm.service sddm.service wdm.service xdm.service lightdm.service
  slim.service lxdm.service xrdp.service xrdp-sesman.service ly.service ly@tty2.service lemurs.service
  cosmic-greeter.service cosmic-greeter-daemon.service display-manager.service
  org.gnome.Shell@wayland.service plasma-kwin_wayland.service pipewire.service pipewire-pulse.service
  getty@tty1.service serial-getty@ttyS0.service console-getty.service container-getty@1.service agetty.tty1 agetty-tty1
  sshd@3-10.0.0.1:22-10.0.0.2:5.service ssh@3.service sshd-session@7.service
  network.service networking.service NetworkManager.service net.eth0 ifup@eth0.service wpa_supplicant.service
  wpa_supplicant@wlan0.service ModemManager.service dhcpcd.service openvpn.service openvpn@a.service
  openvpn-client@a.service tinc@a.service strongswan.service strongswan-starter.service libreswan.service
  wg-quick@wg0.service bird.service bird6.service quagga.service frr.service bluetooth.service usbguard.service
  docker.service containerd.service crio.service podman.service lxc.service lxc@web.service lxd.service
  snap.lxd.daemon.service incus.service lxcfs.service systemd-nspawn@web.service libvirtd.service
  libvirt-guests.service virtqemud.service virtlogd.service virtlockd.service xendomains.service
  zfs-fuse.service udisks2.service polkit.service auditd.service apt-daily.service apt-daily-upgrade.service
  unattended-upgrades.service packagekit.service cron-daily.service bacula-fd.service mythtv-backend.service
  rc-local.service emergency.service
  systemd-networkd.service openvswitch-switch.service ovs-vswitchd.service ovsdb-server.service tailscaled.service
  zerotier-one.service keepalived.service pacemaker.service ceph-osd@1.service sbd.service wdmd.service sanlock.service
  watchdog.service mdmon@md127.service iscsid.service multipathd.service xenstored.service firewalld.service
  slurmd.service slurmstepd.scope garden.service mesos-agent.service gitlab-runner.service cockpit.service
  systemd-user-sessions.service tmux.service screen@alice.service seatd.service
  rescue.service qrtr-ns.service rmtfs.service mnt-data.mount swapfile.swap
  tigervncserver@:1.service jupyterhub.service code-server@bob.service asterisk.service gnome-terminal-server.service
  netplan-wpa-wlan0.service neutron-openvswitch-agent.service openconnect.service stunnel4.service tor@default.service
  bird2.service htcondor.service github-runner.service celery.service incusd openvz.service qemu@web.service
  xen-qemu-dom0-disk-backend.service wd_keepalive.service clvmd.service beegfs-client.service elasticsearch.service
  vault.service weston.service xinetd.service fwupd.service nvidia-fabricmanager.service rpm-ostreed.service
`.trim().split(/\s+/);

const HARMLESS = `
  ssh.service sshd.service ssh sshd cron.service crond.service nginx.service postgresql@15-main.service
  systemd-journald.service systemd-udevd.service systemd-resolved.service
  systemd-timesyncd.service rsyslog.service dbus-foo.service not-dbus.service xdbus.service dbus.service.service
  networkd-dispatcher.service dockerfile.service slimserver.service user.service localhost.service
  worker@1.service zabbix-agent.service torrelay.service raylib.service rabbitmq-server.service mongod.service
  inetdata.service vboard.service nsd.service named.service memcached.service telegraf.service
`.trim().split(/\s+/);

for (const unit of DANGEROUS) {
  Deno.test(`findNamedCaution() warns of ${unit}`, () => {
    const { reason, instead } = findNamedCaution(unit)!;
    assert.match(`${reason} - ${instead}`, /^[A-Za-z][\w ,./@-]+ - [a-z][\w ,./-]+$/);
  });
}

for (const unit of HARMLESS) {
  Deno.test(`findNamedCaution() lets ${unit} be restarted`, () => {
    assert.equal(findNamedCaution(unit), undefined);
  });
}

Deno.test("every row of CAUTIONS is reached", () => {
  const reached = new Set(DANGEROUS.map((unit) => findNamedCaution(unit)));
  assert.deepEqual(CAUTIONS.filter((row) => !reached.has(row)).map(({ reason }) => reason), []);
});

Deno.test("findNamedCaution() is quick with a long hostile name", () => {
  const started = performance.now();
  for (const piece of ["a", "@", "-", ".service", "dbus"]) findNamedCaution(`getty@${piece.repeat(100_000)}!`);
  assert.ok(performance.now() - started < 1000);
});

/** What is said of a service of any name. */
function caution(
  more: Partial<PlanItem>,
  context: Partial<PlanContext> = {},
  unit = "web.service",
): string | undefined {
  return findCaution(itemOf(`/system.slice/${unit}`, more), { ...NO_CONTEXT, ...context })?.reason;
}

Deno.test("findCaution() takes the rows of a configuration first", () => {
  const mine: Caution = { pattern: /^(web|dbus)\.service$/, reason: "mine", instead: "ask me" };
  assert.equal(caution({}, { cautions: [mine] }), "mine");
  assert.equal(caution({}, { cautions: [mine] }, "dbus.service"), "mine");
  assert.match(caution({}, { cautions: [mine] }, "auditd.service")!, /audit trail/);
});

for (
  const [what, definition, reason] of [
    ["provides the network", { provides: ["network.target"] }, /network/],
    ["provides a firewall", { provides: ["network-pre.target"] }, /network/],
    ["provides file systems", { provides: ["remote-fs-pre.target"] }, /file systems/],
    ["is the display manager", { aliases: ["display-manager.service"] }, /desktop/],
    ["is the bus", { aliases: ["dbus.service"] }, /bus/],
    ["ends the machine", { successAction: "reboot" }, /rebooted/],
    ["runs containers that go on", { delegate: true, killMode: "process" }, /containers/],
    ["has cgroups of its own", { delegate: true }, undefined],
    ["is any other", { provides: ["nss-lookup.target"], aliases: ["www.service"] }, undefined],
  ] as const
) {
  Deno.test(`findCaution() knows by its unit file a service that ${what}`, () => {
    const found = caution({ definition: { ...DAEMON, ...definition } });
    if (reason === undefined) assert.equal(found, undefined);
    else assert.match(found ?? "", reason);
  });
}

Deno.test("findCaution() spares what the administrator came in by", () => {
  assert.match(caution({ isWayIn: true }) ?? "", /this very command/);
  assert.equal(caution({ isWayIn: true, definition: { ...DAEMON, killMode: "process" } }), undefined);
});

Deno.test("findCaution() lets a getty be restarted where nobody is logged in", () => {
  assert.equal(caution({ isIdleLogin: true }, {}, "getty@tty1.service"), undefined);
  assert.match(caution({ isIdleLogin: false }, {}, "getty@tty1.service") ?? "", /logged out/);
  assert.match(caution({}, {}, "serial-getty@hvc0.service") ?? "", /logged out/);
});

for (
  const [path, reason] of [
    ["/dev/watchdog0", /watchdog resets/],
    ["/dev/kvm", /virtual machines/],
    ["/dev/net/tun", /tunnels/],
    ["/dev/vfio/12", /drives itself/],
    ["/dev/fuse", /file systems/],
    ["/dev/dri/card1", /desktop/],
    ["/dev/ptmx", /terminals/],
    ["/dev/dri/renderD128", undefined],
    ["/dev/null", undefined],
    ["/srv/dev/kvm", undefined],
  ] as const
) {
  Deno.test(`findCaution() knows by ${path} what a service of any name does`, () => {
    const found = caution({ devices: ["/dev/urandom", path] });
    if (reason === undefined) assert.equal(found, undefined);
    else assert.match(found ?? "", reason);
  });
}

Deno.test("findCaution() has the words for a name before those for a device", () => {
  assert.match(caution({ devices: ["/dev/ptmx"] }, {}, "systemd-nspawn@box.service") ?? "", /containers/);
});

Deno.test("findCaution() spares a service in which somebody may work at a terminal", () => {
  assert.match(caution({ hasTerminal: true }) ?? "", /at a terminal/);
});

Deno.test("findCaution() lets inetd be restarted where what it has started goes on", () => {
  assert.match(caution({}, {}, "xinetd.service") ?? "", /connections/);
  assert.equal(caution({ definition: { ...DAEMON, killMode: "process" } }, {}, "xinetd.service"), undefined);
});

Deno.test("findCaution() lets logind be restarted where no desktop is open", () => {
  assert.equal(caution({}, { hasDesktop: false }, "systemd-logind.service"), undefined);
  assert.match(caution({}, { hasDesktop: true }, "systemd-logind.service") ?? "", /desktops/);
  assert.match(caution({}, {}, "systemd-logind.service") ?? "", /desktops/);
});

Deno.test("findCaution() has unattended-upgrades wait for an upgrade", () => {
  assert.equal(caution({}, {}, "unattended-upgrades.service"), undefined);
  assert.match(caution({}, { isUpgrading: true }, "unattended-upgrades.service") ?? "", /half installed/);
});
