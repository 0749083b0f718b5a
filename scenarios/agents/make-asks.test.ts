import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { askFile, asks, waitOf } from './make-asks.ts';

test('the committed file is what the generator prints', () => {
  expect(readFileSync(join(import.meta.dirname, 'asks.ndjson'), 'utf8')).toBe(askFile());
});

test('no article is asked for twice, and none is one by which the upstream misbehaves', () => {
  const skus = asks().flatMap((ask) => ask.skus);
  expect(new Set(skus).size).toBe(skus.length);
  expect(Math.min(...skus)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...skus)).toBeLessThan(900_000);
});

test('the slowest of five tools takes 175 ms in the mean, as the largest of five uniform draws from 50 to 200 ms does', () => {
  const slowest = asks().map(({ skus }) => Math.max(...skus.map(waitOf)));
  const mean = slowest.reduce((sum, wait) => sum + wait, 0) / slowest.length;
  expect(Math.abs(mean - (50 + (150 * 5) / 6))).toBeLessThan(5);
});

test('the last event counts the others', () => {
  for (const { events } of asks()) expect(events.at(-1)).toEqual({ data: { answered: events.length - 1, failed: 0 } });
});
