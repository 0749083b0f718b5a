import type { Json } from '../contract/contract.ts';
import { didYouMean } from '../definition/nearest.ts';
import { valueAt } from './draw.ts';
import type { DataSet, Pool } from './scenario.ts';
import { isList, REFERENCE_RULE, soleReference, template } from './template.ts';
import type { Reference } from './template.ts';

/** A rule that a text breaks, not yet located. */
export interface Broken {
  readonly expected: string;
  readonly hint: string | null;
}

/**
 * Where a text stands: as a value of its own (JSON), where a lone reference may be anything; inside a body of text; in a
 * header or a path, where only short printable texts can stand.
 */
export type Setting = 'value' | 'text' | 'header' | 'path';

/** What references can mean. A pool that was refused is null: it is known, and its fault has been told already. */
export interface Meanings {
  readonly pools: ReadonlyMap<string, Pool | null>;
  readonly data: DataSet | null;
}

function shown({ name, keys }: Reference): string {
  return `\${${[name, ...keys].join('.')}}`;
}

function oneLine(value: Json): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && !hasControls(value));
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** The first key that leads nowhere in some item, and the keys that every item has in its place. */
function astray(
  values: readonly Json[],
  keys: readonly string[],
): { readonly key: string; readonly valid: readonly string[] } {
  const misses = (depth: number) => (value: Json) => valueAt(value, keys.slice(0, depth + 1)) === undefined;
  const depth = keys.findIndex((_, index) => values.some(misses(index)));
  const holders = values.map((value) => valueAt(value, keys.slice(0, depth)));
  const [first = [], ...others] = holders.map((holder) =>
    typeof holder === 'object' && holder !== null && !isList(holder) ? Object.keys(holder) : [],
  );
  return { key: keys[depth] ?? '', valid: first.filter((key) => others.every((set) => set.includes(key))) };
}

function brokenInList(reference: Reference, values: readonly Json[], setting: Setting, alone: boolean): Broken | null {
  const found = values.map((value) => valueAt(value, reference.keys));
  const without = found.indexOf(undefined);
  if (without !== -1) {
    const { key, valid } = astray(values, reference.keys);
    const rule = valid.length === 0 ? 'no further key' : `a key that every item has there: ${valid.join(', ')}`;
    const hint = didYouMean(key, valid) ?? `item ${without + 1} of pool ${reference.name} has nothing there`;
    return { expected: `${rule}, not ${shown(reference)}`, hint };
  }
  if (setting === 'value' || setting === 'text') return null;
  const odd = found.findIndex((value) => value !== undefined && !oneLine(value));
  if (odd !== -1) {
    const expected = `a number or a text without line ends and other controls for ${shown(reference)}`;
    return { expected, hint: `item ${odd + 1} of pool ${reference.name} is something else` };
  }
  if (setting === 'path' && alone && !found.every((value) => typeof value === 'string' && value.startsWith('/'))) {
    return { expected: `a path that begins with / in every item of pool ${reference.name}`, hint: null };
  }
  return null;
}

function brokenInRow(reference: Reference, table: string, setting: Setting, data: DataSet | null): Broken | null {
  const columns = data?.tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
  const [column, ...further] = reference.keys;
  if (column === undefined && setting === 'value') return null;
  if (column !== undefined && further.length === 0 && columns.includes(column)) return null;
  const expected = `a column of table ${table}, as in \${${reference.name}.${columns[0] ?? 'column'}}, not ${shown(reference)}: ${columns.join(', ')}`;
  return { expected, hint: column === undefined ? null : didYouMean(column, columns) };
}

function brokenReference(reference: Reference, setting: Setting, alone: boolean, meanings: Meanings): Broken | null {
  const { name, keys } = reference;
  const pool = meanings.pools.get(name);
  const known = [...meanings.pools.keys()];
  if (pool === undefined) {
    const rule = known.length === 0 ? 'no reference, since there are no pools' : `one of the pools ${known.join(', ')}`;
    return { expected: `${rule}, not ${shown(reference)}`, hint: didYouMean(name, known) };
  }
  if (pool === null) return null;
  if (pool.kind === 'list') return brokenInList(reference, pool.values, setting, alone);
  if (setting === 'path' && alone) {
    return { expected: 'a path that begins with /', hint: 'only a list or a file can hold whole paths' };
  }
  if (pool.kind === 'row') return brokenInRow(reference, pool.table, setting, meanings.data);
  if (keys.length === 0) return null;
  return { expected: `\${${name}} without a key: it is a single value, not ${shown(reference)}`, hint: null };
}

/** The first rule that a text template breaks where it stands; null for a sound one. */
export function brokenTemplate(text: string, setting: Setting, meanings: Meanings): Broken | null {
  const split = template(text);
  if (!split.ok) return { expected: REFERENCE_RULE, hint: `${split.given} is none` };
  const alone = soleReference(text) !== null;
  for (const part of split.parts) {
    const broken =
      part.kind === 'literal' ? null : brokenReference(part, alone ? setting : inside(setting), alone, meanings);
    if (broken !== null) return broken;
  }
  return null;
}

/** Within a longer text a value is no longer a value of its own. */
function inside(setting: Setting): Setting {
  return setting === 'value' ? 'text' : setting;
}
