import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A JSON document that was found, by the file it stands in. */
export interface Recorded {
  readonly file: string;
  readonly document: unknown;
}

export interface Records {
  readonly found: readonly Recorded[];
  /** Files that are no JSON or cannot be read, each with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/** `records/<date>-<machine>-arena/<scenarios>/result.json` is as deep as records go. */
const DEPTH = 3;

/** What Bakeoff's documents are called where they are filed; elsewhere the file is named itself. */
const NAMES: readonly string[] = ['result.json', 'footprint.json', 'mistakes.json'];

/** The documents in these files, and those filed in or below these folders. */
export function readRecords(paths: readonly string[]): Records {
  const found: Recorded[] = [];
  const unreadable: Records['unreadable'][number][] = [];
  for (const file of paths.flatMap((path) => filesAt(path, DEPTH))) {
    try {
      found.push({ file, document: JSON.parse(readFileSync(file, 'utf8')) });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      unreadable.push({ file, reason: error.message });
    }
  }
  return { found, unreadable };
}

function filesAt(path: string, depth: number): readonly string[] {
  // A path that leads nowhere is told when it is read.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      const isOther = entry.name === 'node_modules' || entry.name.startsWith('.');
      return depth === 0 || isOther ? [] : filesAt(inside, depth - 1);
    }
    return NAMES.includes(basename(inside)) ? [inside] : [];
  });
}
