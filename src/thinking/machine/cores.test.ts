import { expect, test } from 'vitest';

import { coresFor, splitCores } from './cores.ts';
import type { PhysicalCore } from './cores.ts';

/** n physical cores whose second threads, where there are any, are numbered after all first ones, as Linux does it. */
function machine(physical: number, threads: 1 | 2): readonly PhysicalCore[] {
  return Array.from({ length: physical }, (_, core) => (threads === 1 ? [core] : [core, core + physical]));
}

test.each([
  ['one core is shared, and the split says so', machine(1, 1), { contender: [0], rest: [0], shared: true }],
  ['two cores are one each', machine(2, 1), { contender: [0], rest: [1], shared: false }],
  ['of three cores the contender gets one', machine(3, 1), { contender: [0], rest: [1, 2], shared: false }],
  ['of four cores it gets half', machine(4, 1), { contender: [0, 1], rest: [2, 3], shared: false }],
  ['of sixteen it gets four', machine(16, 1), { contender: [0, 1, 2, 3], rest: range(4, 16), shared: false }],
  ['the two threads of a single core are divided', machine(1, 2), { contender: [0], rest: [1], shared: false }],
  ['two cores of two threads stay whole', machine(2, 2), { contender: [0, 2], rest: [1, 3], shared: false }],
  [
    'three cores of two threads give one whole',
    machine(3, 2),
    { contender: [0, 3], rest: [1, 2, 4, 5], shared: false },
  ],
  [
    'eight of two threads give two whole',
    machine(8, 2),
    { contender: [0, 1, 8, 9], rest: [...range(2, 8), ...range(10, 16)], shared: false },
  ],
  ['cores that do not begin at 0 keep their numbers', [[3], [2]], { contender: [3], rest: [2], shared: false }],
] as const)('%s', (_, cores, expected) => {
  expect(splitCores(cores, 'auto')).toEqual({ ok: true, value: expected });
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

test('no core is lost and none is on both sides, whatever the machine', () => {
  for (let physical = 1; physical <= 40; physical += 1) {
    for (const threads of [1, 2] as const) {
      const split = splitCores(machine(physical, threads), 'auto');
      if (!split.ok) throw new Error(split.problem.kind);
      const { contender, rest, shared } = split.value;
      expect(contender.length).toBeGreaterThan(0);
      expect(rest.length).toBeGreaterThan(0);
      expect(new Set([...contender, ...rest]).size).toBe(physical * threads);
      expect(contender.some((core) => rest.includes(core))).toBe(shared);
    }
  }
});

test('a wish that the machine can meet is met', () => {
  const split = splitCores(machine(4, 1), { contender: [3, 1], rest: [0] });
  expect(split).toEqual({ ok: true, value: { contender: [1, 3], rest: [0], shared: false } });
});

test('a wish for cores that are not there, are none, or are on both sides is refused with its reason', () => {
  const cores = machine(2, 1);
  expect(splitCores(cores, { contender: [0], rest: [2] })).toEqual({
    ok: false,
    problem: { kind: 'not-ours', core: 2, available: [0, 1] },
  });
  expect(splitCores(cores, { contender: [], rest: [1] })).toEqual({
    ok: false,
    problem: { kind: 'no-cores', side: 'contender' },
  });
  expect(splitCores(cores, { contender: [0], rest: [] })).toEqual({
    ok: false,
    problem: { kind: 'no-cores', side: 'rest' },
  });
  expect(splitCores(cores, { contender: [0, 1], rest: [1] })).toEqual({
    ok: false,
    problem: { kind: 'on-both-sides', core: 1 },
  });
});

test('on one core both sides may be asked to share it', () => {
  const split = splitCores(machine(1, 1), { contender: [0], rest: [0] });
  expect(split).toEqual({ ok: true, value: { contender: [0], rest: [0], shared: true } });
});

test('a contender that asks for a number of cores has the contenders’ own first, then shared ones, and none that are not there', () => {
  const split = { contender: [2, 3], rest: [0, 1], shared: false };
  expect(coresFor(split, null)).toEqual([2, 3]);
  expect([1, 2, 3, 4, 5].map((count) => coresFor(split, count))).toEqual([[2], [2, 3], [0, 2, 3], [0, 1, 2, 3], null]);
  expect(coresFor({ contender: [0], rest: [0], shared: true }, 2)).toBeNull();
});
