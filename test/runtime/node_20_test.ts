import assert from "node:assert/strict";

/** What Node 20 lacks, the oldest runtime of all. The bundler adapts the syntax, but adds no functions. */
const LACKING: readonly RegExp[] = [
  /\b(Map|Object)\.groupBy\(/,
  /\bIterator\.\w+\(/,
  /(\.(values|keys|entries)\(\)|\.matchAll\([^()]*\))\s*\.\w+\(/,
  /\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/,
  /\bArray\.fromAsync\(/,
  /\bPromise\.(withResolvers|try)\(/,
  /\b(RegExp\.escape|Math\.sumPrecise|Error\.isError|JSON\.rawJSON)\(/,
  /\.(toHex|toBase64|getOrInsert|getOrInsertComputed)\(|\.from(Hex|Base64)\(/,
  /\bnew (Async)?DisposableStack\(|\bTemporal\./,
  // Nor may a word show that it is a module: by the name of the file, Node 20 takes it for a script.
  /\bimport\.meta\b|^await /m,
];

Deno.test("The program uses nothing that Node 20 lacks", async () => {
  const used: string[] = [];
  for (const file of [...sources("lib"), "main.ts"]) {
    const code = (await Deno.readTextFile(file)).replace(/\/\*\*[\s\S]*?\*\//g, "");
    for (const pattern of LACKING) {
      const match = pattern.exec(code);
      if (match !== null) used.push(`${file}: ${match[0]}`);
    }
  }
  assert.deepEqual(used, []);
});

function sources(directory: string): readonly string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return sources(`${directory}/${name}`);
    return name.endsWith(".ts") ? [`${directory}/${name}`] : [];
  });
}
