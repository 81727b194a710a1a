/** The compiled helpers. */
export interface Helpers {
  readonly load: string;
  readonly reader: string;
  readonly measure: string;
}

/** Compiles the C programs of this directory into another one with `cc`. */
export async function buildHelpers(directory: string, signal: AbortSignal): Promise<Helpers> {
  async function build(name: string): Promise<string> {
    const program = `${directory}/${name}`;
    const args = ["-O2", "-pthread", "-o", program, `${import.meta.dirname}/${name}.c`];
    const { success, stderr } = await new Deno.Command("cc", { args, signal }).output();
    if (!success) throw new Error(`Cannot compile "${name}.c": ${new TextDecoder().decode(stderr).trim()}`);
    return program;
  }
  return { load: await build("load"), reader: await build("reader"), measure: await build("measure") };
}
