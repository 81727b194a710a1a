/** What a runtime says went wrong, without the name of the call and of the file that it adds. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/: \w+ '.*$/s, "");
}
