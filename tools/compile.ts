/**
 * Makes `dist/lib_users` and `dist/fd_users`, programs that need no runtime: `deno task compile [FOLDER]`. Deno takes the
 * part of itself that goes into them from its own site, or from where `DENORT_BIN` says.
 */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const folder = Deno.args[0] ?? `${ROOT}dist`;

for (const [name, ...args] of [["lib_users"], ["fd_users", "fd_users"]] as const) {
  const command = ["compile", "-A", "--output", `${folder}/${name}`, `${ROOT}main.ts`, ...args];
  const { code } = await new Deno.Command(Deno.execPath(), { args: command }).spawn().status;
  if (code !== 0) Deno.exit(code);
}
