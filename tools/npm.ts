import config from "../deno.json" with { type: "json" };
import { type Release, run, SCHEMA } from "./release_parts.ts";

const MADE = ["lib_users.js", "lib_users.8", SCHEMA];

/**
 * Packs `lib-users-VERSION.tgz`: `npm install -g` of it gives the commands `lib_users` and `fd_users`. The project itself
 * has no package.json, for one would change how Deno resolves types. Format: package.json(5) of npm.
 */
export async function packNpm({ root, directory, version }: Release): Promise<void> {
  const build = await Deno.makeTempDir({ prefix: "lib_users_" });
  try {
    for (const name of ["README.md", "LICENSE", "CHANGELOG.md"]) await Deno.copyFile(root + name, `${build}/${name}`);
    for (const name of MADE) await Deno.copyFile(`${directory}/${name}`, `${build}/${name}`);
    await Deno.writeTextFile(`${build}/package.json`, `${JSON.stringify(manifest(version), null, 2)}\n`);
    await run(["npm", "pack", "--silent", "--pack-destination", directory], { cwd: build });
  } finally {
    await Deno.remove(build, { recursive: true });
  }
}

function manifest(version: string): Readonly<Record<string, unknown>> {
  return {
    name: "lib-users",
    version,
    description: "Finds processes that still use files which an upgrade has replaced or deleted",
    license: config.license,
    bin: { lib_users: "lib_users.js", fd_users: "lib_users.js" },
    man: ["./lib_users.8"],
    files: [...MADE, "CHANGELOG.md"],
    os: ["linux"],
    engines: { node: ">=18" },
    keywords: ["needrestart", "checkrestart", "upgrade", "deleted", "libraries", "procfs", "sysadmin"],
  };
}
