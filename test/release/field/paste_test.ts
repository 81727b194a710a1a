import assert from "node:assert/strict";
import { bundle } from "../../../tools/bundle.ts";
import { openFolder, run } from "../../contrib/folder.ts";
import { testUnless } from "../../end_to_end/requirements.ts";
import { locate } from "../../end_to_end/shells.ts";

testUnless(
  locate("tmux") === undefined ? "no tmux" : undefined,
  "The small file arrives as it is through a terminal of 80 columns, and runs",
  async () => {
    await using folder = await openFolder();
    const text = await bundle({ small: true });
    const small = await folder.write("small.js", text);
    const pasted = folder.path("pasted.js");
    const tmux = ["tmux", "-S", folder.path("socket"), "-f", "/dev/null"];
    const session = await run([...tmux, "new-session", "-d", "-x", "80", "-y", "24", `sh -c 'cat > ${pasted}'`]);
    assert.equal(session.code, 0, session.stderr);
    try {
      assert.equal((await run([...tmux, "load-buffer", small, ";", "paste-buffer", "-r"])).code, 0);
      await untilSize(pasted, text.length);
      assert.equal((await run([...tmux, "send-keys", "C-d"])).code, 0);
    } finally {
      await run([...tmux, "kill-server"]);
    }
    assert.equal(await Deno.readTextFile(pasted), text);
    const { code, stdout } = await run([Deno.execPath(), "run", "-A", "--no-config", pasted, "--version"]);
    assert.equal(code, 0);
    assert.match(stdout, /^lib_users /);
  },
);

/** Waits until a file is as large as it should be, for half a minute. */
async function untilSize(path: string, size: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { size: now } = await Deno.stat(path).catch(() => ({ size: 0 }));
    if (now >= size) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
