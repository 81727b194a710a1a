/**
 * Finds processes that still use files which an upgrade has replaced or deleted.
 *
 * @module
 */
import { run } from "./lib/cli/run.ts";
import { denoWorld } from "./lib/runtime/deno.ts";

if (import.meta.main) Deno.exit(await run(Deno.args, denoWorld(import.meta.url)));
