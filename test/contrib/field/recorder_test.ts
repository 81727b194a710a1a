import assert from "node:assert/strict";
import { testField } from "./field.ts";

testField(
  "the recorder writes, with what a minimal Debian 13 has, a recording that the program reads",
  async (field) => {
    const { code, stdout, stderr } = await field.run(`
    make_library /opt/demo/libdemo.so
    start_service demo.service /opt/demo/libdemo.so
    upgrade /opt/demo/libdemo.so
    lib_users recorder >/tmp/recorder.sh
    sh /tmp/recorder.sh >/tmp/recording.jsonl
    lib_users --json --proc /tmp/recording.jsonl`);
    assert.equal(stderr, "");
    assert.equal(code, 0);
    const { host, time, findings } = JSON.parse(stdout);
    assert.equal(host, "web-1.example.com");
    assert.equal(Math.abs(Date.now() - new Date(time).getTime()) < 86_400_000, true, time);
    assert.equal(findings.length, 1);
  },
);
