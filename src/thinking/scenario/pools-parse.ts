import { z } from 'zod';

import { didYouMean } from '../definition/nearest.ts';
import type { Path } from '../definition/path.ts';
import type { Problem } from '../definition/problem.ts';
import type { Source } from '../definition/reader.ts';
import { written } from '../definition/written.ts';
import { ANY_DURATION_RULE, parseAnyDuration } from '../quantity/parse.ts';
import { rangeSchema } from './dataset-parse.ts';
import { FILE_PATTERN, fileRule } from './named-file.ts';
import { parsePoolFile } from './pool-file.ts';
import type { DataSet, KeyPairAlgorithm, Pool } from './scenario.ts';

const POOL_NAME_RULE = 'a name of letters, digits, _ and -, a letter or _ first';
const KEY_PAIRS: readonly KeyPairAlgorithm[] = ['RS256', 'ES256'];
const SERIAL_RULE = 'a number of digits from 6 to 20';
const COLUMN_RULE = 'a table and a column of the data set, such as users.email';

const poolSchema = z.strictObject({
  column: z
    .string()
    .regex(/^\w+\.\w+$/u, COLUMN_RULE)
    .optional(),
  row: z.string().min(1).optional(),
  jwt: z.enum(['HS256', 'HS384', 'HS512', ...KEY_PAIRS, 'none']).optional(),
  claims: z.record(z.string(), z.json()).optional(),
  expires: written(ANY_DURATION_RULE, parseAnyDuration).optional(),
  secret: z.string().min(1).optional(),
  key: z.string().regex(FILE_PATTERN, fileRule('signing-key.pem')).optional(),
  range: rangeSchema.optional(),
  list: z.array(z.json()).min(1).optional(),
  file: z.string().regex(FILE_PATTERN, fileRule('orders.ndjson')).optional(),
  uuid: z.literal(true).optional(),
  text: z.int().min(1).max(1_048_576).optional(),
  serial: z.int({ error: SERIAL_RULE }).min(6, SERIAL_RULE).max(20, SERIAL_RULE).optional(),
});

export const poolsSchema = z.record(z.string().regex(/^[A-Za-z_][\w-]*$/u, POOL_NAME_RULE), poolSchema);
type WirePool = z.infer<typeof poolSchema>;

const KINDS = ['column', 'row', 'jwt', 'range', 'list', 'file', 'uuid', 'text', 'serial'] as const;
const OF_TOKENS = ['claims', 'expires', 'secret', 'key'] as const;

/** What pools are made from, beside their own lines. */
export interface PoolMeans {
  /** Null where the scenario has none, or one that could not be read: `dataIsBroken` tells which. */
  readonly data: DataSet | null;
  readonly dataIsBroken: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** A problem at a path below the pool. */
  readonly at: (path: Path, expected: string, hint?: string | null) => Problem;
  readonly report: (problem: Problem) => void;
  readonly read: (file: string) => Source | null;
  readonly signs: Signs;
}

/** Whether the text is a private key, as PEM, that signs by the algorithm; the thinking half has no cryptography. */
export type Signs = (algorithm: KeyPairAlgorithm, key: string) => boolean;

/** A table of the data set and, where one is asked for, its column exist; else that is reported. */
function isInData(table: string, column: string | null, key: string, means: PoolMeans): boolean {
  if (means.dataIsBroken) return false;
  if (means.data === null) {
    means.report(means.at([key], 'a data set to draw from', 'name one with data: at the top of the file'));
    return false;
  }
  const tables = means.data.tables.map(({ name }) => name);
  const found = means.data.tables.find(({ name }) => name === table);
  if (found === undefined) {
    const hint = didYouMean(table, tables);
    means.report(means.at([key], `a table of data set ${means.data.id}: ${tables.join(', ')}`, hint));
    return false;
  }
  if (found.rows === 0) {
    means.report(means.at([key], 'a table with rows', `${table} begins empty`));
    return false;
  }
  const columns = found.columns.map(({ name }) => name);
  if (column === null || columns.includes(column)) return true;
  means.report(means.at([key], `a column of table ${table}: ${columns.join(', ')}`, didYouMean(column, columns)));
  return false;
}

function tokenPool(wire: WirePool, means: PoolMeans): Pool | null {
  if (wire.jwt === undefined) return null;
  const algorithm = wire.jwt;
  const pair = KEY_PAIRS.find((one) => one === algorithm);
  const secret = pair === undefined ? secretOf(wire, means) : privateKey(wire, pair, means);
  if (secret === null) return null;
  const expiresS = wire.expires === undefined ? null : wire.expires / 1000;
  return { kind: 'jwt', algorithm, claims: wire.claims ?? {}, expiresS, secret };
}

function secretOf(wire: WirePool, means: PoolMeans): string | null {
  if (wire.key !== undefined) {
    means.report(means.at(['key'], `no key beside ${wire.jwt ?? 'jwt'}`, `key belongs to ${KEY_PAIRS.join(' and ')}`));
    return null;
  }
  const secret = wire.secret ?? means.env['JWT_SECRET'];
  if (secret !== undefined || wire.jwt === 'none') return secret ?? '';
  means.report(means.at(['jwt'], 'a secret to sign with', 'add secret: here, or JWT_SECRET under env:'));
  return null;
}

function privateKey(wire: WirePool, algorithm: KeyPairAlgorithm, means: PoolMeans): string | null {
  if (wire.secret !== undefined) {
    means.report(means.at(['secret'], `no secret beside ${algorithm}`, 'key: names the file of its private key'));
    return null;
  }
  if (wire.key === undefined) {
    means.report(means.at(['jwt'], 'a private key to sign with', 'add key: the name of a PEM file in this folder'));
    return null;
  }
  const source = means.read(wire.key);
  if (source === null) {
    means.report(means.at(['key'], `a file ${wire.key} in the scenario's folder`));
    return null;
  }
  if (means.signs(algorithm, source.text)) return source.text;
  const kind = algorithm === 'RS256' ? 'an RSA key' : 'an EC key on the curve P-256';
  means.report(means.at(['key'], `a private key as PEM that signs by ${algorithm}: ${kind}`));
  return null;
}

function filePool(file: string, means: PoolMeans): Pool | null {
  const source = means.read(file);
  if (source === null) {
    means.report(means.at(['file'], `a file ${file}, seen from the scenario's folder`));
    return null;
  }
  const values = parsePoolFile(source);
  if (values.ok) return { kind: 'list', values: values.value };
  for (const problem of values.problems) means.report(problem);
  return null;
}

function drawnFromData(wire: WirePool, means: PoolMeans): Pool | null {
  if (wire.row !== undefined) {
    return isInData(wire.row, null, 'row', means) ? { kind: 'row', table: wire.row } : null;
  }
  const [table = '', column = ''] = wire.column?.split('.') ?? [];
  return isInData(table, column, 'column', means) ? { kind: 'column', table, column } : null;
}

/** The pool, or null after everything wrong with it has been reported. */
export function poolOf(wire: WirePool, means: PoolMeans): Pool | null {
  const [kind, ...others] = KINDS.filter((one) => wire[one] !== undefined);
  if (kind === undefined || others.length > 0) {
    const hint = kind === undefined ? null : `keep one of ${[kind, ...others].join(', ')}`;
    means.report(means.at([], `one of ${KINDS.join(', ')}, which says what is drawn`, hint));
    return null;
  }
  const stray = kind === 'jwt' ? undefined : OF_TOKENS.find((key) => wire[key] !== undefined);
  if (stray !== undefined) {
    means.report(means.at([stray], `no ${stray} beside ${kind}`, `${stray} belongs to a jwt pool`));
    return null;
  }
  if (kind === 'jwt') return tokenPool(wire, means);
  if (kind === 'column' || kind === 'row') return drawnFromData(wire, means);
  if (wire.range !== undefined) return { kind: 'range', low: wire.range[0], high: wire.range[1] };
  if (wire.list !== undefined) return { kind: 'list', values: wire.list };
  if (wire.file !== undefined) return filePool(wire.file, means);
  if (wire.text !== undefined) return { kind: 'text', bytes: wire.text };
  if (wire.serial !== undefined) return { kind: 'serial', digits: wire.serial };
  return { kind: 'uuid' };
}
