import assert from "node:assert/strict";
import { compileGlob } from "../../lib/rules/fnmatch.ts";

/** Names that match and names that do not, as `fnmatch.fnmatchcase` of Python 3.11.7 says. */
const GLOBS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["", [""], ["a"]],
  ["/a.so", ["/a.so"], ["/a.so.1", "x/a.so", "/aXso", "/A.so"]],
  ["*", ["", "/a/b", "a\nb"], []],
  ["**", ["", "a/b"], []],
  ["*.so", ["/lib/a.so", "/lib/\n.so", ".so"], ["/lib/a.SO", "/lib/a.so.1"]],
  ["/tmp/?", ["/tmp/a", "/tmp//", "/tmp/?"], ["/tmp/", "/tmp/ab"]],
  ["a?c", ["abc", "a/c", "a\nc"], ["ac", "abbc"]],
  ["a*b*c", ["abc", "axxbyyc", "abcbc"], ["acb", "abcb"]],
  ["/usr/*.so.[0-9]*", ["/usr/lib/libz.so.1.2"], ["/usr/lib/libz.so.x", "/usr/lib/libz.so"]],
  ["[a-c]", ["a", "b", "c"], ["d", "B", "", "ab"]],
  ["[!a-c]", ["d", "/", "!", "\n"], ["a", "c", "", "dd"]],
  ["[^a]", ["^", "a"], ["b"]],
  ["[]a]", ["]", "a"], ["b", "]a"]],
  ["[!]a]", ["b"], ["]", "a"]],
  ["[!!]", ["a"], ["!"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[-a]", ["a", "-"], ["b"]],
  ["[--0]", ["-", ".", "/", "0"], ["1", ","]],
  ["[a-c-e]", ["b", "-", "e"], ["d"]],
  ["[z-a]", [], ["z", "a", "-", "m"]],
  ["[!z-a]", ["z", "m", "-"], [""]],
  ["[b-a-z]", ["-", "z"], ["b", "a", "m"]],
  ["[a", ["[a"], ["a"]],
  ["[]", ["[]"], ["]", "[", ""]],
  ["[!]", ["[!]"], ["!", ""]],
  ["[!", ["[!"], ["!"]],
  ["a]", ["a]"], ["a"]],
  ["[[]", ["["], ["]"]],
  ["[*]", ["*"], ["a"]],
  ["[?]", ["?"], ["a"]],
  ["*[[]*]", ["x[y]", "[]"], ["x(y)"]],
  ["\\*", ["\\abc", "\\*"], ["*"]],
  ["[a\\-z]", ["a", "\\", "]", "m", "z"], ["-"]],
  ["/[aio]", ["/a", "/i"], ["/[aio]"]],
  ["/[[]aio]", ["/[aio]"], ["/a"]],
  ["$(^.+|){1}", ["$(^.+|){1}"], ["$(^.+|)"]],
  ["é?", ["éa", "éé"], ["ea", "é"]],
  ["?", ["😀", "\udcff"], ["", "ab"]],
  ["[😀-😂]", ["😁"], ["😃"]],
  ["*\udcff*", ["/a\udcffb"], ["/a\udcfeb"]],
];

Deno.test("compileGlob() matches as Python's fnmatch does", async (t) => {
  for (const [pattern, matching, others] of GLOBS) {
    await t.step(JSON.stringify(pattern), () => {
      const matches = compileGlob(pattern);
      assert.deepEqual(matching.filter((name) => !matches(name)), [], "should match");
      assert.deepEqual(others.filter(matches), [], "should not match");
    });
  }
});

Deno.test("compileGlob() answers the same when asked again", () => {
  const matches = compileGlob("*a*b");
  assert.deepEqual(["ab", "ba", "ab", "xaxb"].map(matches), [true, false, true, true]);
});

/** Counts how often a match looks at a character: a set looks by its code. */
function countLooks(pattern: string, name: string): number {
  const matches = compileGlob(pattern);
  const { codePointAt } = String.prototype;
  let looks = 0;
  String.prototype.codePointAt = function (at): number | undefined {
    looks++;
    return codePointAt.call(this, at);
  };
  try {
    assert.equal(matches(name), false);
  } finally {
    String.prototype.codePointAt = codePointAt;
  }
  return looks;
}

Deno.test("compileGlob() takes at most as many steps as name and pattern are long, multiplied", async (t) => {
  const PATHOLOGICAL: readonly (readonly [string, string])[] = [
    ["*[a]".repeat(30) + "[b]", "a".repeat(3000)],
    ["*[a]*[a]*[a]*[a]*[b]", "a".repeat(3000)],
    ["*" + "[a]".repeat(50) + "[b]", "a".repeat(3000)],
    ["*[a]".repeat(200), "a".repeat(199)],
  ];
  for (const [pattern, name] of PATHOLOGICAL) {
    await t.step(`${pattern.slice(0, 20)}… of ${pattern.length} on ${name.length}`, () => {
      const looks = countLooks(pattern, name);
      assert.ok(looks >= name.length, `${looks} looks`);
      assert.ok(looks <= 3 * pattern.length * name.length, `${looks} looks`);
    });
  }
});
