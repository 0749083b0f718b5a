/** A package of somebody else's that a contender's own lock file names, and what is known of it. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** True where the contender itself asks for it; false where another dependency does. */
  readonly direct: boolean;
}

/** What reading a lock file or a tool's answer gives: the value, or why it could not be read. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Names a version of a package among all others. */
export function keyOf({ name, version }: Pick<Dependency, 'name' | 'version'>): string {
  return `${name}@${version}`;
}
