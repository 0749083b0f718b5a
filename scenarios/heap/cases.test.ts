import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { idsOf, ReferenceCache } from './reference-cache.ts';

const cases = z
  .array(
    z.object({
      name: z.string(),
      request: z.object({ path: z.string() }),
      answer: z.object({ status: z.number(), json: z.json().optional() }),
    }),
  )
  .parse(parse(readFileSync(join(import.meta.dirname, 'cases.yaml'), 'utf8')));

const env = z
  .object({ env: z.object({ CACHE_ENTRIES: z.string().transform(Number) }) })
  .parse(parse(readFileSync(join(import.meta.dirname, 'scenario.yaml'), 'utf8'))).env;

test('each case is what the reference answers when all are played to it in order', () => {
  const cache = new ReferenceCache(env.CACHE_ENTRIES);
  const played = cases.map(({ request: { path } }) => {
    const digits = /^\/feed\/(\d{1,10})$/u.exec(path)?.[1];
    if (digits !== undefined) return { status: 200, json: { feed: digits, entries: cache.feed(Number(digits)) } };
    if (path === '/cache') return { status: 200, json: cache.counts() };
    return { status: path === '/feed/' ? 404 : 400 };
  });
  expect(cases.map(({ answer: { status, json } }) => (json === undefined ? { status } : { status, json }))).toEqual(played);
});

test('the cases evict, and tell the entry used last from the entry made last', () => {
  const cache = new ReferenceCache(env.CACHE_ENTRIES);
  // 21 was filled in before 22 to 28 and is used before they go.
  expect(idsOf(1191, env.CACHE_ENTRIES)).toContain(21);
  for (const n of [31, 31, 534, 534, 3092, 1191, 682]) cache.feed(n);
  expect(cache.counts().evictions).toBe(27);
  expect(cache.feed(1191).every(({ reads }) => reads === 2)).toBe(true);
});

test('ids lie in twice the capacity, and every half is drawn from', () => {
  const ids = Array.from({ length: 1000 }, (_, n) => idsOf(n, 50)).flat();
  expect(Math.min(...ids)).toBe(1);
  expect(Math.max(...ids)).toBe(100);
  expect(new Set(ids).size).toBe(100);
});
