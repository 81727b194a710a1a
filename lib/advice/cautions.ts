import type { Caution } from "../model/advice.ts";

/** Why the unit must not be restarted blindly, if so; the rows of a configuration come before the built-in ones. */
export function findCaution(unit: string, extra: readonly Caution[] = []): Caution | undefined {
  return extra.find(({ pattern }) => pattern.test(unit)) ?? CAUTIONS.find(({ pattern }) => pattern.test(unit));
}

/** A row for services by name, with or without `.service`. */
function row(names: string, reason: string, instead: string): Caution {
  return { pattern: new RegExp(`^(?:${names})(?:\\.service)?$`, "s"), reason, instead };
}

const REBOOT = "reboot when convenient";
const CONSOLE = "have a way in that does not depend on it, then restart it by hand";
const WAIT = "wait until it is done";

/** Every kind of unit that must not be restarted blindly, in the order in which they are tried. */
export const CAUTIONS: readonly Caution[] = [
  row("dbus(?:-broker|-daemon)?|messagebus", "all that talks over the bus loses it, and much of it fails", REBOOT),
  row(
    "systemd-logind|elogind",
    "desktops lose their screen and devices",
    "restart it with nobody at a desktop, or reboot",
  ),
  row("systemd-user-sessions|user-runtime-dir@.*", "users are logged out or lose /run/user", REBOOT),
  row("user@.*", "all programs and services of the user end", "log the user out, or re-execute the user's manager"),
  row(
    "gdm3?|greetd.*|kdm|nodm|sddm|wdm|xdm|lightdm|slim|lxdm|ly(?:@.*)?|lemurs|cosmic-greeter.*|emptty|plasmalogin|display-manager",
    "desktop sessions end and unsaved work is lost",
    "log out of the desktop first",
  ),
  row("xrdp.*|gnome-remote-desktop|vncserver@.*", "remote desktops are cut off", "have their users log out first"),
  row(
    "org\\.gnome\\.Shell@.*|gnome-(?:session|shell).*|plasma-(?:kwin|ksmserver|core).*|wayland-wm@.*|cosmic-session|niri|sway",
    "the desktop session ends and unsaved work is lost",
    "log out and in again",
  ),
  row("pipewire(?:-pulse)?|pulseaudio|wireplumber", "sound and calls break off", "restart it when none is on"),
  row(
    "(?:a|m|serial-|container-)?getty[@.-].*|console-getty",
    "who is logged in there is logged out",
    "log out there: a new one starts by itself",
  ),
  row("sshd?@.*|sshd-session@.*", "the connection that it serves is cut", "log out of that connection"),
  row("(?:screen|tmux)(?:@.*)?", "its windows close with all that runs in them", "have its user end it"),
  row(
    "network(?:ing)?|NetworkManager|net\\..*|ifup@.*|wickedd?|connman|dhcpcd.*|dhclient.*|ModemManager|wpa_supplicant.*|iwd",
    "the network goes down for a moment, and your connection with it",
    CONSOLE,
  ),
  row(
    "openvpn.*|tinc.*|wg-quick@.*|(?:strong|libre|open|free)swan.*|ipsec",
    "tunnels break off, and your connection if it runs through one",
    CONSOLE,
  ),
  row("bird6?|frr|quagga|zebra|bgpd|ospfd", "routes are withdrawn, at the neighbours too", "plan it with them"),
  row("firewalld", "rules that others added to it may be lost", "restart Docker and libvirt after it"),
  row("bluetooth", "keyboards, headsets and tethering are cut off", "restart it from a wired keyboard"),
  row("usbguard", "keyboards and disks may be locked out", CONSOLE),
  row("docker|dockerd|balena", "its containers stop", "see whether docker info says Live Restore, or plan it"),
  row(
    "containerd|crio|cri-o|k3s.*|rke2-.*",
    "no container can be started meanwhile, and those that run keep their old shims",
    "drain the node, or restart the containers too",
  ),
  row("podman.*", "containers that it runs or updates may stop", "look at podman ps first"),
  row(
    "lxc(?:@.*|-net)?|lxd(?:-containers)?|incus(?:-startup)?|snap\\.lxd\\.daemon|systemd-nspawn@.*",
    "containers stop or start anew",
    "restart the containers one by one",
  ),
  row("lxcfs|incus-lxcfs", "running containers lose their view of memory and processors", "restart them after it"),
  row("libvirt-guests|xendomains|pve-guests", "all virtual machines are shut down or suspended", "leave it alone"),
  row(
    "libvirtd?(?:-bin)?|virt(?:qemu|lxc|xen|network|storage|proxy|interface|nodedev|nwfilter|secret)d",
    "consoles, migrations and backups of guests break off",
    "look at virsh list and its jobs first",
  ),
  row("virtlogd|virtlockd", "locks and logs of running guests are lost", "reload it: it executes itself anew"),
  row(
    "pacemaker|corosync|keepalived|heartbeat|drbd.*|ceph.*|glusterd",
    "the cluster may take this node for dead",
    "put the node into maintenance first",
  ),
  row(
    "open-iscsi|iscsi|nbd(?:-client|@.*)|zfs-fuse|systemd-cryptsetup@.*",
    "disks and file systems in use may go away",
    "unmount what it serves first, or reboot",
  ),
  row("udisks2", "mounting and unlocking of disks breaks off", "restart it when nobody is doing that"),
  row(
    "polkit|polkitd",
    "desktops may lose their password dialogs",
    "restart it, then log out and in where they are lost",
  ),
  row("auditd", "systemd refuses, as the audit trail must have no gap", "service auditd restart, or reboot"),
  row(
    "apt-daily.*|unattended-upgrades|packagekit|dnf-automatic.*|yum-cron|transactional-update",
    "packages may be left half installed",
    WAIT,
  ),
  row("cron-.*|(?:bacula|bareos|snapper)-.*|borgmatic|mythtv-backend", "a job or recording under way is lost", WAIT),
  row(
    "rc-local|rc\\.local|local|cloud-(?:init.*|config|final)",
    "commands meant for the start of the machine run again",
    "read them first, and restart only what they started",
  ),
  row("emergency|rescue|debug-shell", "it is somebody's last way in", "leave it alone"),
  row("qrtr-ns|rmtfs|tqftpserv|pd-mapper", "the modem and other co-processors crash", REBOOT),
  { pattern: /\.(?:mount|swap)$/, reason: "what it mounts is in use", instead: "end its users first, or reboot" },
];
