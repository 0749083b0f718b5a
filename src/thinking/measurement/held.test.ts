import { expect, test } from 'vitest';
import { memoryOf, perConnectionKiB, type Held, type HeldStep } from './held.ts';

const step = (count: number, memoryMiB: number | null, open = count): HeldStep => {
  return { count, open, asked: null, memoryMiB, lost: open < count ? 'closed' : null };
};
const held = (...steps: readonly HeldStep[]): Held => ({ kind: 'waiting', steps });

test('a connection takes the slope from the fewest to the most, without what the first one costs', () => {
  // 990 more connections for 19.8 MiB more: 20.48 KiB each; the 30 MiB of the first hundred are the process's own.
  expect(perConnectionKiB(held(step(0, 20), step(10, 50), step(1000, 69.8)))).toBeCloseTo(20.48, 10);
});

test('where some were not open, memory was not read, or it did not rise, nothing is known', () => {
  expect(memoryOf(step(1000, 70, 999))).toBeNull();
  expect(perConnectionKiB(held(step(10, 50), step(1000, 70, 999)))).toBeNull();
  expect(perConnectionKiB(held(step(10, 50, 9), step(1000, 70)))).toBeNull();
  expect(perConnectionKiB(held(step(10, null), step(1000, 70)))).toBeNull();
  expect(perConnectionKiB(held(step(10, 50), step(1000, 50)))).toBeNull();
  expect(perConnectionKiB(held(step(0, 20), step(1000, 50)))).toBeNull();
  expect(perConnectionKiB(held())).toBeNull();
});
