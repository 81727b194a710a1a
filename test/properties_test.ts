/**
 * What must hold of anything at all, tried with random things: `deno task test:long` tries more of them.
 *
 * @module
 */
import "./properties/bytes.ts";
import "./properties/formats.ts";
import "./properties/globs.ts";
import "./properties/recordings.ts";
import "./properties/scans.ts";
import "./properties/slow_answers.ts";
