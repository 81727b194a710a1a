/**
 * Finds processes that still use files which an upgrade has replaced or deleted.
 *
 * @module
 */
import { run } from "./lib/cli/run.ts";
import { denoArguments, denoEnvironment } from "./lib/runtime/deno.ts";

launch();

/** Chooses the runtime: Deno; or Node, or Bun, which has the modules of Node. */
async function launch(): Promise<void> {
  // Where an error is caught, V8 finds out where it was thrown. It takes milliseconds for the top level of a large file.
  await null;
  if ("Deno" in globalThis) Deno.exit(await run(denoArguments(), denoEnvironment(Deno.mainModule)));
  const { nodeRuntime } = await import("./lib/runtime/node.ts");
  const { args, environment, exit } = await nodeRuntime();
  await exit(await run(args, environment));
}
