import { z } from 'zod';

import { didYouMean } from '../definition/nearest.ts';
import type { Path } from '../definition/path.ts';
import type { Defined, Problem } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Definition, Source } from '../definition/reader.ts';
import type { Column, ColumnSource, DataSet } from './scenario.ts';
import { REFERENCE_RULE, template } from './template.ts';

/** Above it the checksum's sum could leave the whole numbers that a double holds, and loading would take minutes. */
const MOST_ROWS = 2_000_000;

const NAME_RULE = 'a name of letters, digits and _, a letter first';
const SQL_RULE = "plain SQL of letters, digits, spaces and _ ( ) , ' ` only";

const sqlName = z.string({ error: NAME_RULE }).regex(/^[A-Za-z]\w{0,63}$/u, NAME_RULE);
/** Goes into a statement as it stands: without ; \ and -- it can neither end the statement nor command the client. */
const sqlPiece = z.string({ error: SQL_RULE }).regex(/^[\w (),'`]{1,200}$/u, SQL_RULE);

/** `[low, high]`, both whole numbers and both meant. */
export const RANGE_RULE = 'a list of two whole numbers, the lower one first, less than 2^53 apart';
export const rangeSchema = z
  .tuple([z.int({ error: RANGE_RULE }), z.int({ error: RANGE_RULE })], { error: RANGE_RULE })
  .refine(([low, high]) => low <= high && high - low < 2 ** 53, { error: RANGE_RULE });

const columnSchema = z.strictObject({
  name: sqlName,
  type: sqlPiece,
  sequence: z.int().optional(),
  text: z.string().optional(),
  pick: z.array(z.string()).min(1).optional(),
  range: rangeSchema.optional(),
  hex: z.int().min(1).max(128).optional(),
});
type WireColumn = z.infer<typeof columnSchema>;

const tableSchema = z.strictObject({
  name: sqlName,
  rows: z.int().min(0).max(MOST_ROWS),
  columns: z.array(columnSchema).min(1),
  keys: z.array(sqlPiece).default([]),
});

const dataSetSchema = z.strictObject({
  seed: z.int().min(0).default(1),
  tables: z.array(tableSchema).min(1),
});

const KINDS_RULE = 'one of sequence, text, pick, range, hex, which says how the column is made';

/** All ways of making that a column names; exactly one is right. */
function sourcesOf(wire: WireColumn): readonly ColumnSource[] {
  const found: ColumnSource[] = [];
  if (wire.sequence !== undefined) found.push({ kind: 'sequence', start: wire.sequence });
  if (wire.text !== undefined) found.push({ kind: 'text', template: wire.text });
  if (wire.pick !== undefined) found.push({ kind: 'pick', values: wire.pick });
  if (wire.range !== undefined) found.push({ kind: 'range', low: wire.range[0], high: wire.range[1] });
  if (wire.hex !== undefined) found.push({ kind: 'hex', digits: wire.hex });
  return found;
}

type Report = (problem: Problem) => void;
type Wire = Definition<z.infer<typeof dataSetSchema>>;

function checkTemplate(text: string, earlier: readonly string[], at: Path, wire: Wire, report: Report): void {
  const split = template(text);
  if (!split.ok) return report(wire.problem(at, REFERENCE_RULE, `${split.given} is none`));
  for (const part of split.parts) {
    if (part.kind === 'literal') continue;
    const written = [part.name, ...part.keys].join('.');
    if (earlier.includes(written)) continue;
    const rule =
      earlier.length === 0
        ? 'no reference, since no column stands before it'
        : `one of the columns before it: ${earlier.join(', ')}`;
    report(wire.problem(at, `${rule}, not \${${written}}`, didYouMean(written, earlier)));
  }
}

function reportTwice(
  names: readonly string[],
  pathOf: (index: number) => Path,
  rule: string,
  wire: Wire,
  report: Report,
): void {
  for (const [index, name] of names.entries()) {
    // MariaDB tells column names apart by letters only, not by their case.
    const first = names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
    if (first < index) report(wire.problem(pathOf(index), rule));
  }
}

function columnsOf(wire: Wire, table: number, report: Report): readonly Column[] {
  const columns = wire.value.tables[table]?.columns ?? [];
  const at = (index: number): Path => ['tables', table, 'columns', index];
  const names = columns.map(({ name }) => name);
  reportTwice(names, (index) => [...at(index), 'name'], 'a name that no other column of the table has', wire, report);
  return columns.flatMap((column, index) => {
    const [source, ...others] = sourcesOf(column);
    if (source === undefined || others.length > 0) {
      report(wire.problem(at(index), KINDS_RULE, source === undefined ? null : 'keep one of them'));
      return [];
    }
    if (source.kind === 'text')
      checkTemplate(source.template, names.slice(0, index), [...at(index), 'text'], wire, report);
    return [{ name: column.name, type: column.type, source }];
  });
}

/** Reads a data set file: tables whose rows follow from its seed. */
export function parseDataSet(source: Source, id: string): Defined<DataSet> {
  const read = readDefinition(source, dataSetSchema);
  if (!read.ok) return read;
  const wire = read.value;
  const problems: Problem[] = [];
  const report: Report = (problem) => void problems.push(problem);
  const names = wire.value.tables.map(({ name }) => name);
  reportTwice(names, (index) => ['tables', index, 'name'], 'a name that no other table has', wire, report);
  const tables = wire.value.tables.map(({ name, rows, keys }, index) => ({
    name,
    rows,
    keys,
    columns: columnsOf(wire, index, report),
  }));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { id, seed: wire.value.seed, tables } };
}
