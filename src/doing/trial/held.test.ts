import { expect, test } from 'vitest';
import { countsWithin } from './held.ts';

const HELD = { kind: 'idle', path: '/', counts: [100, 1000, 10_000], env: {} } as const;

test('a number that a process has not files enough for becomes the largest that it has, once', () => {
  expect(countsWithin(HELD, null)).toEqual([100, 1000, 10_000]);
  expect(countsWithin(HELD, 20_000)).toEqual([100, 1000, 10_000]);
  expect(countsWithin(HELD, 4096)).toEqual([100, 1000, 3896]);
  expect(countsWithin(HELD, 1024)).toEqual([100, 824]);
});

test('one that waits may hold a connection to whom it waits for as well', () => {
  const waiting = { ...HELD, kind: 'waiting' } as const;
  expect(countsWithin(waiting, 20_000)).toEqual([100, 1000, 9900]);
  expect(countsWithin(waiting, 200)).toEqual([]);
});
