import { run, type Release } from "./release_parts.ts";

/**
 * Builds `lib-users_VERSION_all.deb`: the one file with both commands, manual pages, completions, the systemd units and
 * the apt hook, which do nothing before the administrator turns them on. Needs `dpkg-deb`. Format: deb(5), and the
 * Debian Policy Manual, chapters 5 and 10.
 */
export async function packDebian(release: Release): Promise<void> {
  const { directory, version, date } = release;
  const build = await Deno.makeTempDir({ prefix: "lib_users_" });
  try {
    await Deno.chmod(build, 0o755);
    for (const file of await filesOf(release)) await install(build, file);
    const installed = Math.ceil(await sizeOf(`${build}/usr`) / 1024);
    await install(build, { path: "DEBIAN/control", text: control(version, installed) });
    await install(build, { path: "DEBIAN/conffiles", text: CONFFILES.map((path) => `/${path}\n`).join("") });
    const output = `${directory}/lib-users_${version}_all.deb`;
    const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${date}T00:00:00Z`) / 1000) };
    await run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", build, output], { env });
  } finally {
    await Deno.remove(build, { recursive: true });
  }
}

/** A file of the package: its text, or where it leads. */
interface PackagedFile {
  readonly path: string;
  readonly text?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly compressed?: boolean;
}

/** The files that dpkg asks about before it replaces what the administrator has changed. */
const CONFFILES: readonly string[] = ["etc/apt/apt.conf.d/99lib-users"];

async function filesOf({ root, directory, version, date }: Release): Promise<readonly PackagedFile[]> {
  const made = (name: string): Promise<string> => Deno.readTextFile(`${directory}/${name}`);
  const contributed = (name: string): Promise<string> => Deno.readTextFile(`${root}contrib/${name}`);
  const documents = "usr/share/doc/lib-users";
  return [
    { path: "usr/lib/lib_users/lib_users.js", text: await made("lib_users.js"), mode: 0o755 },
    { path: "usr/bin/lib_users", link: "../lib/lib_users/lib_users.js" },
    { path: "usr/bin/fd_users", link: "../lib/lib_users/lib_users.js" },
    { path: "usr/share/man/man8/lib_users.8.gz", text: await made("lib_users.8"), compressed: true },
    { path: "usr/share/man/man8/fd_users.8.gz", link: "lib_users.8.gz" },
    { path: "usr/share/bash-completion/completions/lib_users", text: await made("completions/lib_users") },
    { path: "usr/share/bash-completion/completions/fd_users", link: "lib_users" },
    { path: "usr/share/zsh/vendor-completions/_lib_users", text: await made("completions/_lib_users") },
    { path: "usr/share/fish/vendor_completions.d/lib_users.fish", text: await made("completions/lib_users.fish") },
    { path: "usr/share/fish/vendor_completions.d/fd_users.fish", link: "lib_users.fish" },
    { path: "usr/lib/lib_users/after-upgrade", text: await contributed("after-upgrade"), mode: 0o755 },
    { path: CONFFILES[0]!, text: turnedOff(await contributed("apt/99lib-users")) },
    { path: `${documents}/copyright`, text: copyright(await Deno.readTextFile(`${root}LICENSE`)) },
    { path: `${documents}/changelog.gz`, text: await Deno.readTextFile(`${root}CHANGELOG.md`), compressed: true },
    { path: `${documents}/changelog.Debian.gz`, text: changelog(version, date), compressed: true },
  ];
}
