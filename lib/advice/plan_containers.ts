// Plans the restart of a container.
import type { PlanContext, PlanEntry, PlanItem } from "../model/advice.ts";
import type { ContainerService, LxcManager } from "../model/service.ts";
import { findUse } from "./cautions.ts";
import { isPlainName } from "./commands.ts";
import { refuseEntry, runEntry, tellEntry } from "./plan_entry.ts";

/**
 * Plans how to restart a container, or to replace the process of the host that watches over it. One in which somebody
 * works is left to a person.
 */
export function planContainer(item: PlanItem, service: ContainerService, context: PlanContext): PlanEntry {
  const entry = planRestart(item, service);
  const used = findUse(item, context);
  if (entry.argv === null || used === undefined) return entry;
  return tellEntry(item, "manual", used.reason, `${used.instead}, then: ${entry.argv.join(" ")}`);
}

function planRestart(item: PlanItem, service: ContainerService): PlanEntry {
  const { runtime, id, uid } = service;
  if (runtime === "kubernetes" && service.pod !== undefined) return planPod(item, service.pod);
  if (runtime === "lxc" || runtime === "nspawn") {
    if (!isPlainName(id)) return refuseEntry(item);
    return runtime === "lxc" ? planLxc(item, service) : planNspawn(item, service);
  }
  if (!/^[0-9a-f]{12,64}$/.test(id)) {
    return /^[0-9a-f-]{8,64}$/.test(id) ? planByHand(item, service, id) : refuseEntry(item);
  }
  const short = id.slice(0, 12);
  if (runtime !== "docker" && runtime !== "podman") return planByHand(item, service, short);
  if (uid !== undefined && uid !== 0) {
    return tellEntry(item, "manual", "it is a container of a user", `as that user: ${runtime} restart ${short}`);
  }
  return runEntry(item, [runtime, "restart", short], { action: "restart" });
}

function planByHand(item: PlanItem, { runtime }: ContainerService, id: string): PlanEntry {
  const how = ["unknown", "garden", "mesos"].includes(runtime) ? "" : `: crictl ps --id ${id}`;
  const name = runtime === "unknown" ? "its runtime" : `its runtime, ${runtime}`;
  return tellEntry(item, "manual", "it is a container", `restart it with ${name}${how}`);
}

function planPod(item: PlanItem, pod: string): PlanEntry {
  return tellEntry(
    item,
    "manual",
    `it belongs to the pod ${pod}`,
    `delete the pod, its controller starts a new one - on the node: crictl pods --label io.kubernetes.pod.uid=${pod}`,
  );
}

/** LXD and Incus call a container `PROJECT_NAME` outside their default project; neither part has a `_` in it. */
function planLxc(item: PlanItem, { id, kind, manager, uid }: ContainerService): PlanEntry {
  if (kind === "monitor") {
    return tellEntry(item, "manual", "a reboot of the container keeps its monitor", "stop and start the container");
  }
  const split = id.lastIndexOf("_");
  const instance = split > 0 && isPlainName(id.slice(split + 1)) && isPlainName(id.slice(0, split))
    ? [`--project=${id.slice(0, split)}`, id.slice(split + 1)]
    : [id];
  const commands: Readonly<Record<LxcManager, readonly string[]>> = {
    lxc: ["lxc-stop", "--reboot", `--name=${id}`],
    lxd: ["lxc", "restart", ...instance],
    incus: ["incus", "restart", ...instance],
    proxmox: ["pct", "reboot", id],
  };
  if (uid !== undefined) {
    return tellEntry(item, "manual", "it is a container of a user", `as that user: ${commands.lxc.join(" ")}`);
  }
  if (manager !== undefined) return runEntry(item, commands[manager], { action: "restart" });
  const each = [commands.lxc, commands.lxd, commands.incus].map((words) => words.join(" "));
  return tellEntry(item, "manual", "it is not known what manages it", `${each[0]}, ${each[1]} or ${each[2]}`);
}

function planNspawn(item: PlanItem, { id, uid }: ContainerService): PlanEntry {
  if (uid !== undefined) {
    return tellEntry(item, "manual", "it is a container of a user", `as that user: machinectl --user reboot ${id}`);
  }
  return runEntry(item, ["machinectl", "reboot", id], { action: "restart" });
}
