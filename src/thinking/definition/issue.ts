import { z } from 'zod';

import { didYouMean } from './nearest.ts';
import type { Path } from './path.ts';

/** One broken rule of a schema, not yet located. */
export interface Breach {
  readonly path: Path;
  /** A wrong key is shown at the key, everything else at its value. */
  readonly at: 'key' | 'value';
  readonly expected: string;
  readonly hint: (given: unknown) => string | null;
}

/** Stands for a union that states no rule of its own; its branches are asked then. */
const UNION = '\u0000union';

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  null: 'nothing',
};

function bound(
  issue: { readonly origin: string; readonly inclusive?: boolean | undefined },
  small: boolean,
  limit: number | bigint,
): string {
  if (issue.origin === 'string') {
    if (small && Number(limit) === 1) return 'a text that is not empty';
    return `a text of at ${small ? 'least' : 'most'} ${limit} characters`;
  }
  if (issue.origin === 'array') return `a list of at ${small ? 'least' : 'most'} ${limit}`;
  if (issue.inclusive === false) return `a number ${small ? 'above' : 'below'} ${limit}`;
  return `a number of at ${small ? 'least' : 'most'} ${limit}`;
}

/** The keys valid at an object or a record with listed keys; null where any key goes. */
function validKeys(schema: unknown): readonly string[] | null {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum) return schema.keyType.options.map(String);
  return null;
}

/** Turns Zod's own findings into rules; a schema's `error` text goes before this. Notes the valid keys of unknown ones. */
export function ruleWriter(
  noteKeys: (issueKeys: readonly string[], valid: readonly string[]) => void,
): z.core.$ZodErrorMap {
  return (issue) => {
    if (issue.code === 'unrecognized_keys') {
      const valid = validKeys(issue.inst);
      if (valid !== null) noteKeys(issue.keys, valid);
      return valid === null ? 'no such key' : `one of the keys ${valid.join(', ')}`;
    }
    if (issue.code === 'too_small') return bound(issue, true, issue.minimum);
    if (issue.code === 'too_big') return bound(issue, false, issue.maximum);
    return ruleOf(issue);
  };
}

function ruleOf(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type' && issue.inst instanceof z.ZodNumberFormat) return 'a whole number';
  if (issue.code === 'invalid_type') return TYPE_WORDS[issue.expected] ?? `a value of type ${issue.expected}`;
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String));
  if (issue.code === 'not_multiple_of') return `a multiple of ${issue.divisor}`;
  if (issue.code === 'invalid_format') return `a text of the form ${issue.pattern ?? issue.format}`;
  if (issue.code === 'invalid_union') {
    const options: unknown = Reflect.get(issue, 'options');
    return Array.isArray(options) ? oneOf(options.map(String)) : UNION;
  }
  return issue.code === 'invalid_key' ? 'a valid key' : 'a valid value';
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
}

function severity(branch: readonly z.core.$ZodIssue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

/** The branch the writer most likely meant: of the right shape, with the fewest breaches; null when none has the shape. */
function likelyBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | null {
  const shaped = branches.filter((branch) =>
    branch.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return shaped.toSorted((a, b) => severity(a) - severity(b))[0] ?? null;
}

/** Any of several rules, said once each. */
function anyOf(rules: readonly string[]): string {
  return [...new Set(rules)].join(' or ');
}

function pathOf(prefix: Path, issue: z.core.$ZodIssue): Path {
  return [...prefix, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
}

/** The breaches in Zod's issues; `validFor` gives what `ruleWriter` noted. */
export function breaches(issues: readonly z.core.$ZodIssue[], validFor: ValidKeys, prefix: Path = []): Breach[] {
  return issues.flatMap((issue) => breachesOf(issue, validFor, pathOf(prefix, issue)));
}

type ValidKeys = (issueKeys: readonly string[]) => readonly string[];

function breachesOf(issue: z.core.$ZodIssue, validFor: ValidKeys, path: Path): Breach[] {
  const breach: Breach = { path, at: 'value', expected: issue.message, hint: () => null };
  if (issue.code === 'unrecognized_keys') {
    const words = validFor(issue.keys);
    return issue.keys.map((key) => ({
      ...breach,
      path: [...path, key],
      at: 'key',
      hint: () => didYouMean(key, words),
    }));
  }
  if (issue.code === 'invalid_union') return unionBreaches(issue, validFor, breach);
  if (issue.code === 'invalid_key') {
    const words = issue.issues.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []));
    const expected = anyOf(issue.issues.map((inner) => inner.message));
    return [{ path, at: 'key', expected, hint: () => didYouMean(String(path.at(-1) ?? ''), words) }];
  }
  if (issue.code === 'invalid_value') return [{ ...breach, hint: hintFrom(issue.values.map(String)) }];
  if (issue.code === 'invalid_type') return [{ ...breach, hint: shapeHint(issue) }];
  if (issue.code === 'custom') return [{ ...breach, hint: ownHint(issue.params) }];
  return [breach];
}

function unionBreaches(issue: z.core.$ZodIssueInvalidUnion, validFor: ValidKeys, breach: Breach): Breach[] {
  if (issue.message !== UNION) {
    const words = 'options' in issue && issue.options !== undefined ? issue.options.map(String) : [];
    return [{ ...breach, hint: hintFrom(words) }];
  }
  const branch = likelyBranch(issue.errors);
  if (branch !== null) return breaches(branch, validFor, breach.path);
  const inner = issue.errors.flatMap((errors) => breaches(errors, validFor, breach.path));
  const here = inner.filter((one) => one.path.length === breach.path.length);
  const hint: Breach['hint'] = (given) => here.map((one) => one.hint(given)).find((text) => text !== null) ?? null;
  return [{ ...breach, expected: anyOf(here.map((one) => one.expected)), hint }];
}

function hintFrom(words: readonly string[]): Breach['hint'] {
  return (given) => (typeof given === 'string' ? didYouMean(given, words) : null);
}

/** How to write what was meant: a list for a line of words, quotes for a number that should be a text. */
function shapeHint(issue: z.core.$ZodIssueInvalidType): Breach['hint'] {
  return (given) => {
    if (issue.expected === 'array' && typeof given === 'string' && given.trim() !== '') {
      return `write a list: [${given.trim().split(/\s+/u).join(', ')}]`;
    }
    const plain = typeof given === 'number' || typeof given === 'boolean';
    if (issue.message === TYPE_WORDS['string'] && plain) return `write it in quotes: '${given}'`;
    return null;
  };
}

/** The hint a schema's own check passes along: `hint`, a whole clause, or `candidates`, words to find the nearest of. */
function ownHint(params: Readonly<Record<string, unknown>> | undefined): Breach['hint'] {
  const candidates = params?.['candidates'];
  if (Array.isArray(candidates)) return hintFrom(candidates.map(String));
  const hint = params?.['hint'];
  return () => (typeof hint === 'string' ? hint : null);
}
