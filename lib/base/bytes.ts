// Turns names of the kernel, which are any bytes, into text and back. Two different names never become the same text.

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

/**
 * Decodes bytes without loss: valid UTF-8 stands for itself, and any other byte becomes a lone surrogate, U+DC80 to
 * U+DCFF (PEP 383).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeText } from "./bytes.ts";
 *
 * assert.equal(decodeText(new Uint8Array([0x61, 0xff])), "a\udcff");
 * ```
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return decodeStray(bytes);
  }
}

/** Encodes text as the bytes that {@linkcode decodeText} made it from. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  if (isPlain(text)) return ENCODER.encode(text);
  const parts: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (isStray(code)) parts.push(code - 0xdc00);
    else parts.push(...ENCODER.encode(character));
  }
  return new Uint8Array(parts);
}

/** Joins bytes into one array of their own. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Writes bytes as two hexadecimal digits each. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Returns whether the text stands for valid UTF-8, without a stray byte. */
export function isPlain(text: string): boolean {
  return text.isWellFormed();
}

/** Returns whether the code point stands for one byte that is not UTF-8. */
export function isStray(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

/** Decodes valid sequences as they are, and every other byte as its surrogate. */
function decodeStray(bytes: Uint8Array): string {
  let text = "";
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += STRICT.decode(bytes.subarray(from, at)) + String.fromCharCode(0xdc00 + bytes[at]!);
    from = ++at;
  }
  return text + STRICT.decode(bytes.subarray(from));
}

/** Returns the length of the UTF-8 sequence that starts at `at`, or 0 if none does. See RFC 3629, section 4. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const [low, high] = SECOND_BYTE.get(first) ?? [0x80, 0xbf];
  if (second < low || second > high) return 0;
  for (let index = 2; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

/** First bytes that allow fewer second bytes: no overlong form, no surrogate, nothing above U+10FFFF. */
const SECOND_BYTE: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
