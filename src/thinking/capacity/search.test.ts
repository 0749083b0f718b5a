import { expect, test } from 'vitest';
import { seededDraws, shuffled, type Draws } from '../estimate/draws.ts';
import { rateOf, stepAtOrBelow } from './grid.ts';
import { ladderOf, MOST_VOID, search, type Attempt, type Ladder, type Search } from './search.ts';

type World = (step: number) => Attempt['outcome'];

const LADDER: Ladder = { lowest: 90, start: 148, highest: 200 };
/** 2,000/s: the capacity of the simulations. */
const KNEE = stepAtOrBelow(2000);

/** Attempts as the search asks for them, to its end. */
function carriedOut(ladder: Ladder, world: World): { readonly end: Search; readonly attempts: readonly Attempt[] } {
  const attempts: Attempt[] = [];
  for (;;) {
    const next = search(ladder, attempts);
    if (next.kind !== 'try') return { end: next, attempts };
    attempts.push({ step: next.step, outcome: world(next.step) });
  }
}

const upTo =
  (knee: number): World =>
  (step) =>
    step <= knee ? 'passed' : 'failed';

test('wherever the capacity is, it is found, between the ladder’s ends and from any start', () => {
  for (const start of [LADDER.lowest, 120, LADDER.start, LADDER.highest]) {
    for (let knee = LADDER.lowest; knee < LADDER.highest; knee += 1) {
      const { end, attempts } = carriedOut({ ...LADDER, start }, upTo(knee));
      expect(end).toEqual({ kind: 'found', step: knee });
      expect(attempts.length).toBeLessThanOrEqual(8 + 2 * 3 + Math.abs(knee - start) / 8);
    }
  }
});

test('a ladder climbs by half as much again, and what it brackets is halved', () => {
  const { attempts } = carriedOut(LADDER, upTo(KNEE));
  const edge = Array.from({ length: 4 }, (_, nth) => KNEE + (nth % 2));
  expect(attempts.map(({ step }) => step)).toEqual([148, 156, 152, 154, 155, ...edge]);
  expect(rateOf(156) / rateOf(148)).toBeCloseTo(1.48, 2);
});

test('a contender that passes at the highest step is beyond it, one that fails at the lowest below it, by majority both', () => {
  const ends = [
    carriedOut(LADDER, () => 'passed'),
    carriedOut(LADDER, () => 'failed'),
    carriedOut({ lowest: 7, start: 7, highest: 7 }, () => 'passed'),
    carriedOut({ lowest: 7, start: 7, highest: 7 }, () => 'failed'),
  ];
  expect(ends.map(({ end }) => end)).toEqual([
    { kind: 'beyond', step: 200 },
    { kind: 'below-grid', step: 90 },
    { kind: 'beyond', step: 7 },
    { kind: 'below-grid', step: 7 },
  ]);
  for (const { end, attempts } of ends) {
    expect(attempts.filter(({ step }) => 'step' in end && step === end.step)).toHaveLength(3);
  }
});

test('one outcome that is not so, whichever it is, changes nothing', () => {
  for (let knee = LADDER.lowest; knee < LADDER.highest; knee += 1) {
    const { attempts } = carriedOut(LADDER, upTo(knee));
    for (let spoilt = 0; spoilt < attempts.length; spoilt += 1) {
      let nth = -1;
      const world: World = (step) => {
        nth += 1;
        return step <= knee === (nth !== spoilt) ? 'passed' : 'failed';
      };
      expect(carriedOut(LADDER, world).end, `${knee}, attempt ${spoilt}`).toEqual({ kind: 'found', step: knee });
    }
  }
});

test('no step is tried more often than a majority of five needs, void attempts aside', () => {
  const draws = seededDraws(5);
  for (let run = 0; run < 500; run += 1) {
    const { attempts } = carriedOut(LADDER, () => (['passed', 'failed', 'void'] as const)[draws.below(3)] ?? 'void');
    const told = attempts.filter(({ outcome }) => outcome !== 'void');
    const counts = new Map<number, number>();
    for (const { step } of told) counts.set(step, (counts.get(step) ?? 0) + 1);
    expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(5);
  }
});

test('a search goes on from what is stored, in whatever order that is', () => {
  const draws = seededDraws(3);
  const { attempts, end } = carriedOut(LADDER, upTo(KNEE));
  expect(search(LADDER, shuffled(attempts, draws))).toEqual(end);
  const begun = attempts.slice(0, 6);
  expect(search(LADDER, shuffled(begun, draws))).toEqual(search(LADDER, begun));
});

test('void attempts are repeated and decide nothing', () => {
  let nth = 0;
  const everyOther: World = (step) => {
    nth += 1;
    return nth % 2 === 0 ? 'void' : upTo(KNEE)(step);
  };
  const { end, attempts } = carriedOut(LADDER, everyOther);
  expect(end).toEqual({ kind: 'found', step: KNEE });
  expect(attempts.filter(({ outcome }) => outcome === 'void').length).toBeGreaterThan(5);
});

test('so many void attempts in a row at one step end the search without an answer', () => {
  expect(carriedOut(LADDER, () => 'void')).toEqual({
    end: { kind: 'undecided', step: LADDER.start, voids: MOST_VOID },
    attempts: Array.from({ length: MOST_VOID }, () => ({ step: LADDER.start, outcome: 'void' })),
  });
  const { end } = carriedOut(LADDER, (step) => (step > 160 ? 'void' : 'passed'));
  expect(end).toEqual({ kind: 'undecided', step: 164, voids: MOST_VOID });
});

test('a ladder begins at a share of the closed loop and ends where the generator does', () => {
  expect(ladderOf(2000, 50_000)).toEqual({
    lowest: stepAtOrBelow(100),
    start: stepAtOrBelow(1400),
    highest: stepAtOrBelow(50_000),
  });
  const end = stepAtOrBelow(1000);
  expect(ladderOf(50_000, 1000)).toEqual({ lowest: end, start: end, highest: end });
  expect(ladderOf(0.5, 1000)).toMatchObject({ lowest: 0, start: 0 });
});

/** One attempt in so many fails for no reason of the contender's. */
const SPURIOUS = 0.1;
const SEARCHES = 5000;

const noisy =
  (draws: Draws): World =>
  (step) =>
    draws.uniform() < SPURIOUS ? 'failed' : upTo(KNEE)(step);

/** What everybody does first: believe each attempt and halve. */
function plainBisection(ladder: Ladder, world: World): number {
  let [passing, failing] = [ladder.lowest, ladder.highest];
  while (failing - passing > 1) {
    const step = Math.floor((passing + failing) / 2);
    if (world(step) === 'passed') passing = step;
    else failing = step;
  }
  return passing;
}

/** Shares of searches whose answer is off by more than so many steps. */
function offBy(steps: number, answers: readonly number[]): number {
  return answers.filter((step) => Math.abs(step - KNEE) > steps).length / answers.length;
}

const TWENTY_PERCENT = 3; // 1.05⁴ is the first power beyond 1.2

test('one attempt in ten that fails for no reason hardly ever moves the answer by more than a step, where it often misleads bisection', () => {
  const draws = seededDraws(20261126);
  const world = noisy(draws);
  const searches = Array.from({ length: SEARCHES }, () => carriedOut(LADDER, world));
  const answers = searches.map(({ end }) => (end.kind === 'found' ? end.step : Number.NaN));
  expect(answers.every(Number.isInteger)).toBe(true);
  const attempts = searches.reduce((sum, one) => sum + one.attempts.length, 0) / SEARCHES;
  const plain = Array.from({ length: SEARCHES }, () => plainBisection(LADDER, world));
  expect(offBy(1, answers)).toBeLessThan(0.02);
  expect(offBy(TWENTY_PERCENT, answers)).toBeLessThan(0.01);
  expect(attempts).toBeLessThan(14);
  expect(offBy(TWENTY_PERCENT, plain)).toBeGreaterThan(0.1);
});

test('where passing fades out over some steps, the answer is where half of the attempts pass, to a step or two', () => {
  const draws = seededDraws(9);
  // A logistic slope: one step from the middle 27 % pass, two steps from it 12 %.
  const fading: World = (step) => (draws.uniform() < 1 / (1 + Math.exp(step - KNEE - 0.5)) ? 'passed' : 'failed');
  const answers = Array.from({ length: SEARCHES }, () => carriedOut(LADDER, fading).end).map((end) =>
    end.kind === 'found' ? end.step : Number.NaN,
  );
  expect(offBy(2, answers)).toBeLessThan(0.03);
  const mean = answers.reduce((sum, step) => sum + step, 0) / SEARCHES;
  expect(Math.abs(mean - KNEE)).toBeLessThan(0.5);
});
