import { fileURLToPath } from "node:url";
import { runOrThrow } from "./command.ts";

/** A disk with a Debian on it, and what it takes to boot it. All of them are paths. */
export interface Image {
  readonly suite: string;
  /** Where the rest is, and what a run leaves behind. */
  readonly directory: string;
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
  /** The private key with which root gets in. */
  readonly key: string;
}

const INSIDE = fileURLToPath(new URL("inside", import.meta.url));

/** The features of a file system that the kernel of every one of the releases knows. */
const FEATURES =
  "none,has_journal,ext_attr,dir_index,filetype,extent,64bit,flex_bg,sparse_super,large_file,huge_file," +
  "dir_nlink,extra_isize";

/**
 * Makes the image of a release, or takes the one that is there. It needs root, debootstrap and e2fsprogs, and some ten
 * minutes; packages come from where those of this machine come from.
 */
export async function buildImage(suite: string, base: string): Promise<Image> {
  const directory = `${base}/${suite}`;
  const image = {
    suite,
    directory,
    disk: `${directory}/disk.img`,
    kernel: `${directory}/vmlinuz`,
    initrd: `${directory}/initrd`,
    key: `${directory}/key`,
  };
  if (await exists(image.disk)) return image;
  const root = `${directory}/root`;
  await Deno.mkdir(directory, { recursive: true });
  await bootstrap(suite, root, ["systemd", "systemd-sysv", "dbus", "udev", "ca-certificates", "apt-utils"]);
  await bootstrap(suite, `${root}/var/lib/machines/box`, [
    "systemd",
    "systemd-sysv",
    "dbus",
    "libpam-systemd",
    "cron",
    "openssh-client",
  ]);
  if (!await exists(image.key)) {
    await runOrThrow(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", image.key], BRIEF);
  }
  await furnish(image, root);
  await runOrThrow(["mke2fs", "-q", "-F", "-t", "ext4", "-O", FEATURES, "-d", root, `${image.disk}.part`, "8G"], LONG);
  await Deno.rename(`${image.disk}.part`, image.disk);
  await runOrThrow(["rm", "-rf", "--one-file-system", root], LONG);
  return image;
}

const BRIEF = { limit: 60 };
const LONG = { limit: 3600 };

async function bootstrap(suite: string, root: string, packages: readonly string[]): Promise<void> {
  if (await exists(`${root}/etc/apt/sources.list`) && !await exists(`${root}/debootstrap`)) return;
  await Deno.mkdir(root, { recursive: true });
  const command = ["--variant=minbase", `--include=${packages.join(",")}`, suite, root, await findMirror()];
  await runOrThrow(["debootstrap", ...command], LONG);
}

/** Where apt of this machine has Debian from, or its security updates, by the end of the address. */
async function findMirror(name: "debian" | "debian-security" = "debian"): Promise<string> {
  const sources = await runOrThrow(
    ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
    BRIEF,
  );
  const mirror = sources.split("\n").find((uri) => new RegExp(`/${name}/?$`).test(uri));
  if (mirror === undefined) throw new Error(`Cannot find a mirror of ${name} in the configuration of apt`);
  return mirror;
}

/** Installs the packages, and puts in what makes the machine the one of the test. */
async function furnish({ suite, kernel, initrd, key }: Image, root: string): Promise<void> {
  const settings = await runOrThrow(["apt-config", "dump"], BRIEF);
  await Deno.writeTextFile(
    `${root}/etc/apt/apt.conf.d/99test`,
    [
      ...settings.split("\n").filter((line) => /^Acquire::(?:http|https|Check-)/.test(line)),
      'APT::Keep-Downloaded-Packages "true";',
      "",
    ].join("\n"),
  );
  await Deno.writeTextFile(`${root}/etc/apt/sources.list`, `deb ${await findMirror()} ${suite} main\n`);
  await Deno.copyFile("/etc/resolv.conf", `${root}/etc/resolv.conf`);
  await runOrThrow(["cp", "-r", `${INSIDE}/packages`, `${INSIDE}/upgraded`, `${root}/root/`], BRIEF);
  await runOrThrow(["sh", "-c", 'cp "$1"/bin/* "$2/usr/local/sbin/"', "sh", INSIDE, root], BRIEF);
  await runOrThrow(["mount", "-t", "proc", "proc", `${root}/proc`], BRIEF);
  try {
    await runOrThrow(["chroot", root, "/usr/local/sbin/furnish", suite, await findMirror("debian-security")], LONG);
    await runOrThrow(["cp", "-r", `${INSIDE}/etc/.`, `${root}/etc/`], BRIEF);
    await Deno.mkdir(`${root}/root/.ssh`, { recursive: true, mode: 0o700 });
    await Deno.copyFile(key, `${root}/root/.ssh/id_ed25519`);
    await Deno.copyFile(`${key}.pub`, `${root}/root/.ssh/authorized_keys`);
    await runOrThrow(["chroot", root, "/usr/local/sbin/setup"], LONG);
  } finally {
    await runOrThrow(["umount", `${root}/proc`], BRIEF);
  }
  await Deno.copyFile(Deno.execPath(), `${root}/usr/local/bin/deno`);
  await Deno.chmod(`${root}/usr/local/bin/deno`, 0o755);
  await runOrThrow(["sh", "-c", 'cp "$1"/boot/vmlinuz-* "$2"', "sh", root, kernel], BRIEF);
  await runOrThrow(["sh", "-c", 'cp "$1"/boot/initrd.img-* "$2"', "sh", root, initrd], BRIEF);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
