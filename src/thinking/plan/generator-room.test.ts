import { expect, test } from 'vitest';
import type { Scenario } from '../scenario/scenario.ts';
import { mostOffered, rateRefusal } from './generator-room.ts';

const named = (perSecond: number): Scenario['load'] => ({
  arrivals: { kind: 'constant', rate: { kind: 'absolute', perSecond } },
  connections: 8,
  inFlight: null,
  surge: null,
});

test('a named rate may be six tenths of the generator ceiling, not more', () => {
  expect(mostOffered(100_000)).toBe(60_000);
  expect(rateRefusal(named(60_000), 100_000)).toBeNull();
  expect(rateRefusal(named(60_001), 100_000)).toEqual({ askedPerS: 60_001, ceilingPerS: 100_000, connections: 8 });
});

test('a share of the slowest and a closed loop name no rate, so nothing is refused', () => {
  const share = { kind: 'share-of-slowest', share: 1 } as const;
  expect(
    rateRefusal({ arrivals: { kind: 'poisson', rate: share }, connections: 8, inFlight: null, surge: null }, 1),
  ).toBeNull();
  expect(rateRefusal({ arrivals: { kind: 'closed' }, connections: 8, inFlight: null, surge: null }, 1)).toBeNull();
});
