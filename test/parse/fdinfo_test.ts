import assert from "node:assert/strict";
import { type DescriptorInfo, parseFdinfo } from "../../lib/parse/fdinfo.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const INFOS: readonly (readonly [string, string, DescriptorInfo])[] = [
  [
    "a log",
    "pos:\t1048576\nflags:\t0102001\nmnt_id:\t26\nino:\t131\n",
    { offset: 1_048_576, flags: 0o102001, mountId: "26", inode: "131" },
  ],
  [
    "a kernel before 5.14",
    "pos:\t0\nflags:\t02\nmnt_id:\t26\n",
    { offset: 0, flags: 2, mountId: "26", inode: undefined },
  ],
  [
    "an inode that no number holds",
    "pos:\t0\nflags:\t0100000\nmnt_id:\t9\nino:\t18446744073709551615\n",
    { offset: 0, flags: 0o100000, mountId: "9", inode: "18446744073709551615" },
  ],
  [
    "a path descriptor",
    "pos:\t0\nflags:\t012100000\nmnt_id:\t26\nino:\t2\n",
    { offset: 0, flags: 0o12100000, mountId: "26", inode: "2" },
  ],
  [
    "a lock behind the fields",
    "pos:\t5\nflags:\t0100002\nmnt_id:\t26\nino:\t7\nlock:\t1: POSIX  ADVISORY  WRITE 1 08:01:7 0 EOF\n",
    { offset: 5, flags: 0o100002, mountId: "26", inode: "7" },
  ],
  [
    "an inotify with lines of its own",
    "pos:\t0\nflags:\t00\nmnt_id:\t15\nino:\t1057\ninotify wd:1 ino:a12 sdev:800001 mask:fc6\n",
    { offset: 0, flags: 0, mountId: "15", inode: "1057" },
  ],
  [
    "a field a second time",
    "pos:\t1\nflags:\t02\nmnt_id:\t26\nino:\t7\npos:\t9\nino:\t8\n",
    { offset: 1, flags: 2, mountId: "26", inode: "7" },
  ],
];

Deno.test("parseFdinfo() reads the fields, the flags in octal", async (t) => {
  for (const [what, text, info] of INFOS) {
    await t.step(what, () => assert.deepEqual(parseFdinfo(encodeText(text)), info));
  }
});

const NONE: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["no offset", "flags:\t02\nmnt_id:\t26\n"],
  ["no flags", "pos:\t0\nmnt_id:\t26\n"],
  ["no mount, as before Linux 3.15", "pos:\t0\nflags:\t02\n"],
  ["flags that are not octal", "pos:\t0\nflags:\tx\nmnt_id:\t26\n"],
  ["an offset that is no number", "pos:\tx\nflags:\t02\nmnt_id:\t26\n"],
  ["another separator", "pos: 0\nflags: 02\nmnt_id: 26\n"],
];

Deno.test("parseFdinfo() gives undefined for another text", async (t) => {
  for (const [what, text] of NONE) {
    await t.step(what, () => assert.equal(parseFdinfo(encodeText(text)), undefined));
  }
});
