import fc from "fast-check";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";

/** Pieces that matter to some parser or format. */
const PIECES = [
  ..." ,;:\\/\"'\n\r\t\x1b\x07\x7f()[]#-*.0",
  "(deleted)",
  " (deleted)",
  "\\012",
  "\\377",
  "\u0085\u009b",
  "\u2028",
  "\u202e\u2066",
  "é",
  "😀",
  "\ufeff",
  "\udc80",
  "\udcff",
  "\udcc3\udca9",
  "\udced\udca0\udc80",
];

/** Any bytes, with a bias towards text. */
export const BYTES: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 12 })
    .map((pieces) => encodeText(pieces.join(""))),
  fc.uint8Array({ maxLength: 48 }).map((bytes) => new Uint8Array(bytes)),
);

/** Text as the program holds it: what bytes decode to. */
export const TEXT: fc.Arbitrary<string> = BYTES.map(decodeText);

/** Text that a name or an argument can be: no NUL in it. */
export const NAME: fc.Arbitrary<string> = BYTES.map((bytes) => decodeText(bytes.filter((byte) => byte !== 0)));

/** A name of a file. */
export const PATH: fc.Arbitrary<string> = NAME.map((name) => `/${name}`);
