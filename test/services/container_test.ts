import assert from "node:assert/strict";
import { findService } from "../../lib/services/service.ts";
import type { Service } from "../../lib/model/service.ts";
import { container, HEX, HEX2, POD, scope, session, SLICE_POD, STATIC_POD, unit, USER, vm } from "./services.ts";

const PATHS: readonly (readonly [path: string, owner: Service])[] = [
  // Docker.
  [`/system.slice/docker-${HEX}.scope`, container("docker", HEX, `docker-${HEX}.scope`)],
  [`/system.slice/docker-${HEX}.scope/init.scope`, container("docker", HEX, `docker-${HEX}.scope`)],
  [`/system.slice/docker-${HEX}.scope/system.slice/ssh.service`, container("docker", HEX, `docker-${HEX}.scope`)],
  [`/docker/${HEX}`, container("docker", HEX, `docker/${HEX}`)],
  [`/docker/${HEX}/system.slice/cron.service`, container("docker", HEX, `docker/${HEX}`)],
  [`/system.slice/docker.service/docker/${HEX}`, container("docker", HEX, `docker/${HEX}`)],
  [`/system.slice:docker:${HEX}`, container("docker", HEX, `system.slice:docker:${HEX}`)],
  [`/system.slice:constructor:${HEX}`, container("unknown", HEX, `system.slice:constructor:${HEX}`)],
  [`/ecs/task-1/${HEX}`, container("docker", HEX, `ecs/task-1/${HEX}`)],
  [`/docker/${HEX}/docker/${HEX2}`, container("docker", HEX, `docker/${HEX}`)],
  [
    `/system.slice/docker-${HEX}.scope/kubelet.slice/kubepods.slice/kubepods-pod${SLICE_POD}.slice/cri-containerd-${HEX2}.scope`,
    container("docker", HEX, `docker-${HEX}.scope`),
  ],
  [`/jobs/${HEX}`, container("unknown", HEX, `jobs/${HEX}`)],
  // Podman.
  [`/machine.slice/libpod-${HEX}.scope`, container("podman", HEX, `libpod-${HEX}.scope`)],
  [`/machine.slice/libpod-${HEX}.scope/container`, container("podman", HEX, `libpod-${HEX}.scope`)],
  [
    `/machine.slice/machine-libpod_pod_${HEX2}.slice/libpod-${HEX}.scope/container`,
    container("podman", HEX, `libpod-${HEX}.scope`),
  ],
  [`/libpod_parent/libpod-${HEX}`, container("podman", HEX, `libpod-${HEX}`)],
  [`/libpod_parent/${HEX2}/libpod-${HEX}`, container("podman", HEX, `libpod-${HEX}`)],
  [
    `/machine.slice/libpod-conmon-${HEX}.scope`,
    container("podman", HEX, `libpod-conmon-${HEX}.scope`, { kind: "monitor" }),
  ],
  [`/system.slice/web.service/libpod-payload-${HEX}`, container("podman", HEX, "web.service", { unit: "web.service" })],
  [
    `/system.slice/web.service/libpod-payload-${HEX}/init.scope`,
    container("podman", HEX, "web.service", { unit: "web.service" }),
  ],
  ["/system.slice/web.service/supervisor", unit("web.service")],
  ["/system.slice/web.service/runtime", unit("web.service")],
  // Without root.
  [`${USER}/user.slice/docker-${HEX}.scope`, container("docker", HEX, `docker-${HEX}.scope`, { uid: 1000 })],
  [`${USER}/user.slice/libpod-${HEX}.scope/container`, container("podman", HEX, `libpod-${HEX}.scope`, { uid: 1000 })],
  [
    `${USER}/user.slice/user-libpod_pod_${HEX2}.slice/libpod-${HEX}.scope`,
    container("podman", HEX, `libpod-${HEX}.scope`, { uid: 1000 }),
  ],
  [
    `${USER}/user.slice/libpod-conmon-${HEX}.scope`,
    container("podman", HEX, `libpod-conmon-${HEX}.scope`, { kind: "monitor", uid: 1000 }),
  ],
  [
    `${USER}/app.slice/web.service/libpod-payload-${HEX}`,
    container("podman", HEX, "web.service", { unit: "web.service", uid: 1000 }),
  ],
  [`${USER}/app.slice/run-u2.scope/lxc.payload.box`, container("lxc", "box", "lxc.payload.box", { uid: 1000 })],
  // Kubernetes, by systemd's driver, by cgroupfs, and by both at once.
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${SLICE_POD}.slice/cri-containerd-${HEX}.scope`,
    container("kubernetes", HEX, `cri-containerd-${HEX}.scope`, { pod: POD }),
  ],
  [
    `/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${SLICE_POD}.slice/crio-${HEX}.scope/container`,
    container("kubernetes", HEX, `crio-${HEX}.scope`, { pod: POD }),
  ],
  [
    `/kubepods.slice/kubepods-pod${SLICE_POD}.slice/docker-${HEX}.scope`,
    container("kubernetes", HEX, `docker-${HEX}.scope`, { pod: POD }),
  ],
  [
    `/kubepods.slice/kubepods-pod${SLICE_POD}.slice/crio-conmon-${HEX}.scope`,
    container("kubernetes", HEX, `crio-conmon-${HEX}.scope`, { kind: "monitor", pod: POD }),
  ],
  [
    `/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod${SLICE_POD}.slice/cri-containerd-${HEX}.scope`,
    container("kubernetes", HEX, `cri-containerd-${HEX}.scope`, { pod: POD }),
  ],
  [`/kubepods/burstable/pod${POD}/${HEX}`, container("kubernetes", HEX, `pod${POD}/${HEX}`, { pod: POD })],
  [`/kubepods/pod${POD}/${HEX}`, container("kubernetes", HEX, `pod${POD}/${HEX}`, { pod: POD })],
  [
    `/kubepods/besteffort/pod${STATIC_POD}/${HEX}`,
    container("kubernetes", HEX, `pod${STATIC_POD}/${HEX}`, { pod: STATIC_POD }),
  ],
  [`/kubepods/besteffort/pod${POD}/crio-${HEX}`, container("kubernetes", HEX, `crio-${HEX}`, { pod: POD })],
  [
    `/kubepods/besteffort/pod${POD}/${HEX}/docker/${HEX2}`,
    container("kubernetes", HEX, `pod${POD}/${HEX}`, { pod: POD }),
  ],
  [`/kubepods/besteffort/pod${POD}`, container("kubernetes", "", `pod${POD}`, { pod: POD })],
  [
    `/system.slice/containerd.service/kubepods-burstable-pod${SLICE_POD}.slice:cri-containerd:${HEX}`,
    container("kubernetes", HEX, `kubepods-burstable-pod${SLICE_POD}.slice:cri-containerd:${HEX}`, { pod: POD }),
  ],
  [
    `/kubepods-besteffort-pod${SLICE_POD}.slice:cri-containerd:${HEX}`,
    container("kubernetes", HEX, `kubepods-besteffort-pod${SLICE_POD}.slice:cri-containerd:${HEX}`, { pod: POD }),
  ],
  [
    `/system.slice/k3s.service/kubepods/burstable/pod${POD}/${HEX}`,
    container("kubernetes", HEX, `pod${POD}/${HEX}`, { pod: POD }),
  ],
  // Other runtimes.
  [`/system.slice/cri-containerd-${HEX}.scope`, container("containerd", HEX, `cri-containerd-${HEX}.scope`)],
  [`/system.slice/nerdctl-${HEX}.scope`, container("containerd", HEX, `nerdctl-${HEX}.scope`)],
  [`/k8s.io/${HEX}`, container("containerd", HEX, `k8s.io/${HEX}`)],
  [`/system.slice/crio-${HEX}.scope`, container("cri-o", HEX, `crio-${HEX}.scope`)],
  [`/system.slice/crio-conmon-${HEX}.scope`, container("cri-o", HEX, `crio-conmon-${HEX}.scope`, { kind: "monitor" })],
  // LXC, LXD, Incus, Proxmox.
  ["/lxc/web", container("lxc", "web", "lxc/web")],
  ["/lxc/web/system.slice/nginx.service", container("lxc", "web", "lxc/web")],
  ["/lxc.payload.web", container("lxc", "web", "lxc.payload.web")],
  ["/lxc.payload.web/system.slice/nginx.service", container("lxc", "web", "lxc.payload.web")],
  ["/lxc.payload/web/init.scope", container("lxc", "web", "lxc.payload/web")],
  ["/lxc.payload.shop_web/init.scope", container("lxc", "shop_web", "lxc.payload.shop_web")],
  ["/lxc.monitor.web", container("lxc", "web", "lxc.monitor.web", { kind: "monitor" })],
  ["/lxc.monitor/101", container("lxc", "101", "lxc.monitor/101", { kind: "monitor" })],
  ["/system.slice/lxc.service/lxc.payload.web/cron.service", container("lxc", "web", "lxc.payload.web")],
  ["/lxc/101/ns/system.slice/ssh.service", container("lxc", "101", "lxc/101", { manager: "proxmox" })],
  // nspawn and everything else that registers with machined.
  ["/machine.slice/systemd-nspawn@web.service/payload", container("nspawn", "web", "systemd-nspawn@web.service")],
  [
    "/machine.slice/systemd-nspawn@web.service/payload/system.slice/ssh.service",
    container("nspawn", "web", "systemd-nspawn@web.service"),
  ],
  ["/machine.slice/systemd-nspawn@my-web.service", container("nspawn", "my-web", "systemd-nspawn@my-web.service")],
  ["/machine.slice/machine-my\\x2dweb.scope/payload", container("nspawn", "my-web", "machine-my\\x2dweb.scope")],
  ["/machine.slice/machine-web.scope", container("nspawn", "web", "machine-web.scope")],
  // Virtual machines.
  [
    "/machine.slice/machine-qemu\\x2d7\\x2dwin\\x2d10.scope/libvirt/emulator",
    vm("win-10", "machine-qemu\\x2d7\\x2dwin\\x2d10.scope"),
  ],
  ["/machine/qemu-1-win.libvirt-qemu", vm("win", "machine/qemu-1-win.libvirt-qemu")],
  ["/qemu.slice/100.scope", vm("100", "qemu.slice/100.scope")],
  ["/machine.slice/systemd-vmspawn@box.service", vm("box", "systemd-vmspawn@box.service")],
];

for (const [path, owner] of PATHS) {
  Deno.test(`findService() knows ${path.replaceAll(HEX, "HEX").replaceAll(HEX2, "HEX2")}`, () => {
    assert.deepEqual(findService({ cgroup: path, uid: undefined, ancestors: [] }), owner);
  });
}

const GUID = "0c7a5e8e-1d4e-4f5f-6d0a-7b8c9d0e1f2a";

for (
  const [path, service] of [
    // A user may make cgroups below a delegated service, a scope or a session, and call them anything.
    [`/system.slice/web.service/docker/${HEX}`, unit("web.service")],
    [`/system.slice/web.service/kubepods/pod${POD}/${HEX}`, unit("web.service")],
    [`/system.slice/web.service/lxc/victim`, unit("web.service")],
    [`/system.slice/web.service/${HEX}`, unit("web.service")],
    [`/system.slice/web.service/docker.service/docker/${HEX}`, unit("web.service")],
    [`/system.slice/run-u7.scope/docker-${HEX}.scope`, scope("run-u7.scope")],
    [`/user.slice/user-1000.slice/session-3.scope/libpod-${HEX}.scope`, session("3", 1000)],
    // The runtimes' own services keep containers in their cgroups.
    [`/system.slice/docker.service/docker/${HEX}`, container("docker", HEX, `docker/${HEX}`)],
    [`/system.slice/k3s.service/kubepods/besteffort/pod${POD}/${HEX}`, undefined],
    [`/system.slice/garden.service/garden/${GUID}`, container("garden", GUID, `garden/${GUID}`)],
    [`/system.slice/mesos-agent.service/mesos/${GUID}`, container("mesos", GUID, `mesos/${GUID}`)],
    [`/mesos/${GUID}`, container("mesos", GUID, `mesos/${GUID}`)],
    [`/system.slice/containerd.service/${HEX}`, container("unknown", HEX, HEX)],
    ["/system.slice/containerd.service", unit("containerd.service")],
  ] as const
) {
  Deno.test(`findService() believes of ${path.replaceAll(HEX, "HEX")} what root has made`, () => {
    const found = findService({ cgroup: path, uid: 1000, ancestors: [] });
    if (service === undefined) assert.equal(found.kind, "container");
    else assert.deepEqual(found, service);
  });
}
