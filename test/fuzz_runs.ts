/** How often each property is tried: `deno task test:long` tries harder, with `--long` behind `--`. */
export const RUNS: number = Deno.args.includes("--long") ? 20_000 : 1_000;
