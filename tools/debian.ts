import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { CONFIG_EXAMPLE } from "../lib/cli/man/text.ts";
import { type Release, run, SCHEMA } from "./release_parts.ts";

/**
 * Builds `lib-users_VERSION_all.deb`: the one file with both commands, manual pages, completions, the systemd units and
 * the apt hook, which do nothing before the administrator turns them on. Needs `dpkg-deb`. Format: deb(5), and the
 * Debian Policy Manual.
 */
export async function packDebian(release: Release): Promise<void> {
  const { directory, version, date } = release;
  const build = await Deno.makeTempDir({ prefix: "lib_users_" });
  try {
    await Deno.chmod(build, 0o755);
    const files = await filesOf(release);
    for (const file of files) await install(build, file);
    const size = files.reduce((sum, { bytes }) => sum + Math.ceil((bytes?.length ?? 0) / 1024), 0);
    await install(build, textFile("DEBIAN/control", control(version, size)));
    await install(build, textFile("DEBIAN/conffiles", `/${APT_HOOK}\n`));
    await install(build, textFile("DEBIAN/md5sums", files.map(formatSum).join("")));
    const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${date}T00:00:00Z`) / 1000) };
    const output = `${directory}/lib-users_${version}_all.deb`;
    await run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", build, output], { env });
  } finally {
    await Deno.remove(build, { recursive: true });
  }
}

/** A file of the package: what is in it, or where it leads. */
interface PackagedFile {
  /** Relative to the root of the file system. */
  readonly path: string;
  readonly bytes?: Uint8Array;
  readonly target?: string;
  readonly mode: number;
}

const APT_HOOK = "etc/apt/apt.conf.d/99lib-users";
const DOCUMENTS = "usr/share/doc/lib-users";

async function filesOf({ root, directory, version, date }: Release): Promise<readonly PackagedFile[]> {
  const made = (path: string, name: string, mode = 0o644): Promise<PackagedFile> =>
    copy(path, `${directory}/${name}`, mode);
  return [
    await made("usr/lib/lib_users/lib_users.js", "lib_users.js", 0o755),
    link("usr/bin/lib_users", "../lib/lib_users/lib_users.js"),
    link("usr/bin/fd_users", "../lib/lib_users/lib_users.js"),
    compressed(await made("usr/share/man/man8/lib_users.8", "lib_users.8")),
    link("usr/share/man/man8/fd_users.8.gz", "lib_users.8.gz"),
    await made("usr/share/bash-completion/completions/lib_users", "completions/lib_users"),
    link("usr/share/bash-completion/completions/fd_users", "lib_users"),
    await made("usr/share/zsh/vendor-completions/_lib_users", "completions/_lib_users"),
    await made("usr/share/fish/vendor_completions.d/lib_users.fish", "completions/lib_users.fish"),
    link("usr/share/fish/vendor_completions.d/fd_users.fish", "lib_users.fish"),
    await copy("usr/lib/lib_users/after-upgrade", `${root}contrib/after-upgrade`, 0o755),
    turnedOff(await copy(APT_HOOK, `${root}contrib/apt/99lib-users`)),
    ...await units(`${root}contrib/systemd`),
    textFile(`${DOCUMENTS}/examples/lib_users.conf`, `${CONFIG_EXAMPLE}\n`),
    await made(`${DOCUMENTS}/${SCHEMA}`, SCHEMA),
    await copy(`${DOCUMENTS}/NEWS.md`, `${root}CHANGELOG.md`),
    compressed(textFile(`${DOCUMENTS}/changelog`, changelog(version, date))),
    await copy(`${DOCUMENTS}/copyright`, `${root}LICENSE`),
  ];
}

/** The units of systemd, which are not enabled by the package. */
async function units(directory: string): Promise<readonly PackagedFile[]> {
  const names = (await Array.fromAsync(Deno.readDir(directory), ({ name }) => name)).toSorted();
  return await Promise.all(
    names.filter((name) => /\.(service|timer)$/.test(name))
      .map((name) => copy(`usr/lib/systemd/system/${name}`, `${directory}/${name}`)),
  );
}

async function copy(path: string, from: string, mode = 0o644): Promise<PackagedFile> {
  return { path, bytes: await Deno.readFile(from), mode };
}

function textFile(path: string, text: string): PackagedFile {
  return { path, bytes: new TextEncoder().encode(text), mode: 0o644 };
}

function link(path: string, target: string): PackagedFile {
  return { path, target, mode: 0o777 };
}

function compressed({ path, bytes, mode }: PackagedFile): PackagedFile {
  return { path: `${path}.gz`, bytes: gzipSync(bytes!, { level: 9 }), mode };
}

/** The hook with its directives in comments. */
function turnedOff({ path, bytes }: PackagedFile): PackagedFile {
  const text = new TextDecoder().decode(bytes).replace(/^(?!\/\/|$)/gm, "// ");
  return textFile(path, `// Remove the slashes before DPkg to turn this on.\n${text}`);
}

async function install(build: string, { path, bytes, target, mode }: PackagedFile): Promise<void> {
  const file = `${build}/${path}`;
  await Deno.mkdir(dirname(file), { recursive: true, mode: 0o755 });
  if (target !== undefined) return await Deno.symlink(target, file);
  await Deno.writeFile(file, bytes!);
  await Deno.chmod(file, mode);
}

function formatSum({ path, bytes }: PackagedFile): string {
  return bytes === undefined ? "" : `${createHash("md5").update(bytes).digest("hex")}  ${path}\n`;
}

/** `size` is in KiB. Node is what Debian has; Deno and Bun have no package there, but may have one elsewhere. */
function control(version: string, size: number): string {
  return `Package: lib-users
Version: ${version}
Architecture: all
Maintainer: ${MAINTAINER}
Installed-Size: ${size}
Depends: nodejs (>= 18) | deno (>= 2) | bun (>= 1.2)
Suggests: man-db, bash-completion
Section: admin
Priority: optional
Description: find processes that still use files which an upgrade has replaced
 After an upgrade, processes that were already running go on with the old
 libraries and programs. lib_users finds them, says to which services they
 belong, and prints what to run about it. fd_users finds deleted files that are
 held open and so still take up disk space.
 .
 Nothing is restarted by itself. An apt hook and systemd timers come with the
 package, turned off.
`;
}

const MAINTAINER = "lib_users maintainers <maintainers@lib-users.example>";

function changelog(version: string, date: string): string {
  const time = new Date(`${date}T00:00:00Z`).toUTCString().replace("GMT", "+0000");
  return `lib-users (${version}) unstable; urgency=medium

  * Release ${version}: see NEWS.md beside this file.

 -- ${MAINTAINER}  ${time}
`;
}
