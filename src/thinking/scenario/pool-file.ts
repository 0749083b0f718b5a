import type { Json } from '../contract/contract.ts';
import { shorten } from '../definition/excerpt.ts';
import type { Defined, Problem } from '../definition/problem.ts';
import type { Source } from '../definition/reader.ts';

function isJson(value: unknown): value is Json {
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isJson);
  return value === null || ['boolean', 'number', 'string'].includes(typeof value);
}

/** Column of a JSON error; engines name a position for most errors, not for all: then the column is unknown. */
function columnOf(error: SyntaxError, line: string): number | null {
  const position = /position (\d+)/u.exec(error.message)?.[1];
  if (position !== undefined) return Number(position) + 1;
  return error.message.startsWith('Unexpected end') ? line.length + 1 : null;
}

function parsed(
  line: string,
): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly column: number | null } {
  try {
    const value: unknown = JSON.parse(line);
    if (!isJson(value)) throw new Error('JSON.parse gave something that is no JSON value');
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, column: columnOf(error, line) };
  }
}

/** The values of an NDJSON file, one on each line; empty lines say nothing. Each line that is no JSON is a problem there. */
export function parsePoolFile(source: Source): Defined<readonly Json[]> {
  const problems: Problem[] = [];
  const values: Json[] = [];
  const found = { file: source.file, key: '', expected: 'one JSON value on each line' };
  for (const [index, line] of source.text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = parsed(line);
    if (read.ok) values.push(read.value);
    else {
      const rest = line.slice((read.column ?? 1) - 1);
      problems.push({ ...found, line: index + 1, column: read.column, given: shorten(rest), hint: null });
    }
  }
  if (problems.length === 0 && values.length === 0) {
    problems.push({ ...found, line: null, column: null, given: null, hint: 'the file has no lines' });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: values };
}
