// The services that must not be restarted blindly, by their names, and what to do instead.
import type { Caution } from "../model/advice.ts";

/** Finds the caution for a service by its name alone. */
export function findNamedCaution(name: string): Caution | undefined {
  return CAUTIONS.find(({ pattern }) => pattern.test(name));
}

/** What to do about what only a reboot renews. */
export const REBOOT = "reboot when convenient";
/** What to do about what the connection of the administrator may run through. */
export const CONSOLE = "have a way in that does not depend on it, then restart it by hand";
/** What to do about a node of a cluster. */
export const MAINTENANCE = "put the node into maintenance first";
const DONE = "wait until it is done";

/**
 * The kinds of services that only their names tell, in the order in which they are tried. Where no source is named, the
 * lists of needrestart, checkrestart, tracer or dnf have most of the row.
 */
export const CAUTIONS: readonly Caution[] = [
  row(
    "dbus(?:-broker|-daemon)?|messagebus",
    "all that talks over the bus loses it, and much of it fails",
    REBOOT,
    "reboot",
  ),
  row(
    "systemd-logind|elogind|seatd",
    "desktops lose their screen and devices",
    "restart it with nobody at a desktop, or reboot",
  ),
  row("systemd-user-sessions|user-runtime-dir@.*", "users are logged out or lose /run/user", REBOOT, "reboot"),
  row(
    "user@.*",
    "all programs and services of the user end",
    "log the user out, or re-execute the manager of the user",
  ),
  row(
    "gdm3?|greetd.*|kdm|nodm|sddm|wdm|xdm|lightdm|slim|lxdm|ly(?:@.*)?|lemurs|cosmic-greeter.*|emptty|plasmalogin|display-manager|[xX]org|x11|weston.*|cage.*|kodi.*",
    "desktop sessions end and unsaved work is lost",
    "log out of the desktop first",
  ),
  row(
    "xrdp.*|gnome-remote-desktop|.*vncserver.*|x11vnc|wayvnc|kasmvnc.*|xpra(?:@.*)?|x2go.*|guacd|cockpit.*|webmin|nx(?:server|d)|nomachine|anydesk|rustdesk.*|teamviewerd|meshagent|ttyd|gotty|wetty|shellinabox|teleport|jupyter.*|rstudio-server|(?:code|openvscode)-server.*",
    "remote desktops and shells are cut off",
    "have their users log out first",
  ),
  row(
    "org\\.gnome\\.Shell@.*|gnome-(?:session|shell).*|plasma-(?:kwin|ksmserver|core).*|wayland-wm@.*|cosmic-session|niri|sway",
    "the desktop session ends and unsaved work is lost",
    "log out and in again",
  ),
  row("pipewire(?:-pulse)?|pulseaudio|wireplumber", "sound and calls break off", "restart it when none is on"),
  row(
    "asterisk|freeswitch|kamailio|opensips|yate|murmurd|mumble-server|teamspeak.*|jitsi-.*|jicofo|janus|coturn",
    "calls under way are cut off",
    "restart it when none is on",
  ),
  row(
    "(?:a|m|serial-|container-)?getty[@.-].*|console-getty",
    "who is logged in there is logged out",
    "log out there - a new one starts by itself",
  ),
  row("sshd?@.*|sshd-session@.*", "the connection that it serves is cut", "log out of that connection"),
  row(
    "(?:screen|tmux|byobu|zellij|gnome-terminal-server|ptyxis-agent|xfce4-terminal|foot-server)(?:@.*)?",
    "its windows close with all that runs in them",
    "have its user end it",
  ),
  // systemd-networkd: liske/needrestart#351, a restart took the address away.
  row(
    "network(?:ing)?|NetworkManager|systemd-networkd|net\\..*|ifup@.*|wickedd?.*|connman|dhcpcd.*|dhclient.*|udhcpc.*|ModemManager|wpa_supplicant.*|netplan-.*|hostapd.*|iwd|ifplugd.*|teamd@.*|ppp(?:@.*)?|pppoe.*",
    "the network goes down for a moment, and your connection with it",
    CONSOLE,
  ),
  // openshift/machine-config-operator#1927: they forward the packets of the host itself.
  row(
    "openvswitch.*|ovs.*|ovn.*|neutron-.*-agent|vpp|dpdk.*|calico.*|cilium.*|flanneld?|weave|kube-proxy",
    "the packets of the host, its containers and guests are no longer forwarded",
    CONSOLE,
  ),
  row(
    "openvpn.*|tinc.*|wg-quick@.*|wireguard.*|boringtun.*|(?:strong|libre|open|free)swan.*|charon.*|ipsec|xl2tpd|pptpd|accel-ppp|ocserv|openconnect.*|openforti.*|vpnc.*|softether.*|vpnserver|fastd.*|n2n.*|yggdrasil|tailscaled|zerotier-one|nebula.*|netbird|netmaker|netclient|innernet.*|warp-svc|cloudflared.*|frpc?(?:@.*)?|frps(?:@.*)?|ngrok|chisel.*|rathole.*|autossh.*|sshuttle.*|stunnel.*|tor(?:@.*)?|i2pd?",
    "tunnels break off, and your connection if it runs through one",
    CONSOLE,
  ),
  row(
    "bird[26]?|frr|quagga|zebra|bgpd|gobgpd|openbgpd|ospfd|exabgp|babeld|olsrd",
    "routes are withdrawn, at the neighbours too",
    "plan it with them",
  ),
  row("firewalld", "rules that others added to it may be lost", "restart Docker and libvirt after it"),
  row("bluetooth", "keyboards, headsets and tethering are cut off", "restart it from a wired keyboard"),
  row("usbguard", "keyboards and disks may be locked out", CONSOLE),
  row(
    "docker|dockerd|balena|snap\\.docker\\..*",
    "its containers stop, or keep their old shims and docker-proxy, and end with these",
    "see whether docker info says Live Restore, or plan it, and restart the containers too",
  ),
  row(
    "containerd|crio|cri-o|k3s.*|k0s.*|rke2-.*|kubelet|snap\\.microk8s\\..*|nomad",
    "no container can be started meanwhile, and those that run keep their old shims and end with these",
    "drain the node, or restart the containers too",
  ),
  row(
    "garden|guardian|mesos-(?:agent|slave)|slurmd|slurmstepd.*|pbs.*|(?:ht)?condor.*|execd|sge.*|gridengine.*|torque.*|lsf.*|dask-.*|ray|(?:gitlab|github|act|forgejo|gitea)[-_]runner.*|actions\\.runner\\..*|vsts\\.agent\\..*|buildkit.*|buildbot.*|teamcity.*|bamboo.*|woodpecker-.*|drone-runner.*|concourse.*|jenkins.*|hudson|celery.*|sidekiq.*|airflow-.*|rq-?worker.*",
    "the jobs that it runs are lost",
    "drain the node first",
  ),
  row("podman.*", "containers that it runs or updates may stop", "look at podman ps first"),
  row(
    "lxc(?:@.*|-net)?|lxd(?:-containers)?|incus(?:d|-startup)?|vz|openvz|snap\\.lxd\\.daemon|systemd-nspawn@.*",
    "containers and guests stop or start anew, or keep their old processes and end with these",
    "restart the containers and guests one by one",
  ),
  row("lxcfs|incus-lxcfs", "running containers lose their view of memory and processors", "restart them after it"),
  row(
    "(?:qemu|kvm|vm|firecracker|cloud-hypervisor)@.*|vbox.*|vmware.*",
    "the virtual machines that it runs are switched off",
    "shut them down and start them, or migrate them",
  ),
  row(
    "libvirt-guests|xendomains|pve-guests",
    "all virtual machines are shut down or suspended",
    "leave it alone",
  ),
  row(
    "libvirtd?(?:-bin)?|virt(?:qemu|lxc|xen|network|storage|proxy|interface|nodedev|nwfilter|secret)d",
    "consoles, migrations and backups of guests break off, and its dnsmasq serves their networks",
    "look at virsh list and its jobs first",
  ),
  row("virtlogd|virtlockd", "locks and logs of running guests are lost", "reload it, as it executes itself anew"),
  // xenstored(8): it cannot be restarted while guests run.
  row("xenstored|xenconsoled|xen-.*", "guests lose their console, disks or store", REBOOT, "reboot"),
  // sbd(8), wdmd(8), sanlock(8), watchdog(8): what they feed resets the machine.
  row(
    "sbd(?:_remote)?|wdmd|sanlock|watchdog|wd_keepalive|ovirt-ha-.*|fence_.*|fenced|stonith.*",
    "the watchdog resets the machine when nobody feeds it",
    `${MAINTENANCE}, or reboot`,
  ),
  row(
    "pacemaker.*|corosync.*|keepalived|ucarp.*|vrrpd|ldirectord|heartbeat|cman|rgmanager|drbd.*|ceph.*|glusterd|glusterfsd?|beegfs-.*|moosefs-.*|lizardfs-.*|pvfs2.*|orangefs.*|dlm|clvmd|lvmlockd|pve-ha-.*|pve-cluster|o2cb|vdsmd|etcd|consul|patroni|garbd?|ndbd|ndbmtd|ndb_mgmd|linstor-.*",
    "the cluster may take this node for dead",
    MAINTENANCE,
  ),
  row(
    "elasticsearch|opensearch|cassandra|scylla.*|kafka.*|zookeeper.*|hadoop.*|hbase.*|cockroach.*|tidb.*|tikv.*",
    "in a cluster, the others move its data while it is away",
    "restart one node at a time, as its manual says",
  ),
  // developer.hashicorp.com/vault/docs/concepts/seal: every start needs the keys again.
  row("vault|openbao", "it comes back sealed, and serves nothing", "have those who hold its keys at hand"),
  // mdmon(8): an array whose metadata nobody writes blocks.
  row("mdmon@.*|mdadm-grow-continue@.*", "the array that it looks after blocks", REBOOT, "reboot"),
  row(
    "open-iscsi|iscsid?|iscsiuio|nbd(?:-client|-server|@.*)?|zfs-fuse|systemd-cryptsetup@.*|multipathd|dm-?event.*|fcoe|tgtd?|rbdmap",
    "disks and file systems in use may go away or block",
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
    "packagekit|unattended-upgrades|aptd|yum-cron|transactional-update|apt-daily.*|dnf-automatic.*|rpm-ostreed|flatpak-system-helper|pamac-daemon|eos-updater",
    "packages may be left half installed",
    DONE,
    "wait",
  ),
  row(
    "cron-.*|(?:bacula|bareos|snapper|restic|duplicity|proxmox-backup)-?.*|borgmatic|mythtv-backend|tvheadend",
    "a job or recording under way is lost",
    DONE,
    "wait",
  ),
  row(
    "rc-local|rc\\.local|local|cloud-(?:init.*|config|final)",
    "commands meant for the start of the machine run again",
    "read them first, and restart only what they started",
  ),
  row("emergency|rescue|debug-shell", "it is the last way in of somebody", "leave it alone"),
  row(
    "(?:x|openbsd-|inetutils-|rl)?inetd",
    "the connections that it serves are cut",
    "look who is connected, and restart it when nobody is",
  ),
  row("fwupd", "firmware may be left half written", DONE, "wait"),
  row("nvidia-fabricmanager", "what computes on the GPUs fails", "end that first"),
  row("qrtr-ns|rmtfs|tqftpserv|pd-mapper", "the modem and other co-processors crash", REBOOT, "reboot"),
  {
    pattern: /\.(?:mount|swap)$/,
    reason: "what it mounts is in use",
    instead: "end its users first, or reboot",
  },
];

/** A row for services by name, with or without `.service`. */
function row(names: string, reason: string, instead: string, action?: Caution["action"]): Caution {
  const pattern = new RegExp(`^(?:${names})(?:\\.service)?$`, "s");
  return { pattern, reason, instead, ...(action === undefined ? {} : { action }) };
}
