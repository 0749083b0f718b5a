import { expect, test } from 'vitest';

import type { DataSet } from '../../thinking/scenario/scenario.ts';
import { bufferPoolMiB, mysqlSettings } from './mysql-settings.ts';

function dataOf(rows: number, digits: number): DataSet {
  const columns = [{ name: 'a', type: 'TEXT', source: { kind: 'hex', digits } }] as const;
  return { id: 'd', seed: 1, tables: [{ name: 't', rows, columns, keys: [] }] };
}

test('the buffer pool grows with the data it must hold', () => {
  expect(bufferPoolMiB(null)).toBe(64);
  expect(bufferPoolMiB(dataOf(10, 8))).toBe(128);
  // 1,000,000 rows of 100 bytes, four times over: 412 MiB.
  const large = bufferPoolMiB(dataOf(1_000_000, 92));
  expect(large).toBe(448);
});

test('each setting is told once and says why', () => {
  const settings = mysqlSettings(128);
  const names = settings.map(({ argument }) => argument.split('=')[0]);
  expect(new Set(names).size).toBe(names.length);
  for (const { argument, why } of settings) {
    expect(argument).toMatch(/^--[a-z-]+(?:=\w+)?$/u);
    expect(why.length).toBeGreaterThan(20);
  }
});
