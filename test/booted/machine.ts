import { type CommandOptions, type Outcome, run, runOrThrow } from "./command.ts";
import type { Image } from "./image.ts";
import { type Monitor, openMonitor } from "./monitor.ts";

/** A machine that runs. */
export interface Machine {
  /** Runs a command line in it as root, in a session of its own. */
  run(command: string, options: CommandOptions): Promise<Outcome>;
  /** The same, where it must succeed; returns what it prints. */
  ask(command: string, options: CommandOptions): Promise<string>;
  /** Keeps its state, memory and disk, under a name. */
  keep(name: string): Promise<void>;
  /** Goes back to a state that was kept. */
  goBack(name: string): Promise<void>;
  /** Switches it off. */
  stop(): Promise<void>;
}

/** How long a boot may take, in seconds: without help of the processor it is a minute. */
const BOOT_LIMIT = 400;

/**
 * The releases that get one processor. Linux 6.12 rewrites its own code while it runs, and QEMU 7.2 lets a second
 * emulated processor run what was there before: "Oops: int3" and a panic, one boot in two.
 */
const ALONE: ReadonlySet<string> = new Set(["trixie"]);

/**
 * Starts a machine: from a state that was kept, or else by booting a fresh copy of the image. The processor is emulated
 * unless `accelerator` is `kvm`.
 */
export async function startMachine(image: Image, kept: string | undefined, accelerator = "tcg"): Promise<Machine> {
  const disk = overlayOf(image);
  const { directory } = image;
  if (kept === undefined) {
    await Deno.remove(disk).catch(() => {});
    await runOrThrow(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image.disk, disk], { limit: 60 });
  }
  const port = findPort();
  const socket = `${directory}/monitor`;
  await Deno.remove(socket).catch(() => {});
  const qemu = new Deno.Command("qemu-system-x86_64", {
    args: [
      ...(accelerator === "kvm" ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi", "-cpu", "max"]),
      ...["-smp", ALONE.has(image.suite) ? "1" : "2", "-m", "3072", "-display", "none", "-no-reboot"],
      ...["-kernel", image.kernel, "-initrd", image.initrd],
      ...["-append", "root=/dev/vda rw console=ttyS0 net.ifnames=0 systemd.show_status=0 quiet apparmor=0 panic=-1"],
      ...["-drive", `file=${disk},if=virtio,format=qcow2,cache=unsafe`],
      ...["-netdev", `user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`, "-device", "virtio-net,netdev=net"],
      ...["-serial", `file:${directory}/console.log`],
      // What a shell of root listens at, without a login: the last way in.
      ...["-device", "virtio-serial", "-device", "virtconsole,chardev=shell"],
      ...["-chardev", `socket,id=shell,path=${directory}/shell,server=on,wait=off`],
      ...["-qmp", `unix:${socket},server=on,wait=off`],
      ...(kept === undefined ? [] : ["-loadvm", kept]),
    ],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const machine = handle(image, port, qemu, await openMonitor(socket));
  try {
    await untilReachable(machine);
  } catch (error) {
    await machine.stop();
    throw error;
  }
  return machine;
}

/** The names of the states that were kept. */
export async function listKept(image: Image): Promise<readonly string[]> {
  const { code, stdout } = await run(["qemu-img", "snapshot", "-U", "-l", overlayOf(image)], { limit: 60 });
  return code !== 0 ? [] : Array.from(stdout.matchAll(/^[0-9]+ +(\S+)/gm), ([, name]) => name!);
}

function overlayOf({ directory }: Image): string {
  return `${directory}/run.qcow2`;
}

/** A port of this machine that is free. */
function findPort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

function handle(image: Image, port: number, qemu: Deno.ChildProcess, monitor: Monitor): Machine {
  const ssh = ["-q", "-i", image.key, "-p", String(port), "-o", "StrictHostKeyChecking=no"];
  ssh.push("-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=20");
  return {
    run: async (command, options) => await run(["ssh", ...ssh, "root@127.0.0.1", command], options),
    ask: async (command, options) => await runOrThrow(["ssh", ...ssh, "root@127.0.0.1", command], options),
    keep: async (name) => await monitor.command(`savevm ${name}`),
    goBack: async (name) => await monitor.command(`loadvm ${name}`),
    async stop(): Promise<void> {
      // It may have ended by itself: then there is nobody to ask.
      await monitor.quit().catch(() => {});
      await qemu.status;
    },
  };
}

async function untilReachable(machine: Machine): Promise<void> {
  const end = Date.now() + BOOT_LIMIT * 1000;
  while ((await machine.run("systemctl is-system-running --wait", { limit: 120 })).stdout === "") {
    if (Date.now() > end) throw new Error("Cannot reach the machine by ssh");
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}
