import { describe, expect, test } from 'vitest';

import { HOSTILE, madeHostile } from './made-hostile.ts';
import { MADE_CONTENDERS, madeWithFailure, madeInput } from './made-input.ts';
import { terminalReport } from './terminal.ts';

const PLAIN = { width: 100, colour: false } as const;

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}

const ABSENT = ['go-gin', 'rust-actix'].map((contender) => ({
  contender,
  scenario: null,
  reason: 'cargo does not run here; it is needed: the contender is built with it.',
  remedy: 'https://rustup.rs',
}));

const RUNS = {
  'the default': madeInput(),
  'everything undecided': madeInput({ noise: 0.3, truths: {} }),
  'everything equivalent': madeInput({ noise: 0.01, truths: {}, change: (outcomes) => outcomes }),
  refused: madeInput({ blocks: 2 }),
  'undecided, two contenders left out, a machine with a long name': {
    ...madeInput({ noise: 0.3, truths: {}, blocks: 8 }),
    leftOut: ABSENT,
    machine: {
      ...madeInput().machine,
      cpu: 'Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz, a virtual machine of a cloud',
    },
  },
  'with a contender that died': madeWithFailure(),
} as const;

describe('the report for a terminal', () => {
  test.each(Object.entries(RUNS))('has at most 27 lines and keeps to the width: %s', (_name, input) => {
    for (const width of [80, 92, 100, 120]) {
      const lines = linesOf(terminalReport(input, { width, colour: false }));
      expect(lines.length).toBeLessThanOrEqual(27);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  test('has the floor right beneath each table of response times, and says where it is unknown', () => {
    const input = RUNS['the default'];
    const text = terminalReport(input, { width: 120, colour: false });
    expect(text).toMatch(/^floor: p50 0\.09 ms, p99 0\.21 ms \(null server, same cores\)$/mu);
    expect(text).toMatch(/^floor: p50 0\.1 ms, p99 – \(null server, same cores\)$/mu);
    const old = terminalReport({ ...input, calibrations: {} }, { width: 120, colour: false });
    expect(old.match(/^floor: unknown$/gmu)).toHaveLength(2);
    expect(terminalReport(input, { width: 60, colour: false })).not.toContain('floor:');
  });

  test('begins with the verdict and shows both CPU figures side by side, whatever the width', () => {
    for (const width of [60, 80, 100, 140]) {
      const text = terminalReport(RUNS['the default'], { width, colour: false });
      expect(text.startsWith('On json, go-nethttp needs')).toBe(true);
      expect(text).toMatch(/^json +CPU µs\/request, saturated +CPU µs\/request, 2,400\/s/mu);
      expect(text).toMatch(
        /^go-neth(?:ttp|…) +[\d.]+ 0\.5\d× \[0\.\d\d, 0\.\d\d\] ▲.* +[\d.]+ 0\.6\d× \[0\.\d\d, 0\.\d\d\] ▲/mu,
      );
    }
  });

  test('every verdict has its mark, and each mark is explained where its word does not stand beside it', () => {
    const narrow = terminalReport(RUNS['the default'], PLAIN);
    expect(narrow).toContain('▲ better, ≈ equivalent, ? undecided');
    const wide = terminalReport(RUNS['the default'], { width: 120, colour: false });
    expect(wide).toMatch(/^rust-axum .*\? undecided .*▲ better/mu);
  });

  test('a column that has no room is named', () => {
    const text = terminalReport(RUNS['the default'], { width: 80, colour: false });
    expect(text).not.toMatch(/^json .*p50 ms/mu);
    expect(text).toContain(', no MiB, p50 ms, p99 ms');
  });

  test('what each carries at the objective stands beneath its table, where it was searched', () => {
    const text = terminalReport(madeInput({ further: true }), { width: 120, colour: false });
    expect(text).toMatch(
      /^Capacity \(p99 within 50 ms, at most 0\.1 % errors\): node-fastify 1[\d,]+\/s · go-nethttp 2[\d,]+\/s, 1\.\d+×/mu,
    );
    expect(text.match(/^Capacity/gmu)).toHaveLength(2);
    for (const line of linesOf(text)) expect(line.length).toBeLessThanOrEqual(120);
    expect(terminalReport(madeInput(), PLAIN)).not.toContain('Capacity');
  });

  test('more contenders add their rows and nothing else', () => {
    const more = Array.from({ length: 6 }, (_, i) => ({ ...MADE_CONTENDERS[1]!, id: `go-${i}` }));
    const input = madeInput({ contenders: [...MADE_CONTENDERS, ...more] });
    expect(linesOf(terminalReport(input, PLAIN)).length).toBeLessThanOrEqual(27 + 2 * more.length);
  });

  test('a refusal comes first and no ratio is quoted', () => {
    const text = terminalReport(RUNS.refused, PLAIN);
    expect(text.startsWith('✕ Refused: no verdict on any scenario. 1 of 2 blocks of json are void')).toBe(true);
    expect(text).not.toMatch(/\d×/u);
    expect(text).toContain('Next: bakeoff doctor');
  });

  test('who was left out stands there with the reason, and has no row', () => {
    const text = terminalReport(RUNS['with a contender that died'], PLAIN);
    expect(text).toMatch(/Left out: rust-axum in json.*exit 101/su);
    const json = text.slice(text.search(/^json  /mu), text.search(/^jwt-mysql  /mu));
    expect(json).toContain('go-nethttp');
    expect(json).not.toContain('rust-axum');
  });

  test('names what is unequal between the contenders, and where to read more of it', () => {
    expect(terminalReport(RUNS['the default'], PLAIN)).toContain(
      'Unequal: jwt-mysql: connections to the database (bakeoff fairness)',
    );
    expect(terminalReport({ ...RUNS['the default'], calibrations: {} }, PLAIN)).not.toContain('Unequal');
  });

  test('says how to go on with a run that is not complete', () => {
    const input = madeInput();
    const halted = { ...input, run: { ...input.run, complete: false, unfinished: 'r-7f3a', state: 'interrupted' } };
    expect(terminalReport(halted, PLAIN)).toContain('Next: bakeoff run --resume r-7f3a');
    expect(terminalReport(halted, PLAIN)).toContain('not complete (interrupted)');
  });

  test('colour only where it is asked for, and nothing depends on it', () => {
    const colour = terminalReport(RUNS['the default'], { width: 100, colour: true });
    const plain = terminalReport(RUNS['the default'], PLAIN);
    expect(colour).toContain('\u001B[94m');
    expect(plain).not.toContain('\u001B');
    // oxlint-disable-next-line no-control-regex -- the codes are what is taken out
    expect(colour.replaceAll(/\u001B\[\d+m/gu, '').replaceAll(/ +$/gmu, '')).toBe(plain);
  });

  test('a stranger’s text cannot move the cursor, ring or hide', () => {
    const text = terminalReport(madeHostile(RUNS['with a contender that died']), PLAIN);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/u);
    expect(text).not.toContain(HOSTILE);
    expect(text).toContain('<script>');
  });
});
