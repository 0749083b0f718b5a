import { expect, test } from 'vitest';

import { madeSurge } from './made-rounds.ts';
import { answeredPerS, lateShare, recoveredS } from './surge.ts';

const BAD = [300, 500] as const;
const GOOD = [5, 500] as const;
const SURGE = [BAD, BAD, BAD] as const;

const back = (...recovery: readonly (readonly [number, number])[]): number | null =>
  recoveredS(madeSurge([...SURGE, ...recovery]));

test('it is back from the first whole second on after which nothing more than one in a hundred is late', () => {
  expect(back(BAD, BAD, GOOD, GOOD, GOOD, GOOD)).toBe(2);
  expect(back(GOOD, GOOD, GOOD, GOOD, GOOD, GOOD)).toBe(0);
  // 5 of 500 are one in a hundred and within the objective, 6 are not.
  expect(back(GOOD, [6, 500], GOOD, GOOD, GOOD, GOOD)).toBe(2);
});

test('one bad second later on puts it off, and one at the end means that it did not come back', () => {
  const recovery = [GOOD, GOOD, BAD, GOOD, GOOD, GOOD];
  expect(recoveredS(madeSurge([...SURGE, ...recovery]))).toBe(3);
  expect(recoveredS(madeSurge([...SURGE, ...recovery.slice(0, 5), BAD]))).toBeNull();
});

test('a second in which nothing was due is no bad one', () => {
  const nothing = { planned: 0, correct: 0, late: 0, p50Ms: null, p99Ms: null, answered: 0 };
  const { seconds, ...rest } = madeSurge([...SURGE, BAD, GOOD]);
  expect(recoveredS({ ...rest, seconds: [...seconds, nothing] })).toBe(1);
  expect(lateShare({ seconds: [nothing] })).toBeNull();
});

test('what is late is counted of all that was due, what is answered of the surge alone', () => {
  const surge = madeSurge([
    [1000, 0],
    [500, 400],
    [0, 500],
    [0, 9000],
  ]);
  expect(lateShare(surge)).toBeCloseTo(1500 / 3500, 9);
  expect(answeredPerS(surge)).toBe(300);
});
