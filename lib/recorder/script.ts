// Puts the shell script together that makes a recording on hosts without Deno, Node or Bun.
import commands from "./commands.awk" with { type: "text" };
import descriptors from "./descriptors.awk" with { type: "text" };
import files from "./files.awk" with { type: "text" };
import host from "./host.awk" with { type: "text" };
import mappings from "./mappings.awk" with { type: "text" };
import mountNamespaces from "./mount_namespaces.awk" with { type: "text" };
import packages from "./packages.awk" with { type: "text" };
import processes from "./processes.awk" with { type: "text" };
import frame from "./recorder.sh" with { type: "text" };
import recording from "./recording.awk" with { type: "text" };

/**
 * Returns a script for any POSIX shell that writes a recording, as `formatRecording` does, with nothing but awk and the
 * like. To be loaded where it is printed only: versions of Deno before 2.8 import text only with an option.
 */
export function recorderScript(): string {
  const program = [processes, mappings, descriptors, files, mountNamespaces, host, packages, commands, recording].join(
    "\n",
  );
  return frame.replace("@PROGRAM@\n", () => program);
}
