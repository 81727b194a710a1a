import type { Shell } from "../commands.ts";
import { formatBash } from "./bash.ts";
import { formatFish } from "./fish.ts";
import { formatZsh } from "./zsh.ts";

/** What makes a shell complete the command line, made of the tables of commands, options and formats. */
export function formatCompletions(shell: Shell): string {
  return WRITERS[shell]();
}

const WRITERS: Readonly<Record<Shell, () => string>> = { bash: formatBash, zsh: formatZsh, fish: formatFish };
