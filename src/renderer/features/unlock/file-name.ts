/** The last part of a path: what a person looks for in a folder they know. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
