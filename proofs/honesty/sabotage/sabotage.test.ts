import { NO_WISHES } from '../../../src/thinking/advice/parse.ts';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/doing/run/run.ts';
import type { RoundOutcome } from '../../../src/thinking/measurement/measurement.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../../../src/thinking/plan/defaults.ts';
import { madeContender, madeScenario } from '../../../src/thinking/plan/made-bakeoff.ts';
import { makePlan } from '../../../src/thinking/plan/make.ts';
import type { Plan } from '../../../src/thinking/plan/plan.ts';
import { concludeScenario } from '../../../src/thinking/verdict/conclude.ts';
import type { Conclusion } from '../../../src/thinking/verdict/conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from '../../../src/thinking/verdict/made-run.ts';
import { endingOf, endingText, isCaught, type Ending } from './ending.ts';
import { NOTHING, TWIN, twinOf, UNTOUCHED, type Interference, type Materials, type Sabotage } from './sabotage.ts';
import { SABOTAGES } from './sabotages.ts';
import { provenIn, sabotageTable, shortcoming } from './tally.ts';

const LINE_UP = madeLineUp(['node', TWIN], 12);
const COMPLETE = { kind: 'complete', run: 'r-made' } as const;
const REFUSED = { kind: 'refused', run: 'r-made' } as const;

/** Rounds in which the twin costs so much of what the baseline does, with a little scatter. */
function rounds(ratio: number): readonly RoundOutcome[] {
  return madeRun(LINE_UP, ({ entry, block }) => ({
    cpuUs: 100 * (entry === TWIN ? ratio : 1) * Math.exp(0.01 * Math.sin(7 * block + entry.length)),
  }));
}

const conclude = (outcomes: readonly RoundOutcome[]): Conclusion => concludeScenario(MADE_RULES, LINE_UP, outcomes);

function instead(of: (entry: string) => boolean, make: (one: RoundOutcome & { kind: 'measured' }) => RoundOutcome) {
  return rounds(1).map((one) => (one.kind === 'measured' && of(one.measurement.identity.entry) ? make(one) : one));
}

describe('the ending of a sabotaged run', () => {
  test('is a verdict where anything is said of the twin in a primary metric', () => {
    expect(endingText(endingOf(COMPLETE, conclude(rounds(1.2))))).toBe('verdict: worse');
    expect(endingText(endingOf(COMPLETE, conclude(rounds(1))))).toBe('verdict: equivalent');
    expect(isCaught(endingOf(COMPLETE, conclude(rounds(1))))).toBe(false);
  });

  test('is a refusal with what most of its rounds are void for', () => {
    const reason = { kind: 'clock-jump', phase: 'steady', ms: 2000, limitMs: 50 } as const;
    const voided = instead(
      (entry) => entry === TWIN,
      ({ measurement }) => ({ kind: 'void', identity: measurement.identity, reason, measurement }),
    );
    const ending = endingOf(REFUSED, conclude(voided));
    expect(endingText(ending)).toBe('refused: too-many-void (clock-jump)');
    expect(isCaught(ending)).toBe(true);
    const slower = madeRun(LINE_UP, ({ entry }) => ({ cpuUs: entry === 'placebo' ? 120 : 100 }));
    expect(endingText(endingOf(REFUSED, conclude(slower)))).toBe('refused: placebo-differs');
  });

  test('is a failure where the twin is out by its own, and only then', () => {
    const failure = { kind: 'wrong-under-load', phase: 'steady', wrong: 1, of: 23, example: [] } as const;
    const failing = (entry: string): Ending =>
      endingOf(
        COMPLETE,
        conclude(
          instead(
            (one) => one === entry,
            ({ measurement }) => ({ kind: 'failed', identity: measurement.identity, failure }),
          ),
        ),
      );
    expect(endingText(failing(TWIN))).toBe('failed: wrong-under-load');
    // Without its baseline nothing is said of the twin, but it is not the twin that was caught.
    expect(endingText(failing('node'))).toBe('undecided');
    expect(isCaught(failing('node'))).toBe(false);
  });

  test('is neither where the run did not get as far', () => {
    expect(endingText(endingOf({ kind: 'machine-busy', owner: 'run r-other' }, null))).toBe('cut short: machine-busy');
    expect(isCaught(endingOf({ kind: 'interrupted', run: 'r-made' }, conclude(rounds(1))))).toBe(false);
  });
});

describe('an attempt', () => {
  const sabotage: Sabotage = { id: 'made', title: 'made up', own: 'undecided', interfere: NOTHING, control: NOTHING };
  const own: Ending = { kind: 'refused', refusal: 'placebo-differs', by: null };
  const other: Ending = { kind: 'refused', refusal: 'too-many-void', by: 'foreign-cpu' };
  const word: Ending = { kind: 'verdict', words: ['equivalent'] };
  const of = (endings: readonly Ending[], control: Ending | null) => ({
    sabotage: { ...sabotage, own: endingText(own) },
    endings,
    control,
  });

  test('holds where all runs that count are caught by what is there for it, and the other run is not', () => {
    expect(shortcoming(of([own, own, other], word), 2)).toBeNull();
    expect(shortcoming(of([own, own], other), 2)).toBeNull();
    expect(provenIn(of([own, other, word, own], word))).toEqual({ own: 2, of: 3 });
  });

  test.each<[string, readonly Ending[], Ending | null, RegExp]>([
    ['one run gave a verdict', [own, own, word], word, /^1 of 3 were not caught/u],
    ['one is undecided', [own, own, { kind: 'undecided' }], word, /^1 of 3/u],
    ['too few are refused for it', [own, other, other], word, /^only 1 of 2 ended as they should/u],
    ['none was run', [], word, /^only 0 of 2/u],
    ['the run without it is refused for the same', [own, own], own, /^without the sabotage/u],
    ['the run without it came to nothing', [own, own], { kind: 'cut-short', end: 'interrupted' }, /came to nothing/u],
    ['there is none', [own, own], null, /no run without/u],
  ])('does not where %s', (_what, endings, control, expected) => {
    expect(shortcoming(of(endings, control), 2)).toMatch(expected);
  });

  test('stands in the table with its counts', () => {
    const table = sabotageTable([of([own, own, other], word), of([word], null)], 2);
    expect(table).toContain(
      '| made: made up | refused: placebo-differs 2; refused: too-many-void (foreign-cpu) 1 | verdict: equivalent | 2 of 2 | held |',
    );
    expect(table).toContain('| verdict: equivalent 1 | – | 0 of 1 | **missed: 1 of 1 were not caught** |');
  });
});

const MATERIALS: Materials = {
  seed: 3,
  honest: { ...madeContender('burn', 'all'), env: { BURN_US: '1000' } },
  skips: madeContender('burn+skips', 'all'),
  skipsSome: madeContender('burn+skips-some', 'all'),
};

function planFor(contenders: Interference['contenders']): Plan {
  const bakeoff = {
    name: 'made',
    file: '/bakeoff.yaml',
    baseline: 'burn',
    contenders: contenders(MATERIALS),
    scenarios: [madeScenario('hello')],
    profile: 'smoke',
    cores: 'auto',
    objective: DEFAULT_OBJECTIVE,
    margin: DEFAULT_MARGINS,
    decide: NO_WISHES,
  } as const;
  const machineCores = { contender: [0], rest: [1], shared: false };
  return makePlan(bakeoff, { run: 'r-made', seed: 3, machineCores, leftOut: [], digests: {} });
}

function done(id: string): Interference {
  const sabotage = SABOTAGES.find((one) => one.id === id);
  if (sabotage === undefined) throw new Error(`no sabotage ${id}`);
  return { ...UNTOUCHED, ...sabotage.interfere(MATERIALS) };
}

function ids(id: string): readonly string[] {
  return done(id)
    .contenders(MATERIALS)
    .map((one) => `${one.id} ${one.dir}`);
}

function starting(position: number): RunEvent {
  const identity = { run: 'r-made', scenario: 'hello', entry: TWIN, contender: TWIN, block: 0, position, sitting: 0 };
  return { kind: 'round', identity, stage: 'starting', blocks: 6, secondsLeft: 0 };
}

describe('a sabotage', () => {
  test('has a name of its own', () => {
    expect(new Set(SABOTAGES.map(({ id }) => id)).size).toBe(SABOTAGES.length);
  });

  test('of the order keeps it in every block, and slows whoever starts later', () => {
    const { contenders, hear, replan } = done('fixed-order');
    const [honest, twin] = contenders(MATERIALS);
    const { blocks, entries } = replan(planFor(contenders)).scenarios[0]!;
    expect(blocks).toHaveLength(6);
    expect(new Set(blocks.map((order) => order.join(' '))).size).toBe(1);
    expect(blocks[0]!.toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
    const factors = [0, 1, 2].map((position) => {
      hear(starting(position));
      expect({ ...twin!.env }).toEqual({ ...honest!.env });
      return { ...twin!.env };
    });
    expect(factors).toEqual(['1', '1.08', '1.16'].map((BURN_FACTOR) => ({ BURN_US: '1000', BURN_FACTOR })));
  });

  test('of the cores gives both the same one and calls them apart', () => {
    const { contenders, replan } = done('generator-on-the-contenders-core');
    const { cores, gates } = replan(planFor(contenders));
    expect(cores).toEqual({ contender: [0], rest: [0], shared: false });
    expect(gates).toMatchObject({ contenderCores: [0], apart: true });
  });

  test('of the bodies enters the cheat as the twin', () => {
    expect(ids('cheaper-wrong-bodies')).toEqual(['burn /contenders/burn', 'twin /contenders/burn+skips']);
    expect(ids('some-cheaper-wrong-bodies')).toEqual(['burn /contenders/burn', 'twin /contenders/burn+skips-some']);
  });

  test('that is none enters the same contender twice', () => {
    const { contenders, replan } = UNTOUCHED;
    const plan = planFor(contenders);
    expect(contenders(MATERIALS)).toEqual([MATERIALS.honest, twinOf(MATERIALS.honest)]);
    expect(replan(plan)).toBe(plan);
  });
});
