import { type Format, FORMATS } from "../format/formats.ts";
import type { Mode } from "../scan/modes.ts";
import { listOf } from "./option_values.ts";
import { type Options, UsageError } from "./options.ts";

/** Throws a `UsageError` where an option would have no effect on what this mode finds, or in this format. */
export function checkOptions(mode: Mode, format: Format, options: Options): void {
  if (options.executable && !mode.tellsExecutable) {
    throw new UsageError(`Cannot tell by --executable what ${mode.name} finds: it is for mapped files`);
  }
  if ((options.services || options.restart) && !format.isLines) {
    throw new UsageError(`Cannot add --services or --restart to "${format.name}": it is for ${lineFormats()}`);
  }
  if (format.failure === undefined && (options.warning ?? options.critical) !== undefined) {
    throw new UsageError(`Cannot add --warning or --critical to "${format.name}": it is for check`);
  }
}

function lineFormats(): string {
  return listOf(FORMATS.filter(({ isLines }) => isLines).map(({ name }) => name));
}
