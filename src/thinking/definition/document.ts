import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair, YAMLError, YAMLMap } from 'yaml';

import { shorten } from './excerpt.ts';
import type { Path } from './path.ts';
import type { Defined, Problem } from './problem.ts';

/** Where a value stands and what is written there. */
export interface Place {
  readonly line: number | null;
  readonly column: number | null;
  /** The source text, on one line and shortened; null where nothing stands. */
  readonly given: string | null;
}

/** A parsed definition that can say where each of its values stands. */
export interface Located {
  readonly value: unknown;
  /** The value at the path; where there is none, the innermost value that would hold it, with nothing given. */
  at(path: Path): Place;
  /** The key that ends the path. */
  atKey(path: Path): Place;
  /**
   * The text of the mapping at the path without one of its keys, as a document of its own in which everything stands on
   * its own line and column. Anchors of the rest of the file are not in it.
   */
  excerpt(path: Path, without: string): string;
}

/** An ordinary definition repeats a handful of anchors; this many resolved aliases is a document made to blow up. */
const ALIAS_LIMIT = 100;

interface Text {
  readonly file: string;
  readonly text: string;
}

type Found = { readonly node: Node; readonly exact: boolean };

function resolved(node: unknown, document: Document): Node | null {
  if (isAlias(node)) return resolved(node.resolve(document), document);
  return isMap(node) || isSeq(node) || isScalar(node) ? node : null;
}

function pairOf(parent: Node | null, key: string | number): Pair | null {
  if (!isMap(parent)) return null;
  const wanted = String(key);
  return parent.items.find((item) => isScalar(item.key) && String(item.key.value) === wanted) ?? null;
}

function find(document: Document, path: Path): Found | null {
  let node = resolved(document.contents, document);
  if (node === null) return null;
  for (const key of path) {
    const child: unknown = isSeq(node) ? node.items[Number(key)] : pairOf(node, key)?.value;
    const next = resolved(child, document);
    if (next === null) return { node, exact: false };
    node = next;
  }
  return { node, exact: true };
}

/** Duplicate keys, aliases that lead nowhere or to themselves, keys that are no plain words: what YAML lets pass. */
function findUnsound(
  document: Document,
  report: (range: Node['range'], expected: string, hint: string | null) => void,
) {
  visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target === undefined) report(alias.range, `an anchor &${alias.source} earlier in the file`, null);
      else if (ancestors.includes(target))
        report(alias.range, 'an alias to something other than what it stands in', null);
    },
    Pair(_, pair) {
      if (!isScalar(pair.key))
        report(isMap(pair.key) || isSeq(pair.key) ? pair.key.range : null, 'a plain word as key', null);
    },
  });
}

const SYNTAX_RULES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'each key once',
  MULTIPLE_DOCS: 'one document a file',
  TAG_RESOLVE_FAILED: 'plain values without tags',
  TAB_AS_INDENT: 'spaces, not tabs, as indentation',
};

type Placer = (start: number, end: number) => Place;

function syntaxProblem(source: Text, error: YAMLError, place: Placer): Problem {
  const [start, end] = error.pos;
  const duplicate = error.code === 'DUPLICATE_KEY' ? (/^[^\s:,}]+/.exec(source.text.slice(start))?.[0] ?? null) : null;
  return {
    file: source.file,
    ...place(start, duplicate === null ? end : start + duplicate.length),
    key: duplicate ?? '',
    expected: SYNTAX_RULES[error.code] ?? `correct YAML: ${error.message}`,
    hint: null,
  };
}

function blank(part: string): string {
  return part.replaceAll(/[^\n]/gu, ' ');
}

/** Everything outside the range, and inside it the parts left out, as blanks; lines stay lines. */
function blanked(text: string, [start, end]: readonly [number, number], left: readonly (readonly [number, number])[]) {
  let result = blank(text.slice(0, start));
  let from = start;
  for (const [first, last] of left) {
    result += text.slice(from, first) + blank(text.slice(first, last));
    from = last;
  }
  return result + text.slice(from, end);
}

/** Where a pair of a mapping begins and ends, with the comma after it (or, for the last, before it) in braces. */
function pairRange(text: string, map: YAMLMap, pair: Pair): readonly [number, number] {
  const start = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const value = isNode(pair.value) ? pair.value.range : null;
  const end = value?.[1] ?? start;
  if (map.flow !== true) return [start, end];
  const after = /^[^\S\n]*\s*,/u.exec(text.slice(end));
  if (after !== null) return [start, end + after[0].length];
  const before = /,\s*$/u.exec(text.slice(0, start));
  return [start - (before?.[0].length ?? 0), end];
}

function excerptOf(document: Document, text: string, path: Path, without: string): string {
  const found = find(document, path);
  const range = found?.node.range;
  if (found?.exact !== true || !isMap(found.node) || !range) return '';
  const pair = pairOf(found.node, without);
  return blanked(text, [range[0], range[1]], pair === null ? [] : [pairRange(text, found.node, pair)]);
}

function locatedIn(document: Document, text: string, place: Placer, value: unknown): Located {
  const of = (node: Node | null): Place => place(node?.range?.[0] ?? 0, node?.range?.[1] ?? 0);
  return {
    value,
    at(path) {
      const found = find(document, path);
      if (found === null) return place(0, 0);
      return found.exact ? of(found.node) : { ...of(found.node), given: null };
    },
    atKey(path) {
      const holder = find(document, path.slice(0, -1));
      const pair = holder?.exact === true ? pairOf(holder.node, path.at(-1) ?? '') : null;
      return isScalar(pair?.key) ? of(pair.key) : { ...of(holder?.node ?? null), given: null };
    },
    excerpt: (path, without) => excerptOf(document, text, path, without),
  };
}

/** Parses YAML 1.2 (core schema, no tags of its own, no merge keys); or all that is wrong with its syntax. */
export function locate(source: Text): Defined<Located> {
  const { file, text } = source;
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    prettyErrors: false,
    uniqueKeys: true,
    lineCounter: lines,
  });
  const place: Placer = (start, end) => {
    const { line, col } = lines.linePos(start);
    return { line, column: col, given: shorten(text.slice(start, end)) };
  };
  const syntax = [...document.errors, ...document.warnings].map((error) => syntaxProblem(source, error, place));
  if (syntax.length > 0) return { ok: false, problems: syntax };
  const unsound: Problem[] = [];
  findUnsound(document, (range, expected, hint) => {
    unsound.push({ file, ...place(range?.[0] ?? 0, range?.[1] ?? 0), key: '', expected, hint });
  });
  if (unsound.length > 0) return { ok: false, problems: unsound };
  try {
    return { ok: true, value: locatedIn(document, text, place, document.toJS({ maxAliasCount: ALIAS_LIMIT })) };
  } catch (error) {
    // With sound aliases the only one left is the limit; anything else is a bug and goes on as one.
    if (!(error instanceof ReferenceError)) throw error;
    const expected = `at most ${ALIAS_LIMIT} uses of aliases`;
    return { ok: false, problems: [{ file, ...place(0, 0), key: '', expected, hint: null }] };
  }
}

export function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const key of path) inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined;
  return inner;
}

/** The same for a value that stands in no text: no lines, and what is given is shown as JSON. */
export function unlocated(value: unknown): Located {
  return {
    value,
    at(path) {
      const inner = valueAt(value, path);
      const text = typeof inner === 'function' ? 'a function' : JSON.stringify(inner);
      return { line: null, column: null, given: text === undefined ? null : shorten(text) };
    },
    atKey(path) {
      return { line: null, column: null, given: shorten(String(path.at(-1) ?? '')) };
    },
    excerpt(path, without) {
      const inner = valueAt(value, path);
      if (typeof inner !== 'object' || inner === null) return '';
      return JSON.stringify(Object.fromEntries(Object.entries(inner).filter(([key]) => key !== without)));
    },
  };
}
