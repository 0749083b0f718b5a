import { describe, expect, it } from 'vitest';
import { exactWaitAt, STALLS, waitAt, waits } from './theory.ts';

describe('the theory of the stall oracle', () => {
  it('says 450, 495 and 500 ms where the backlog goes out at once', () => {
    expect(waitAt(0.99, STALLS)).toBeCloseTo(450, 9);
    expect(waitAt(0.999, STALLS)).toBeCloseTo(495, 9);
    expect(waitAt(1, STALLS)).toBe(500);
    expect(waitAt(0.9, STALLS)).toBeCloseTo(0, 9);
    expect(waitAt(0.5, STALLS)).toBe(0);
  });
  it('puts p90 at r times the stall where the backlog takes its time', () => {
    const slow = { ...STALLS, drain: 0.05 };
    expect(waitAt(0.9, slow)).toBeCloseTo(25, 9);
    expect(waitAt(0.99, slow)).toBeCloseTo(452.5, 9);
  });
  it('is met by the requests of the constant plan one by one, within one gap', () => {
    const all = waits(STALLS);
    expect(all).toHaveLength(150_000);
    expect(exactWaitAt(0.5, all)).toBe(0);
    expect(exactWaitAt(0.9, all)).toBe(0);
    expect(exactWaitAt(0.99, all)).toBeCloseTo(449.8, 9);
    expect(exactWaitAt(0.999, all)).toBeCloseTo(494.8, 9);
    expect(exactWaitAt(1, all)).toBeCloseTo(499.8, 9);
    const slow = { ...STALLS, drain: 0.05 };
    for (const share of [0.9, 0.95, 0.99, 0.999, 1])
      expect(Math.abs(exactWaitAt(share, waits(slow)) - waitAt(share, slow))).toBeLessThanOrEqual(0.2);
  });
});
