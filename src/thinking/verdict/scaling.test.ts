import { expect, test } from 'vitest';
import { seededDraws } from '../estimate/draws.ts';
import type { CpuBill } from '../measurement/phase.ts';
import type { MetricId } from '../measurement/metric.ts';
import { concludeRun, concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';
import type { LineUp } from './rounds.ts';
import type { Scaling } from './scaling.ts';

const IDS = ['node@1', 'node@2', 'go@1', 'go@2'];
const PLAIN = madeLineUp(IDS, 12, 'cores');
const LINE_UP: LineUp = {
  ...PLAIN,
  entries: PLAIN.entries.map((entry) =>
    entry.id.endsWith('@2') ? { ...entry, against: entry.id.replace('@2', '@1') } : entry,
  ),
};

/** Two cores, the second of them the generator's too, which takes a fifth of it: 1.8 times the time of one. */
function concluded(change: (cores: readonly number[]) => Partial<CpuBill> = () => ({})): Conclusion {
  const draws = seededDraws(3);
  const outcomes = madeRun(LINE_UP, ({ entry }) => {
    const cores = entry.endsWith('@2') ? [0, 1] : [0];
    const had = cores.length === 1 ? 1 : 1.8;
    const wide = cores.length === 2 && entry.startsWith('node') ? 2 : 1;
    const cpuUs = 100 * Math.exp(0.01 * draws.normal());
    const peakBill = { wallS: 1.5, contenderS: 1.5 * had * 0.97, generatorS: 0.285, bakeoffS: 0.015 };
    return { cores, cpuUs, memoryMiB: 60 * wide, peakBill: { ...peakBill, ...change(cores) } };
  });
  return concludeScenario(MADE_RULES, LINE_UP, outcomes);
}

function of({ scalings }: Conclusion, entry: string): Scaling {
  const found = scalings.find((one) => one.entry === entry);
  if (found === undefined) throw new Error(`no scaling of ${entry}`);
  return found;
}

function verdictOf(scaling: Scaling, metric: MetricId) {
  return scaling.verdicts.find((one) => one.metric === metric);
}

test('a contender on two cores is held against itself on one, in every metric', () => {
  const conclusion = concluded();
  expect(conclusion.scalings.map(({ entry, against }) => [entry, against])).toEqual([
    ['node@2', 'node@1'],
    ['go@2', 'go@1'],
  ]);
  const go = of(conclusion, 'go@2');
  expect(go).toMatchObject({ cores: 2, fewest: 1 });
  expect(verdictOf(go, 'peak-rate')?.ratio).toBeCloseTo(1.8, 1);
  expect(verdictOf(go, 'peak-rate')?.verdict).toBe('better');
  expect(verdictOf(go, 'memory')?.verdict).toBe('equivalent');
  expect(verdictOf(of(conclusion, 'node@2'), 'memory')).toMatchObject({ verdict: 'worse', ratio: 2 });
});

test('a primary metric has the verdict of the family, not a second one beside it', () => {
  const conclusion = concluded();
  const inFamily = conclusion.pairs.find(
    ({ contender, against, metric }) => contender === 'go@2' && against === 'go@1' && metric === 'peak-cpu-per-request',
  );
  expect(inFamily).toBeDefined();
  expect(verdictOf(of(conclusion, 'go@2'), 'peak-cpu-per-request')).toEqual(inFamily);
});

test('the room to grow is what others leave of the cores that are shared with them', () => {
  expect(of(concluded(), 'go@2').room).toBeCloseTo(1.8, 10);
  const busier = concluded((cores) => (cores.length === 2 ? { generatorS: 0.585 } : {}));
  expect(of(busier, 'go@2').room).toBeCloseTo(1.6, 10);
});

test('a peak on two cores is its own limit only where both are used up', () => {
  const half = concluded((cores) => (cores.length === 2 ? { contenderS: 1.5 * 0.9 } : {}));
  expect(verdictOf(of(half, 'go@2'), 'peak-rate')).toMatchObject({
    verdict: 'undecided',
    reason: { kind: 'bound-by' },
  });
});

test('a run that is refused has no figure of it', () => {
  const refused = concludeRun([concluded()], { kind: 'too-many-void', scenario: 'cores', void: 5, of: 12, limit: 0.3 });
  const [go] = refused.scenarios[0]?.scalings.slice(1) ?? [];
  expect(go?.room).toBeNull();
  expect(new Set(go?.verdicts.map(({ verdict, ratio }) => `${verdict} ${ratio}`))).toEqual(new Set(['refused null']));
});
