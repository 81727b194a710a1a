import { testUnless } from "../../end_to_end/requirements.ts";
import { locate } from "../../end_to_end/shells.ts";
import { type Folder, openFolder, type Outcome, projectPath, run } from "../folder.ts";

/**
 * A small Debian with the real tools, in which commands run as on a machine of their own. What they write is gone when
 * they end, but for what they write to `/shared`.
 */
export interface Field {
  /** The directory that is `/shared` inside, for all commands of a test. */
  readonly shared: Folder;
  /** Runs a script of `sh -eu` that has the functions of `services.sh`. */
  run(script: string): Promise<Outcome>;
  /** Does the same as a service of systemd, which is started before. */
  runBooted(script: string): Promise<Outcome>;
}

/** Where it is: made once, and kept. */
const DIRECTORY = Deno.env.get("LIB_USERS_FIELD") ??
  `${Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`}/lib_users/field`;

const missing = await findMissing();

/** Registers a test in the field. Where there can be none, it is reported as ignored, with the reason in its name. */
export function testField(name: string, test: (field: Field) => Promise<void>): void {
  testUnless(missing, name, async () => {
    await using shared = await openFolder();
    await test({
      shared,
      run: (script) => runInside(script, shared),
      runBooted: (script) => runBooted(script, shared),
    });
  });
}

async function findMissing(): Promise<string | undefined> {
  if (Deno.uid() !== 0) return "not root";
  const tool = ["debootstrap", "unshare", "chroot"].find((name) => locate(name) === undefined);
  if (tool !== undefined) return `no ${tool}`;
  const { code, stdout, stderr } = await run(["sh", projectPath("test/contrib/field/make_field.sh"), DIRECTORY]);
  if (code !== 0) return `no Debian can be made: ${`${stdout}${stderr}`.trimEnd().split("\n").at(-1)}`;
  const { stderr: reason, code: failed } = await inside(["true"], projectPath("test"));
  return failed === 0 ? undefined : `no namespaces: ${reason.trimEnd()}`;
}

async function runInside(script: string, shared: Folder): Promise<Outcome> {
  await writeScript(script, shared);
  return await inside(["sh", "-eu", "/shared/script.sh"], shared.path(""));
}

async function runBooted(script: string, shared: Folder): Promise<Outcome> {
  await writeScript(script, shared);
  const { stdout, stderr } = await inside(["sh", "/project/test/contrib/field/boot.sh"], shared.path(""));
  const read = async (name: string): Promise<string> => {
    try {
      return await Deno.readTextFile(shared.path(name));
    } catch (error) {
      throw new Error(`Cannot boot the field: ${stdout}${stderr}`, { cause: error });
    }
  };
  return { code: Number(await read("status")), stdout: await read("stdout"), stderr: await read("stderr") };
}

async function writeScript(script: string, shared: Folder): Promise<void> {
  const functions = await Deno.readTextFile(projectPath("test/contrib/field/services.sh"));
  await shared.write("script.sh", `${functions}\n${script}`);
}

function inside(line: readonly string[], shared: string): Promise<Outcome> {
  const script = projectPath("test/contrib/field/in_field.sh");
  return run(["sh", script, DIRECTORY, projectPath(""), shared, ...line], { env: { DENO: Deno.execPath() } });
}
