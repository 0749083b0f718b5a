import { describe, expect, test } from 'vitest';

import type { RoundOutcome } from '../measurement/measurement.ts';
import { madeInput, MADE_CONTENDERS } from './made-input.ts';
import { MADE_TRUTHS } from './made-truth.ts';
import type { MadeRun } from './made-input.ts';
import { listed, verdictSentence } from './sentence.ts';

/** The same rounds in a closed loop: nothing was offered and nothing was due. */
function closed(outcomes: readonly RoundOutcome[]): readonly RoundOutcome[] {
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'measured') return outcome;
    const { steady, ...rest } = outcome.measurement;
    return { kind: 'measured', measurement: { ...rest, steady: { ...steady, offeredPerS: null, responseMs: null } } };
  });
}

/** The first half of the blocks is offered this rate. */
function offered(one: RoundOutcome, offeredPerS: number): RoundOutcome {
  if (one.kind !== 'measured' || one.measurement.identity.block >= 6) return one;
  const { measurement } = one;
  return { kind: 'measured', measurement: { ...measurement, steady: { ...measurement.steady, offeredPerS } } };
}

/** The database holds Rust down in every block, Go in two of three, and Node in none. */
function databaseBound(one: RoundOutcome): RoundOutcome {
  if (one.kind !== 'measured') return one;
  const { peak, ...measurement } = one.measurement;
  const { contender, block } = measurement.identity;
  if (contender === 'node-fastify' || (contender === 'go-nethttp' && block % 3 === 0)) return one;
  const cpu = { ...peak.cpu, contenderS: peak.cpu.contenderS * 0.6, servicesS: 1.2, generatorS: 0.2 };
  return { kind: 'measured', measurement: { ...measurement, peak: { ...peak, cpu } } };
}

/** The sentence on `json` of a made run without disturbance. */
function sentence(made: MadeRun): string {
  const input = madeInput({ change: (outcomes) => outcomes, ...made });
  const [json] = input.conclusion.scenarios;
  return verdictSentence(json!);
}

const NODE = MADE_TRUTHS['node-fastify']!;

describe('a verdict sentence', () => {
  test('gives both CPU figures as multiples of the baseline, with their intervals', () => {
    expect(sentence({ noise: 0.0001 })).toBe(
      'On json, go-nethttp needs 0.55× the CPU of node-fastify per request at saturation (99.2 % interval 0.55–0.55) and ' +
        'rust-axum 0.31× (0.31–0.31); at a common 2,400 requests/s the ratios are 0.62× (0.62–0.62) and 0.45× (0.45–0.45).',
    );
  });

  test('never says faster, slower or a percentage of a difference', () => {
    expect(sentence({ noise: 0.1 })).not.toMatch(/faster|slower|% (?:better|less|more)/u);
  });

  test('calls equals equivalent within the margin', () => {
    const text = sentence({ noise: 0.005, truths: {} });
    expect(text).toMatch(
      /^On json, at saturation equivalent to node-fastify within the margin of 5 % are go-nethttp at 1\.00× \(99\.2 % interval /u,
    );
    expect(text).toMatch(/\. At a common 2,400 requests\/s equivalent to node-fastify/u);
  });

  test('says of what is undecided how many blocks would decide it', () => {
    expect(sentence({ noise: 0.3, truths: {} })).toMatch(
      /undecided against node-fastify are go-nethttp at [\d.]+× \([\d.]+–[\d.]+; about \d+ blocks would decide it\)/u,
    );
  });

  test('of a contender decided in one figure only repeats names, so that no ratio can be taken for another’s', () => {
    const truths = { ...MADE_TRUTHS, 'go-nethttp': { ...NODE, peakUs: NODE.peakUs / 2 } };
    const text = sentence({ noise: 0.005, truths });
    expect(text).toMatch(/At a common 2,400 requests\/s rust-axum needs 0\.45× the CPU of node-fastify per request/u);
    expect(text).toMatch(/equivalent to node-fastify within the margin of 5 % is go-nethttp/u);
  });

  test('of a peak that the database bound quotes no ratio and says what would decide it', () => {
    const input = madeInput();
    const [, mysql] = input.conclusion.scenarios;
    const text = verdictSentence(mysql!);
    expect(text).toMatch(
      /at saturation the database or upstream was the limit for go-nethttp and rust-axum in 12 of 12 rounds/u,
    );
    expect(text.slice(0, text.indexOf('. At a common'))).not.toMatch(/\d×/u);
    expect(text).toContain('more cores for it would decide it');
  });

  test('of rounds that differ in number names each, and the first says that they are rounds', () => {
    const [, mysql] = madeInput({ change: (outcomes) => outcomes.map((one) => databaseBound(one)) }).conclusion
      .scenarios;
    expect(verdictSentence(mysql!)).toContain(
      'the database or upstream was the limit for go-nethttp (in 8 of 12 rounds) and rust-axum (in 12 of 12), which gives no verdict on them',
    );
  });

  test('of runs at different rates says from which to which', () => {
    expect(sentence({ noise: 0.0001, change: (outcomes) => outcomes.map((one) => offered(one, 1800)) })).toContain(
      'at common rates of 1,800 to 2,400 requests/s the ratios are',
    );
  });

  test('of a refused run quotes nothing', () => {
    const input = madeInput({ blocks: 2 });
    for (const scenario of input.conclusion.scenarios) {
      expect(verdictSentence(scenario)).toBe(`On ${scenario.scenario} there is no verdict: the run is refused.`);
    }
  });

  test('of a scenario without rounds or without rivals says so', () => {
    expect(sentence({ change: () => [] })).toBe('On json there is no verdict: no block of it counts.');
    expect(sentence({ contenders: MADE_CONTENDERS.slice(0, 1) })).toBe(
      'On json, node-fastify was measured alone, against itself: name a second contender for a verdict.',
    );
  });

  test('of a closed loop promises no common rate', () => {
    const text = sentence({ change: closed, noise: 0.001 });
    expect(text).toContain('in the steady closed loop the ratios are');
    expect(text).not.toContain('requests/s');
  });

  test('does not grow with the number of contenders: it gives the lowest and the highest', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ ...MADE_CONTENDERS[1]!, id: `go-${i}` }));
    const truths = Object.fromEntries(
      many.map(({ id }, i) => [id, { ...NODE, peakUs: 10 + i * 5, steadyUs: 20 + i * 5 }] as const),
    );
    const text = sentence({ contenders: [MADE_CONTENDERS[0]!, ...many], truths, noise: 0.004 });
    expect(text).toMatch(
      /7 contenders need 0\.16× \(99\.9 % interval [^)]+; go-0\) to 0\.65× \([^)]+; go-6\) the CPU of node-fastify/u,
    );
    expect(text.length).toBeLessThan(420);
  });

  test('does not round the end that decides a verdict onto 1', () => {
    const input = madeInput();
    const [json] = input.conclusion.scenarios;
    const verdicts = json!.verdicts.map((verdict) => ({ ...verdict, ratio: 0.88, low: 0.79, high: 0.9984 }));
    expect(verdictSentence({ ...json!, verdicts })).toContain('0.88× (0.79–0.998)');
  });
});

test('a list reads as one', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
