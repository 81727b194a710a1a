import type { ContainerService, LxcManager } from "../model/service.ts";
import { command, comment, isName, refuse } from "./restart_step.ts";
import type { RestartStep } from "../model/advice.ts";

/** How to restart a container, or to replace the process of the host that watches over it. */
export function planContainer(service: ContainerService, pids: string, whose: string): RestartStep {
  const { runtime, id } = service;
  const uid = service.uid === 0 ? undefined : service.uid;
  if (runtime === "kubernetes" && service.pod !== undefined) return planPod(service.pod, whose);
  if (runtime === "lxc" || runtime === "nspawn") {
    if (!isName(id)) return refuse(id, pids);
    return runtime === "lxc" ? planLxc(service, whose) : planNspawn(service, whose);
  }
  if (!/^[0-9a-f]{12,64}$/.test(id)) return refuse(id, pids);
  const short = id.slice(0, 12);
  if (runtime === "docker") {
    const socket = uid === undefined ? "" : ` --host=unix:///run/user/${uid}/docker.sock`;
    return command(`${asUser(uid)}docker${socket} restart`, short);
  }
  if (runtime === "podman") return command(`${asUser(uid)}podman restart`, short);
  if (runtime === "unknown") return comment(`container ${short}${whose}: restart it with its runtime`);
  return comment(`container ${short}${whose}: restart it with its runtime, ${runtime}: crictl ps --id ${short}`);
}

function planPod(pod: string, whose: string): RestartStep {
  const columns = "NAMESPACE:.metadata.namespace,NAME:.metadata.name,UID:.metadata.uid";
  const search = `kubectl get pods -A -o custom-columns=${columns} | grep ${pod}`;
  const onNode = `crictl pods --label io.kubernetes.pod.uid=${pod}`;
  return comment(
    `POD ${pod}${whose}: delete the pod, its controller starts a new one: ${search}; on the node: ${onNode}`,
  );
}

/** LXD and Incus call a container `PROJECT_NAME` outside their default project; neither part has a `_` in it. */
function planLxc({ id, kind, manager, uid }: ContainerService, whose: string): RestartStep {
  if (kind === "monitor") {
    return comment(
      `monitor of the LXC container ${id}${whose}: stop and start the container, as a reboot keeps its monitor`,
    );
  }
  const split = id.lastIndexOf("_");
  const instance = split > 0 && isName(id.slice(split + 1))
    ? `--project=${id.slice(0, split)} ${id.slice(split + 1)}`
    : id;
  const commands: Readonly<Record<LxcManager, string>> = {
    lxc: `lxc-stop --reboot --name=${id}`,
    lxd: `lxc restart ${instance}`,
    incus: `incus restart ${instance}`,
    proxmox: `pct reboot ${id}`,
  };
  if (uid !== undefined) return comment(`LXC container ${id}${whose}: as that user: ${commands.lxc}`);
  if (manager !== undefined) return command(commands[manager]);
  return comment(`LXC container ${id}: whichever manages it: ${commands.lxc}, ${commands.lxd} or ${commands.incus}`);
}

function planNspawn({ id, uid }: ContainerService, whose: string): RestartStep {
  if (uid !== undefined) return comment(`container ${id}${whose}: as that user: machinectl --user reboot ${id}`);
  return command("machinectl reboot", id);
}

/** A runtime without root finds its containers only with the environment that the user's manager gives it. */
function asUser(uid: number | undefined): string {
  return uid === undefined ? "" : `systemd-run --user --machine=${uid}@ --wait `;
}
