import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { exportOf, exports, fileOf, rowOf, tickOf, ticks } from './make-streams.ts';

test('the committed files are what the generator prints', () => {
  expect(readFileSync(join(import.meta.dirname, 'ticks.ndjson'), 'utf8')).toBe(fileOf(ticks()));
  expect(readFileSync(join(import.meta.dirname, 'exports.ndjson'), 'utf8')).toBe(fileOf(exports()));
});

test('rows are written as the contract has them', () => {
  // 6 x 104729 = 628374; 3 x 104729 = 314187; 1000000 x 104729 leaves 0
  expect(rowOf(6)).toBe('{"id":6,"name":"item 6","amount":628374,"tags":["even","third"]}\n');
  expect(rowOf(3)).toBe('{"id":3,"name":"item 3","amount":314187,"tags":["odd","third"]}\n');
  expect(rowOf(1_000_000)).toBe('{"id":1000000,"name":"item 1000000","amount":0,"tags":["even"]}\n');
});

test('prices are whole cents, exact where a product no longer fits a double', () => {
  // 13 x 7919 = 102947; 999999999 x 7919 = 7918999992081
  expect(tickOf(13)).toEqual({ id: '13', data: { seq: 13, price: 29.47 } });
  expect(tickOf(999_999_999).data.price).toBe(920.81);
});

test('the export of the case of slow readers is the one it names', () => {
  const cases = readFileSync(join(import.meta.dirname, 'cases.yaml'), 'utf8');
  const { length, crc32 } = exportOf(1, 300_000);
  expect(cases).toContain(`{ length: ${length}, crc32: ${crc32} }`);
});
