import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { stockFile, stockOf, stocks, waitOf } from './make-stock.ts';

test('the committed file is what the generator prints', () => {
  expect(readFileSync(join(import.meta.dirname, 'stock.ndjson'), 'utf8')).toBe(stockFile());
});

test('no article is there twice, and none is one by which the upstream misbehaves', () => {
  const skus = stocks().map(({ sku }) => sku);
  expect(new Set(skus).size).toBe(skus.length);
  expect(Math.min(...skus)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...skus)).toBeLessThan(900_000);
});

test('every level is there, and waits reach from 50 to 200 ms, 125 ms in the mean', () => {
  expect(new Set(stocks().map(({ level }) => level))).toEqual(new Set(['none', 'low', 'ok']));
  const waits = stocks().map(({ sku }) => waitOf(sku));
  expect([Math.min(...waits), Math.max(...waits)]).toEqual([50, 200]);
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  expect(Math.abs(mean - 125)).toBeLessThan(3);
});

test.each([
  [50, 0, 'none'],
  [1, 19, 'ok'],
  [10, 40, 'ok'],
])('article %i has %i pieces: %s', (sku, available, level) => {
  expect(stockOf(sku)).toMatchObject({ available, level });
});
