// Puts the pieces of a large file together to complete lines, so that it is never in memory all at once.
import { joinBytes } from "./bytes.ts";

/** Puts the pieces of a file together to complete lines. */
export interface LineSplitter {
  add(piece: Uint8Array): void;
  /** Ends the file: what is left is its last line. */
  end(): void;
}

/**
 * Calls `visit` with as many complete lines as there are in each piece. They are only valid during the call. Of a line
 * longer than `limit` bytes only the start and the end are kept, with `…` between them.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { lineSplitter } from "./lines.ts";
 *
 * const blocks: string[] = [];
 * const splitter = lineSplitter((lines) => blocks.push(new TextDecoder().decode(lines)), 1000);
 * for (const piece of ["a\nb\nc", "d", "\ne"]) splitter.add(new TextEncoder().encode(piece));
 * splitter.end();
 * assert.deepEqual(blocks, ["a\nb\n", "cd\n", "e"]);
 * ```
 */
export function lineSplitter(visit: (lines: Uint8Array) => void, limit: number): LineSplitter {
  let start: Uint8Array[] = [];
  let end: Uint8Array = new Uint8Array();
  let length = 0;

  function carry(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const room = Math.max(0, limit - length);
    if (room > 0) start.push(bytes.slice(0, room));
    if (bytes.length > room) end = joinBytes([end, bytes.subarray(room)]).slice(-KEPT_END);
    length += bytes.length;
  }
  function finish(): void {
    if (length === 0) return;
    // The end may still be a part of the first `limit` bytes, where nothing needs to be left out.
    visit(joinBytes(length <= limit + KEPT_END ? [...start, end] : [...start, ELLIPSIS, end]));
    start = [];
    end = new Uint8Array();
    length = 0;
  }
  function addSome(piece: Uint8Array): void {
    let from = 0;
    if (length > 0) {
      const newline = piece.indexOf(NEWLINE);
      carry(newline < 0 ? piece : piece.subarray(0, newline + 1));
      if (newline < 0) return;
      finish();
      from = newline + 1;
    }
    const to = piece.lastIndexOf(NEWLINE) + 1;
    if (to > from) visit(piece.subarray(from, to));
    carry(piece.subarray(Math.max(from, to)));
  }
  return {
    add(piece): void {
      // A line that is too long is then never in one of them.
      for (let at = 0; at < piece.length; at += limit) addSome(piece.subarray(at, at + limit));
    },
    end: finish,
  };
}

const NEWLINE = 0x0a;
/** How many bytes of the end of a long line are kept: enough for what the kernel appends to a name. */
const KEPT_END = 64;
const ELLIPSIS = new TextEncoder().encode("…");
