import { expect, test } from 'vitest';

import { accounted, parseHostCpu, readHostCpu } from './cpu.ts';

const STAT = `cpu  300 0 0 0 0 0 0 0 0 0
cpu0 100 10 50 900 40 5 15 7 60 0
cpu1 200 0 0 800 0 0 0 3 0 0
cpu10 1 1 1 1 1 1 1 1 1 1
`;

test('busy is all but idle, waiting and stolen time, and guests are not counted twice', () => {
  expect(parseHostCpu(STAT, [0])).toEqual({ busyS: 1.8, stealS: 0.07, exact: false });
  expect(parseHostCpu(STAT, [0, 1])).toEqual({ busyS: 3.8, stealS: 0.1, exact: false });
});

test('a core that the file does not show makes the sum unknown', () => {
  expect(parseHostCpu(STAT, [0, 2])).toBeNull();
});

test('this machine has been busy since it started', () => {
  const before = readHostCpu([0]);
  expect(before?.busyS).toBeGreaterThan(0);
  expect(before?.stealS).toBeGreaterThanOrEqual(0);
});

test("the scheduler's account takes the place of the ticks where it is the machine's, and only there", () => {
  const ticks = { busyS: 10, stealS: 0.1, exact: false };
  expect(accounted(ticks, '4000000000 5500000000 \n', [0, 1])).toEqual({ busyS: 9.5, stealS: 0.1, exact: true });
  expect(accounted(ticks, '100000000 200000000\n', [0, 1])).toEqual(ticks);
  expect(accounted(ticks, '9000000000\n', [0, 1])).toEqual(ticks);
  expect(accounted(ticks, null, [0, 1])).toEqual(ticks);
});
