/** Keys and positions from the document's root to a value. */
export type Path = readonly (string | number)[];

/** `operations[0].request.path`; keys that are no plain words in quotes: `margin["p99.9"]`. */
export function keyOf(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\p{L}\p{N}_+-]+$/u.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
