import assert from "node:assert/strict";
import { CAUTIONS, findCaution } from "../../lib/advice/cautions.ts";
import type { Caution } from "../../lib/model/advice.ts";

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
  rc-local.service emergency.service rescue.service qrtr-ns.service rmtfs.service mnt-data.mount swapfile.swap
`.trim().split(/\s+/);

const HARMLESS = `
  ssh.service sshd.service ssh sshd cron.service crond.service nginx.service postgresql@15-main.service
  systemd-journald.service systemd-udevd.service systemd-resolved.service systemd-networkd.service
  systemd-timesyncd.service rsyslog.service dbus-foo.service not-dbus.service xdbus.service dbus.service.service
  networkd-dispatcher.service dockerfile.service slimserver.service user.service localhost.service
`.trim().split(/\s+/);

for (const unit of DANGEROUS) {
  Deno.test(`findCaution() warns of ${unit}`, () => {
    const { reason, instead } = findCaution(unit)!;
    assert.match(`${reason}; ${instead}`, /^\S[^;\n]+; \S[^;\n]+$/);
  });
}

for (const unit of HARMLESS) {
  Deno.test(`findCaution() lets ${unit} be restarted`, () => {
    assert.equal(findCaution(unit), undefined);
  });
}

Deno.test("findCaution() takes the rows of a configuration first", () => {
  const mine: Caution = { pattern: /^(nginx|dbus)\.service$/, reason: "mine", instead: "ask me" };
  assert.equal(findCaution("nginx.service", [mine]), mine);
  assert.equal(findCaution("dbus.service", [mine]), mine);
  assert.equal(findCaution("auditd.service", [mine]), findCaution("auditd.service"));
});

Deno.test("every row of CAUTIONS is reached", () => {
  const reached = new Set(DANGEROUS.map((unit) => findCaution(unit)));
  const rare = /^(users are logged out|remote desktops|its windows|rules that others|the cluster|disks and file)/;
  assert.deepEqual(CAUTIONS.filter((row) => !reached.has(row) && !rare.test(row.reason)), []);
});

Deno.test("findCaution() is quick with a long hostile name", () => {
  const started = performance.now();
  for (const piece of ["a", "@", "-", ".service", "dbus"]) findCaution(`getty@${piece.repeat(100_000)}!`);
  assert.ok(performance.now() - started < 1000);
});
