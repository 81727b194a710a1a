import { decodeText } from "../../lib/base/bytes.ts";

/** A line of the machine format, decoded as its description says. */
export interface MachineLine {
  readonly pids: readonly string[];
  readonly files: readonly string[];
  readonly command: string;
}

/** Decodes the machine format: split at the first two `;`, then the lists at `,`, then undo `\ooo`. */
export function decodeMachine(text: string): readonly MachineLine[] {
  return text.split("\n").slice(0, -1).map((line) => {
    const first = line.indexOf(";");
    const second = line.indexOf(";", first + 1);
    return {
      pids: line.slice(0, first).split(","),
      files: line.slice(first + 1, second).split(",").map(undoEscapes),
      command: undoEscapes(line.slice(second + 1)),
    };
  });
}

function undoEscapes(field: string): string {
  const encoder = new TextEncoder();
  const bytes = Array.from(
    field.matchAll(/\\([0-7]{3})|[^\\]+/gu),
    ([part, octal]) => octal === undefined ? [...encoder.encode(part)] : [parseInt(octal, 8)],
  );
  return decodeText(new Uint8Array(bytes.flat()));
}
