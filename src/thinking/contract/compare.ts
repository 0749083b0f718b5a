import { shorten } from '../definition/excerpt.ts';
import { keyOf } from '../definition/path.ts';
import type { Path } from '../definition/path.ts';
import type { Difference, EventOrder, ExpectedAnswer, ExpectedBody, ObservedAnswer } from './contract.ts';
import { crc32 } from './crc32.ts';
import { eventsOf, type StreamedEvent } from './event-stream.ts';

/** More differences than these say nothing more about what went wrong. */
const MOST = 10;

/** Enough of a value to fill an excerpt. A stranger's answer may be wide or deep beyond any stack, so writing stops here. */
const SHOWN_CHARACTERS = 80;
const SHOWN_DEPTH = 6;

function show(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
  if (!isList(value) && !isObject(value)) return String(value);
  if (depth === SHOWN_DEPTH) return '…';
  const list = isList(value);
  let text = list ? '[' : '{';
  for (const [key, item] of list ? value.entries() : Object.entries(value)) {
    if (text.length > 1) text += ',';
    if (text.length > SHOWN_CHARACTERS) return text;
    text += list ? show(item, depth + 1) : `${JSON.stringify(key)}:${show(item, depth + 1)}`;
  }
  return text + (list ? ']' : '}');
}

function excerpt(value: unknown): string {
  return shorten(show(value)) ?? '';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The differences found so far. */
class Findings {
  readonly list: Difference[] = [];

  add(path: Path, expected: string, got: string): void {
    if (this.list.length < MOST) this.list.push({ where: keyOf(path), expected, got });
  }

  get full(): boolean {
    return this.list.length >= MOST;
  }
}

function compareJson(expected: unknown, got: unknown, path: Path, exact: boolean, found: Findings): void {
  if (found.full) return;
  if (isList(expected) && isList(got)) {
    if (expected.length !== got.length) found.add(path, `a list of ${expected.length}`, `a list of ${got.length}`);
    else expected.forEach((item, index) => compareJson(item, got[index], [...path, index], exact, found));
  } else if (isObject(expected) && isObject(got)) {
    for (const [key, item] of Object.entries(expected)) {
      if (Object.hasOwn(got, key)) compareJson(item, got[key], [...path, key], exact, found);
      else found.add([...path, key], excerpt(item), 'nothing');
    }
    const unexpected = exact ? Object.keys(got).filter((key) => !Object.hasOwn(expected, key)) : [];
    for (const key of unexpected) found.add([...path, key], 'nothing', excerpt(got[key]));
  } else if (expected !== got) {
    found.add(path, excerpt(expected), excerpt(got));
  }
}

function parseBody(body: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false };
    throw error;
  }
}

function mediaType(type: string | null): string | null {
  const bare = type?.split(';')[0]?.trim().toLowerCase() ?? '';
  return bare === '' ? null : bare;
}

function compareEvents(
  { events, order, exact }: Extract<ExpectedBody, { kind: 'events' }>,
  observed: string,
  found: Findings,
): void {
  const wanted = isList(events) ? events : [];
  const got = eventsOf(observed);
  if (wanted.length !== got.length) {
    found.add(['events'], `${wanted.length} events`, `${got.length} events`);
  } else if (order === 'given') {
    wanted.forEach((event, index) => compareJson(event, got[index], ['events', index], exact, found));
  } else {
    compareUnordered(wanted, got, order, exact, found);
  }
}

/** Each expected event takes one that equals it; those that take none are the differences. */
function compareUnordered(
  wanted: readonly unknown[],
  got: readonly StreamedEvent[],
  order: Exclude<EventOrder, 'given'>,
  exact: boolean,
  found: Findings,
): void {
  const last = order === 'any-but-last' ? wanted.length - 1 : -1;
  const left = new Set(got.keys());
  if (last >= 0) {
    left.delete(last);
    compareJson(wanted[last], got[last], ['events', last], exact, found);
  }
  for (const [index, event] of wanted.entries()) {
    if (index === last) continue;
    const match = [...left].find((at) => equals(event, got[at], exact));
    if (match === undefined) found.add(['events', index], excerpt(event), 'no event like it');
    else left.delete(match);
  }
}

function equals(expected: unknown, got: unknown, exact: boolean): boolean {
  const found = new Findings();
  compareJson(expected, got, [], exact, found);
  return found.list.length === 0;
}

function compareBytes(
  { length, crc32: checksum }: Extract<ExpectedBody, { kind: 'bytes' }>,
  observed: string,
  found: Findings,
): void {
  const bytes = new TextEncoder().encode(observed);
  if (bytes.length !== length) found.add(['body'], `${JSON.stringify(length)} bytes`, `${bytes.length} bytes`);
  else if (crc32(bytes) !== checksum)
    found.add(['body'], `CRC-32 ${JSON.stringify(checksum)}`, `CRC-32 ${crc32(bytes)}`);
}

function compareBody(expected: ExpectedBody, observed: string, found: Findings): void {
  switch (expected.kind) {
    case 'any':
      return;
    case 'json': {
      const body = parseBody(observed);
      if (body.ok) compareJson(expected.json, body.value, ['json'], expected.exact, found);
      else found.add(['body'], 'JSON', shorten(observed.slice(0, 1000)) ?? 'an empty body');
      return;
    }
    case 'events':
      compareEvents(expected, observed, found);
      return;
    case 'bytes':
      compareBytes(expected, observed, found);
  }
}

/**
 * In what the answer differs from the contract, at most ten; none when it is correct. The order of keys does not count,
 * that of lists does; numbers are compared by value, as doubles: whole numbers beyond 2^53 are equal to their neighbours.
 */
export function differences(expected: ExpectedAnswer, observed: ObservedAnswer): readonly Difference[] {
  const found = new Findings();
  if (expected.status !== observed.status) found.add(['status'], String(expected.status), String(observed.status));
  const type = mediaType(observed.type);
  if (expected.type !== null && expected.type !== type) {
    found.add(['type'], expected.type, (type === null ? null : shorten(type)) ?? 'no content type');
  }
  compareBody(expected.body, observed.body, found);
  return found.list;
}
