import assert from "node:assert/strict";
import { formatHtml } from "../../lib/format/html.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { finding, library, ONE_HOST, reportOf } from "../format/reports.ts";
import { testUnless } from "./requirements.ts";
import { locate } from "./shells.ts";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const MARKUP = [
  "<script>document.title=1</script>",
  "</pre><img src=x onerror=document.title=1>",
  "</style><b>",
  "<!--",
];

testUnless(
  locate("chromium") === undefined ? "no Chromium" : undefined,
  "In a browser, text from a host makes no element and no attribute of a page",
  async () => {
    const directory = await Deno.makeTempDir({ prefix: "lib_users_" });
    try {
      const expected = await elementsOf(directory, "name");
      for (const name of [...MARKUP, HOSTILE_NAMES.join(" ")]) {
        assert.deepEqual(await elementsOf(directory, name), expected, name);
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
);

/** The tags of the document that the browser makes of a page about hosts of this name, with their attributes. */
async function elementsOf(directory: string, name: string): Promise<readonly string[]> {
  const report = reportOf({ findings: [finding(7, { uid: 0, cgroup: `/${name}.service`, files: [library(name)] })] });
  const page = formatHtml([{ ...report, source: name, header: { ...report.header, host: name } }], ONE_HOST);
  await Deno.writeTextFile(`${directory}/page.html`, page);
  const args = [...FLAGS, `--user-data-dir=${directory}/profile`, "--dump-dom", `file://${directory}/page.html`];
  const { success, stdout } = await new Deno.Command("chromium", {
    args,
    stderr: "null",
    signal: AbortSignal.timeout(60_000),
  }).output();
  assert.ok(success);
  return new TextDecoder().decode(stdout).match(/<[^>]*>/g) ?? [];
}
