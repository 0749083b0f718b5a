import { describe, expect, it } from 'vitest';
import { decide, type Choice, type Decision } from './decide.ts';
import type { Criterion, Option, Spread } from './value.ts';

const bill: Criterion = {
  id: 'bill',
  title: 'bill a month',
  unit: 'USD',
  worst: 1000,
  best: 0,
  scale: 'linear',
  weight: 2,
};
const p99: Criterion = { id: 'p99', title: 'p99', unit: 'ms', worst: 50, best: 12.5, scale: 'log', weight: 1 };

const measured = (value: number, share = 0.05): Spread => ({
  kind: 'measured',
  value,
  low: value * (1 - share),
  high: value * (1 + share),
});

function option(id: string, money: number, ms: number, share?: number): Option {
  return { id, title: id, values: { bill: measured(money, share), p99: measured(ms, share) } };
}

function decided(changes: Partial<Choice>): Decision {
  return decide({
    options: [option('node', 400, 30), option('go', 300, 25), option('rust', 200, 15)],
    criteria: [bill, p99],
    limits: [],
    weighting: { kind: 'about', firmness: 20 },
    current: 'node',
    seed: 7,
    draws: 2000,
    ...changes,
  });
}

describe('a decision', () => {
  it('takes what is better in everything, however it is weighed', () => {
    const { recommendation, dominated, acceptability, rivalry } = decided({});
    expect(recommendation).toEqual({ kind: 'take', option: 'rust' });
    expect(dominated).toEqual([
      { option: 'node', by: 'go' },
      { option: 'go', by: 'rust' },
    ]);
    expect(acceptability?.entropy).toBeLessThan(0.05);
    expect(rivalry).toMatchObject({ best: 'rust', next: 'go', weights: [] });
  });

  it('keeps what runs where another is hardly better, and says so', () => {
    const options = [option('node', 400, 30, 0.3), option('go', 395, 29.5, 0.3)];
    expect(decided({ options }).recommendation).toEqual({ kind: 'keep', option: 'node', why: 'unsure' });
    expect(decided({ options, current: null }).recommendation).toEqual({ kind: 'take', option: 'go' });
    expect(decided({ current: 'rust' }).recommendation).toEqual({ kind: 'keep', option: 'rust', why: 'best' });
    const sure = [option('node', 400, 30, 0.001), option('go', 390, 29.8, 0.001)];
    expect(decided({ options: sure }).recommendation).toEqual({ kind: 'keep', option: 'node', why: 'little' });
  });

  it('takes nothing that breaks a limit, be it the best, and names the limit', () => {
    const limits = [{ criterion: 'bill', bound: 'at least', number: 250 }] as const;
    const { out, recommendation, withoutLimits } = decided({ limits });
    expect(withoutLimits).toBe('rust');
    expect(decided({}).withoutLimits).toBeNull();
    expect(out.map((one) => one.option)).toEqual(['rust']);
    expect(recommendation).toEqual({ kind: 'take', option: 'go' });
  });

  it('takes another where what runs is out, and nothing where all are', () => {
    const limits = [{ criterion: 'p99', bound: 'at most', number: 27 }] as const;
    expect(decided({ limits }).recommendation).toEqual({ kind: 'take', option: 'rust' });
    const strict = decided({ limits: [{ criterion: 'p99', bound: 'at most', number: 1 }] });
    expect(strict).toMatchObject({ recommendation: { kind: 'none' }, acceptability: null, scores: [] });
    expect(strict.out.length).toBe(3);
  });

  it('tells which weight and which number would turn it', () => {
    const { rivalry } = decided({ options: [option('node', 200, 40), option('go', 400, 15)], current: null });
    expect(rivalry?.weights.map((flip) => flip.criterion)).toEqual(['bill', 'p99']);
    expect(rivalry?.values.length).toBeGreaterThan(0);
  });

  it('is the same to the byte with the same seed', () => {
    expect(JSON.stringify(decided({}))).toBe(JSON.stringify(decided({})));
  });

  it('with six options, eight criteria and 10,000 draws is the same whatever the order', () => {
    const criteria = Array.from({ length: 8 }, (_, j): Criterion => ({ ...bill, id: `c${j}`, weight: 1 + j }));
    const options = Array.from({ length: 6 }, (_, a): Option => {
      const values = criteria.map(({ id }, j) => [id, measured(100 + ((a * 7 + j * 13) % 11) * 70)] as const);
      return { id: `o${a}`, title: `o${a}`, values: Object.fromEntries(values) };
    });
    const one = decided({ options, criteria, draws: 10_000, current: null });
    const other = decided({
      options: options.toReversed(),
      criteria: criteria.toReversed(),
      draws: 10_000,
      current: null,
    });
    expect(other.recommendation).toEqual(one.recommendation);
    expect(other.acceptability).toEqual(one.acceptability);
  });
});
