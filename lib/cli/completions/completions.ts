// Formats the completions for a shell.
import { PROGRAMS, type Shell, VERSION } from "../commands.ts";
import { formatBash } from "./bash.ts";
import { formatFish } from "./fish.ts";
import { formatZsh } from "./zsh.ts";

/** Formats the completion script for a shell from the tables of commands, options and formats. */
export function formatCompletions(shell: Shell): string {
  const [program] = PROGRAMS;
  const header = [
    `# Completes ${PROGRAMS.join(" and ")} ${VERSION} in ${shell}. Made by: ${program} completions ${shell}`,
    `# ${INSTALLATION[shell]}`,
  ].map((line) => `${line}\n`).join("");
  return FORMATTERS[shell](header);
}

const FORMATTERS: Readonly<Record<Shell, (header: string) => string>> = {
  bash: formatBash,
  zsh: formatZsh,
  fish: formatFish,
};

/** Where the script of each shell goes: a sentence each. */
export const INSTALLATION: Readonly<Record<Shell, string>> = {
  bash: "Save it as /etc/bash_completion.d/lib_users, or source it in ~/.bashrc.",
  zsh: "Save it as _lib_users in a directory of $fpath, such as /usr/local/share/zsh/site-functions.",
  fish: "Save it as lib_users.fish in /etc/fish/completions, and make fd_users.fish there a link to it.",
};
