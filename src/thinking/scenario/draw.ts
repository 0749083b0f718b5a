import type { Json } from '../contract/contract.ts';
import { row } from './dataset.ts';
import type { Row } from './dataset.ts';
import { stream } from './random.ts';
import type { Stream } from './random.ts';
import type { JwtAlgorithm, Pool, Scenario, Table } from './scenario.ts';
import { fillJson, isList } from './template.ts';
import type { Reference, Resolve } from './template.ts';

/** One variant's draw: what its pools give follows from seed and label alone, whatever else is drawn. */
export interface Draw {
  readonly seed: number;
  readonly label: string;
  /** Places in list pools that are settled beforehand, so that a set of variants can hold each item; others are drawn. */
  readonly items: Readonly<Record<string, number>>;
  readonly serial: Serial;
}

/** What no two requests of a round share: the number of the phase, from 0, and the request's number in it, in digits. */
export interface Serial {
  readonly phase: string;
  readonly k: string;
}

/** Of requests that no phase sends yet: the load generator fills their serial numbers in. */
export const UNSENT: Serial = { phase: '0', k: '0' };

/** Digits of a serial number that tell the phase. */
export const PHASE_DIGITS = 2;

/** The serial number in so many digits, as the load generator writes it: zeros before, the last digits of what is longer. */
function serialText({ phase, k }: Serial, digits: number): string {
  return lastDigits(phase, PHASE_DIGITS) + lastDigits(k, digits - PHASE_DIGITS);
}

function lastDigits(text: string, width: number): string {
  return text.padStart(width, '0').slice(-width);
}

export type SigningAlgorithm = Exclude<JwtAlgorithm, 'none'>;

/** What rendering needs of the world; the thinking half has neither a clock nor cryptography. */
export interface Means {
  /** The signature of the ASCII input, as base64url without padding: HMAC under the secret's UTF-8 bytes, or by the private key that it is as PEM. */
  sign(algorithm: SigningAlgorithm, secret: string, input: string): string;
  /** The present, in seconds since 1970; expiry times count from here. */
  readonly nowS: number;
  /** Value of the Host header: `127.0.0.1:40123`. */
  readonly host: string;
}

const encoder = new TextEncoder();

function base64url(text: string): string {
  const bytes = Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join('');
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function signedToken(pool: Extract<Pool, { kind: 'jwt' }>, resolve: Resolve, means: Means): string {
  const claims = fillJson(pool.claims, resolve);
  const expiry = pool.expiresS === null ? {} : { exp: Math.floor(means.nowS + pool.expiresS) };
  const head = base64url(JSON.stringify({ alg: pool.algorithm, typ: 'JWT' }));
  const body = base64url(JSON.stringify(Object.assign({}, claims, expiry)));
  const signature = pool.algorithm === 'none' ? '' : means.sign(pool.algorithm, pool.secret, `${head}.${body}`);
  return `${head}.${body}.${signature}`;
}

function uuid(from: Stream): string {
  const digits = Array.from({ length: 32 }, () => (from.next() >>> 28).toString(16));
  // Version 4 and the variant of RFC 9562, so that strict readers accept it.
  digits[12] = '4';
  digits[16] = '89ab'[from.below(4)] ?? '8';
  const text = digits.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function tableOf(scenario: Scenario, name: string): { readonly table: Table; readonly seed: number } {
  const table = scenario.data?.tables.find((one) => one.name === name);
  if (table === undefined || scenario.data === null) throw new Error(`no table ${name} in scenario ${scenario.id}`);
  return { table, seed: scenario.data.seed };
}

function anyRow(scenario: Scenario, name: string, from: Stream): Row {
  const { table, seed } = tableOf(scenario, name);
  return row(table, seed, from.below(table.rows));
}

function drawn(scenario: Scenario, name: string, draw: Draw, resolve: Resolve, means: Means): Json {
  const pool = scenario.pools[name];
  if (pool === undefined) throw new Error(`no pool ${name} in scenario ${scenario.id}`);
  const from = stream(draw.seed, `${draw.label}/${name}`);
  switch (pool.kind) {
    case 'column':
      return anyRow(scenario, pool.table, from)[pool.column] ?? null;
    case 'row':
      return anyRow(scenario, pool.table, from);
    case 'range':
      return pool.low + from.below(pool.high - pool.low + 1);
    case 'list':
      return pool.values[draw.items[name] ?? from.below(pool.values.length)] ?? null;
    case 'uuid':
      return uuid(from);
    case 'text':
      return Array.from({ length: pool.bytes }, () => LETTERS[from.below(LETTERS.length)] ?? '').join('');
    case 'jwt':
      return signedToken(pool, resolve, means);
    case 'serial':
      return serialText(draw.serial, pool.digits);
  }
}

/** The value at a path of keys; undefined where the path leads nowhere. Lists are entered by number. */
export function valueAt(value: Json, keys: readonly string[]): Json | undefined {
  let inner: Json | undefined = value;
  for (const key of keys) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    if (isList(inner)) inner = /^\d+$/.test(key) ? inner[Number(key)] : undefined;
    else inner = Object.hasOwn(inner, key) ? inner[key] : undefined;
  }
  return inner;
}

/**
 * What the references of one request and its answer stand for. A pool is drawn once, so all references to it, also those
 * inside other pools' claims, mean the same draw. Throws where a reference leads nowhere: reading the scenario rules it out.
 */
export function resolver(scenario: Scenario, draw: Draw, means: Means): Resolve {
  const known = new Map<string, Json>();
  const resolve = (reference: Reference): Json => {
    let value = known.get(reference.name);
    if (value === undefined) {
      value = drawn(scenario, reference.name, draw, resolve, means);
      known.set(reference.name, value);
    }
    const found = valueAt(value, reference.keys);
    if (found === undefined) throw new Error(`nothing at ${[reference.name, ...reference.keys].join('.')}`);
    return found;
  };
  return resolve;
}
