import type { z } from 'zod';

import { locate, unlocated, valueAt } from './document.ts';
import type { Located } from './document.ts';
import { breaches, ruleWriter } from './issue.ts';
import { keyOf } from './path.ts';
import type { Path } from './path.ts';
import type { Defined, Problem } from './problem.ts';

/** A file as text, under the name the user knows it by. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** A definition that fits its schema, and the means to report what only other definitions can show to be wrong. */
export interface Definition<T> {
  readonly value: T;
  /** A problem at the path's value, or, where nothing stands there, at the mapping that would hold it. */
  problem(path: Path, expected: string, hint?: string | null): Problem;
  /** The same at the key that ends the path. */
  keyProblem(path: Path, expected: string, hint?: string | null): Problem;
  /** The mapping at the path as a document of its own, without one of its keys, its lines and columns kept. */
  excerpt(path: Path, without: string): string;
}

/** As a reader of the file meets them. */
function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function check<T>(file: string, located: Located, schema: z.ZodType<T>): Defined<Definition<T>> {
  const valid = new Map<readonly string[], readonly string[]>();
  const result = schema.safeParse(located.value, { error: ruleWriter((keys, words) => void valid.set(keys, words)) });
  if (!result.success) {
    const found = breaches(result.error.issues, (keys) => valid.get(keys) ?? []);
    const problems = found.map(({ path, at, expected, hint }): Problem => {
      const place = at === 'key' ? located.atKey(path) : located.at(path);
      return { file, ...place, key: keyOf(path), expected, hint: hint(valueAt(located.value, path)) };
    });
    return { ok: false, problems: problems.toSorted(byPlace) };
  }
  const definition: Definition<T> = {
    value: result.data,
    problem: (path, expected, hint = null) => ({ file, ...located.at(path), key: keyOf(path), expected, hint }),
    keyProblem: (path, expected, hint = null) => ({ file, ...located.atKey(path), key: keyOf(path), expected, hint }),
    excerpt: (path, without) => located.excerpt(path, without),
  };
  return { ok: true, value: definition };
}

/**
 * Reads a YAML definition and checks it against a schema; problems carry line and column. Schemas word their rules in
 * `error: 'a duration such as 50 ms'` and are strict, so that an unknown key is a problem at that key. A check of their
 * own may pass `params: { hint: '…' }` or `params: { candidates: […] }` with its issue.
 */
export function readDefinition<T>(source: Source, schema: z.ZodType<T>): Defined<Definition<T>> {
  const located = locate(source);
  return located.ok ? check(source.file, located.value, schema) : located;
}

/** The same for a value made by a program (`bakeoff.config.ts`): line and column are null. */
export function checkDefinition<T>(file: string, value: unknown, schema: z.ZodType<T>): Defined<Definition<T>> {
  return check(file, unlocated(value), schema);
}
