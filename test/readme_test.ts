import assert from "node:assert/strict";
import { atLeast } from "../lib/advice/threshold.ts";
import { parseConfig } from "../lib/cli/config.ts";
import { FORMATS } from "../lib/format/formats.ts";
import { listDocuments, updateDocument } from "../tools/docs.ts";

const FORMATS_PAGE = Deno.readTextFileSync("docs/formats.md");
const USAGE_PAGE = Deno.readTextFileSync("docs/usage.md");

for (const path of listDocuments()) {
  Deno.test(`the tables and transcripts in ${path} are those of the program`, async () => {
    const text = await Deno.readTextFile(path);
    assert.equal(await updateDocument(text), text);
  });
}

Deno.test("docs/formats.md has a section with a promise for every format", () => {
  const sections = FORMATS_PAGE.split(/^## /m).slice(1);
  for (const { name } of FORMATS) {
    const section = sections.find((text) => text.split("\n", 1)[0]!.split(" ").includes(name));
    assert.match(section ?? "", /^\*\*Promise:\*\* /m, name);
  }
});

Deno.test("the configuration in docs/usage.md is one that the program takes", () => {
  const [, text = ""] = /^```json\n([^]*?)^```$/m.exec(USAGE_PAGE) ?? [];
  const { cautions, ...rest } = parseConfig(text);
  assert.deepEqual(rest, {
    ignore: ["/opt/vendor/*.dat"],
    excludeUnits: ["backup-*.service"],
    warning: atLeast(5),
    critical: atLeast(1),
    warningSessions: atLeast(20),
  });
  assert.equal(cautions[0]?.pattern.test("billing.service"), true);
});

/** Documents for people, with the directory that their links are relative to. */
const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...listDocuments().slice(1)];

for (const path of DOCUMENTS) {
  Deno.test(`${path} names only files and links only to places that exist`, () => {
    const text = Deno.readTextFileSync(path);
    const directory = path.replace(/[^/]*$/, "");
    const links = Array.from(text.matchAll(/\]\((?![a-z]+:)([^)#]*)(#[^)]*)?\)/g), ([, file]) => `${directory}${file}`);
    const named = Array.from(text.matchAll(NAMED_FILE), ([, file]) => file!);
    const missing = [...links, ...named].filter((file) => file !== directory && !exists(file));
    assert.deepEqual(missing, []);
  });
}

/** A file or directory of the project in backquotes. */
const NAMED_FILE = /`((?:lib|test|simulator|docs|tools|contrib|bench|snapshots|\.ci)\/[\w./-]*)`/g;

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
