/** One breach of our own rules: where, what the rule is, and what to do about it. */
export interface Finding {
  readonly check: string;
  /** Path from the repository's root, with `:line` where there is one. */
  readonly where: string;
  readonly text: string;
}

/** A text file of the repository, as git knows it. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export function linesOf(file: TextFile): readonly string[] {
  const lines = file.text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
