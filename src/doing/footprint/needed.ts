import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Read } from '../../thinking/dependency/dependency.ts';
import type { Licences } from '../../thinking/dependency/licence.ts';
import { unknown } from '../../thinking/footprint/figure.ts';
import type { Figure, Unknown } from '../../thinking/footprint/footprint.ts';

/** What a contender needs of others, counted from its own lock files and from what lies on this machine. */
export interface Needed {
  readonly direct: Figure;
  readonly dependencies: Figure;
  readonly locked: Figure;
  readonly installed: Figure;
  readonly scripts: Figure;
  readonly addOns: Figure;
  readonly advisories: Figure;
  readonly licences: Licences | null;
  readonly scriptNames: readonly string[] | null;
}

/** Nothing is known, for one reason. */
export function notKnown(why: Unknown): Needed {
  const figure = unknown(why);
  return {
    direct: figure,
    dependencies: figure,
    locked: figure,
    installed: figure,
    scripts: figure,
    addOns: figure,
    advisories: figure,
    licences: null,
    scriptNames: null,
  };
}

/** The text of a file, or that there is none. */
export function textOf(file: string): Read<string> {
  try {
    return { ok: true, value: readFileSync(file, 'utf8') };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { ok: false, reason: error.code === 'ENOENT' ? 'it is not there' : String(error.code) };
  }
}

export function unreadable(file: string, reason: string): Unknown {
  return { kind: 'unreadable', file: basename(file), reason };
}
