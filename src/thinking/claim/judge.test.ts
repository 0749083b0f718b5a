import { describe, expect, it } from 'vitest';
import type { PublicFigure, Quantity, Scale } from './claim.ts';
import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';
import type { Outcome } from './judge.ts';
import { AHEAD, claimOf, comparisonOf, evidenceOf, runOf, TWICE } from './made-evidence.ts';

function outcomeOf(quantity: Quantity, evidence: Evidence, scale: Scale = TWICE): Outcome {
  const [outcome] = judge(claimOf(quantity, scale), evidence).outcomes;
  if (outcome === undefined) throw new Error('one test gives one outcome');
  return outcome;
}

/** The run that the number is from. */
function runIn(evidence: Evidence): unknown {
  const { found } = outcomeOf(AHEAD, evidence);
  return found.kind === 'found' && found.from.kind === 'run' ? found.from.run : null;
}

const startOf = (contender: string, low: number, value: number, high: number) =>
  ({ contender, figure: 'start', low, value, high, n: 20 }) as const;

const valueOnce = (id: 'clean-build' | 'image') => (contender: string, value: number) =>
  ({ contender, figure: id, low: value, value, high: value, n: null }) as const;

const seenIn = (rust: 'build' | 'not-expressible' | 'never') =>
  ({ javascript: 'never', typescript: 'lint', go: 'never', rust }) as const;

const figure = (date: string, value: number): PublicFigure => ({
  series: 'rank',
  what: 'rank',
  value,
  unit: 'rank',
  date,
  conditions: 'an index',
  source: 'a source',
  terms: 'quotation',
});

describe('a ratio', () => {
  it('of CPU is turned round, less being better', () => {
    const { word, found } = outcomeOf(AHEAD, evidenceOf(runOf([comparisonOf(0.4)])));
    expect(word).toBe('supported');
    expect(found).toMatchObject({ value: 1 / 0.4, low: 1 / (0.4 * 1.02), high: 1 / (0.4 * 0.98) });
  });

  it('of a rate stays as it is, more being better', () => {
    const rate = comparisonOf(2.5, { metric: 'peak-rate' });
    expect(outcomeOf({ ...AHEAD, metric: 'peak-rate' }, evidenceOf(runOf([rate]))).found).toMatchObject({ value: 2.5 });
  });

  it('comes out the same whichever of the two was the baseline', () => {
    const one = outcomeOf(AHEAD, evidenceOf(runOf([comparisonOf(0.4)])));
    const other = outcomeOf(
      AHEAD,
      evidenceOf(
        runOf([comparisonOf(2.5, { contender: 'node', against: 'go', low: 1 / (0.4 * 1.02), high: 1 / (0.4 * 0.98) })]),
      ),
    );
    expect(other.word).toBe(one.word);
    expect(other.found).toMatchObject({ value: 2.5 });
  });

  it('that the run calls equivalent is no difference, whatever it is', () => {
    const p50 = comparisonOf(0.4, { metric: 'p50', same: true });
    const asked = { ...AHEAD, metric: 'p50' } as const;
    expect(outcomeOf(asked, evidenceOf(runOf([p50]))).word).toBe('weaker');
    const behind: Scale = { from: null, to: 1.2, opposite: { side: 'above', at: 2 } };
    expect(outcomeOf(asked, evidenceOf(runOf([p50])), behind).word).toBe('supported');
  });

  it('decides nothing where the interval lies across a threshold', () => {
    const { word, between } = outcomeOf(AHEAD, evidenceOf(runOf([comparisonOf(0.5)])));
    expect(word).toBe('undecided');
    expect(between).toEqual({ low: 'weaker', high: 'supported' });
  });
});

describe('evidence that is none', () => {
  it('what was refused decides nothing', () => {
    const refused = runOf([comparisonOf(0.4)], { refused: 'the machine was busy' });
    const { word, found } = outcomeOf(AHEAD, evidenceOf(refused));
    expect(word).toBe('undecided');
    expect(found).toMatchObject({ kind: 'absent', why: { kind: 'refused', reason: 'the machine was busy' } });
  });

  it('nor does what was not measured, nor a run without a number', () => {
    expect(outcomeOf(AHEAD, NO_EVIDENCE).found).toMatchObject({ kind: 'absent', why: { kind: 'not-measured' } });
    expect(outcomeOf(AHEAD, evidenceOf(runOf([comparisonOf(null)]))).found).toMatchObject({
      kind: 'absent',
      why: { kind: 'no-number', reason: 'so many blocks' },
    });
  });

  it('gives way to another run that has a number', () => {
    const refused = runOf([comparisonOf(0.4)], { run: 'r-2', refused: 'busy' });
    const { found } = outcomeOf(AHEAD, evidenceOf(refused, runOf([comparisonOf(0.4)], { run: 'r-1' })));
    expect(found).toMatchObject({ kind: 'found', from: { run: 'r-1' } });
  });
});

it('takes the store before a record, then the run with more blocks, then the newest', () => {
  const cells = [{ scenario: 'json', blocks: 28, contenders: ['node', 'go'] }];
  const older = runOf([comparisonOf(0.4)], { run: 'r-1' });
  const newer = runOf([comparisonOf(0.4)], { run: 'r-2' });
  const longer = runOf([comparisonOf(0.4)], { run: 'r-0', cells });
  const own = runOf([comparisonOf(0.4)], { run: 'r-9', seen: { ...older.seen, here: true } });
  expect(runIn(evidenceOf(older, newer))).toBe('r-2');
  expect(runIn(evidenceOf(newer, longer, older))).toBe('r-0');
  expect(runIn(evidenceOf(older, longer, own, newer))).toBe('r-9');
  // A smoke run tells whether a thing works, be it of the store.
  expect(runIn(evidenceOf(older, { ...own, profile: 'smoke' }))).toBe('r-1');
});

it('reads the memory of another as a share of the bill', () => {
  const memory = comparisonOf(0.1, { metric: 'memory', low: 0.09, high: 0.11 });
  const median = { scenario: 'json', metric: 'memory', unit: 'MiB' } as const;
  const medians = [
    { ...median, contender: 'node', median: 1024, low: 1000, high: 1050 },
    { ...median, contender: 'go', median: 102.4, low: 100, high: 105 },
  ];
  const parts = { perVcpuHour: 0.03, perGibHour: 0.003, date: '2026', source: 's' };
  const evidence = { ...evidenceOf(runOf([memory], { medians })), parts };
  const asked = { kind: 'memory-bill', scenario: 'json', ahead: 'go', of: 'node' } as const;
  const { found } = outcomeOf(asked, evidence);
  if (found.kind !== 'found') throw new Error(JSON.stringify(found));
  // A GiB at 0.003 beside a vCPU at 0.03, nine tenths of it saved.
  expect(found.value).toBeCloseTo((0.003 * 0.9) / 0.033, 12);
  expect(found.low).toBeCloseTo((0.003 * 0.89) / 0.033, 12);
  expect(outcomeOf(asked, { ...evidence, parts: null }).found).toMatchObject({ kind: 'absent' });
});

it('reads growth as a share of the room there was', () => {
  const peakRate = comparisonOf(1.5, { scenario: 'cores', metric: 'peak-rate', contender: 'go@2', against: 'go@1' });
  const growths = [{ scenario: 'cores', contender: 'go@2', cores: 2, room: 1.6, peakRate }];
  const cells = [{ scenario: 'cores', blocks: 12, contenders: ['go@1', 'go@2'] }];
  const evidence = evidenceOf(runOf([], { growths, cells }));
  const { found } = outcomeOf({ kind: 'scaling', scenario: 'cores', contender: 'go', cores: 2 }, evidence);
  expect(found).toMatchObject({ value: 1.5 / 1.6, low: (1.5 * 0.98) / 1.6 });
});

it('takes the worst of one footprint against the best of the other', () => {
  const seen = { date: '2026-11-28', machine: 'a machine', fingerprint: '0123456789abcdef', here: false };
  const evidence = {
    ...NO_EVIDENCE,
    footprints: [{ seen, values: [startOf('go', 19, 20, 22), startOf('node', 380, 400, 440)] }],
  };
  const { found } = outcomeOf({ kind: 'footprint', figure: 'start', ahead: 'go', of: 'node' }, evidence);
  expect(found).toMatchObject({ value: 20, low: 380 / 22, high: 440 / 19, sure: { kind: 'range', n: 20 } });
});

it('says of a time without repetitions that it was measured once, and of bytes that they were counted', () => {
  const seen = { date: '2026-11-28', machine: 'a machine', fingerprint: '0123456789abcdef', here: false };
  const [build, image] = [valueOnce('clean-build'), valueOnce('image')];
  const values = [build('go', 10), build('node', 20), image('go', 10), image('node', 20)];
  const evidence = { ...NO_EVIDENCE, footprints: [{ seen, values }] };
  const sureOf = (id: 'clean-build' | 'image'): unknown =>
    outcomeOf({ kind: 'footprint', figure: id, ahead: 'go', of: 'node' }, evidence).found;
  expect(sureOf('clean-build')).toMatchObject({ value: 2, sure: { kind: 'once' } });
  expect(sureOf('image')).toMatchObject({ value: 2, sure: { kind: 'counted' } });
});

it('counts of the mistakes only those that can be made', () => {
  const mistakes = [
    { id: 'a', seen: seenIn('build') },
    { id: 'b', seen: seenIn('not-expressible') },
    { id: 'c', seen: seenIn('never') },
  ];
  const evidence = { ...NO_EVIDENCE, mistakes: [{ date: '2026-11-28', mistakes }] };
  const shareOf = (toolchain: 'rust' | 'typescript', only: readonly string[] | null): unknown =>
    outcomeOf({ kind: 'mistakes', end: 'before-run', toolchain, only }, evidence).found;
  expect(shareOf('rust', null)).toMatchObject({ value: 0.5, from: { of: 2 } });
  expect(shareOf('typescript', null)).toMatchObject({ value: 1 });
  expect(shareOf('rust', ['b'])).toMatchObject({ kind: 'absent', why: { kind: 'no-mistakes' } });
});

describe('public figures', () => {
  const topTen: Scale = { from: null, to: 10, opposite: { side: 'above', at: 10 } };
  const rank: Quantity = { kind: 'figure', series: 'rank' };
  const judged = (...figures: readonly PublicFigure[]): Outcome => outcomeOf(rank, { ...NO_EVIDENCE, figures }, topTen);

  it('go by the newest of their series', () => {
    expect(judged(figure('2026-09', 9), figure('2025-01', 20)).word).toBe('supported');
  });

  it('are outdated where an older one bore the claim out and the newest does not', () => {
    const { word, once } = judged(figure('2025-01', 7), figure('2026-01', 16));
    expect(word).toBe('outdated');
    expect(once?.date).toBe('2025-01');
    expect(judged(figure('2025-01', 12), figure('2026-01', 21)).word).toBe('opposite');
  });
});
