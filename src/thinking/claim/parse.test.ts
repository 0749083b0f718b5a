import { describe, expect, it } from 'vitest';
import type { PublicFigure } from './claim.ts';
import { parseClaims, parseFigures } from './parse.ts';

const FIGURE: PublicFigure = {
  series: 'go-rank',
  what: 'rank of Go',
  value: 16,
  unit: 'rank',
  date: '2026-01',
  conditions: 'an index',
  source: 'a source',
  terms: 'quotation',
};

function claims(text: string, taken = new Set<string>()) {
  return parseClaims({ file: 'claims/own.yaml', text }, [FIGURE], taken);
}

/** The problems as a reader meets them: line, key and rule. */
function problemsOf(text: string): readonly string[] {
  const read = claims(text);
  return read.ok ? [] : read.problems.map(({ line, key, expected }) => `${line} ${key}: ${expected}`);
}

const GOOD = `claims:
  - id: OWN1
    section: Ours
    says: Go halves our bill
    tests:
      - { scenario: json, metric: p99, ahead: go-nethttp, of: node-fastify, holds: { from: 2 }, fails: { below: 0.9 } }
    elsewhere:
      - { footprint: image, ahead: go-nethttp, of: node-fastify, holds: { from: 2 }, fails: { below: 0.9 } }
      - { memory-bill: json, ahead: go-nethttp, of: node-fastify, holds: { from: 0.1 }, fails: { below: 0 } }
      - { scaling: go-nethttp, cores: 4, holds: { from: 0.8 }, fails: { below: 0.5 } }
      - { held: go-nethttp, scenario: chat, holds: { from: 1000 }, fails: { below: 10 } }
      - { pause: go-nethttp, holds: { to: 1 }, fails: { above: 10 } }
      - { mistakes: never, in: go, only: [28-data-race], holds: { to: 0 }, fails: { above: 0.5 } }
      - { figure: go-rank, holds: { to: 10 }, fails: { above: 10 } }
    published: [go-rank]
  - { id: OWN2, section: Ours, says: Go is nicer, judgement: A matter of taste }
`;

describe('claims', () => {
  it('are read whole', () => {
    const read = claims(GOOD);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const [first, second] = read.value;
    expect(first?.ground).toMatchObject({
      kind: 'tested',
      tests: [
        {
          quantity: { kind: 'ahead', scenario: 'json', metric: 'p99', ahead: 'go-nethttp', of: 'node-fastify' },
          scale: { from: 2, to: null, opposite: { side: 'below', at: 0.9 } },
        },
      ],
    });
    const kinds = first?.ground.kind === 'tested' ? first.ground.elsewhere.map((test) => test.quantity.kind) : [];
    expect(kinds).toEqual(['footprint', 'memory-bill', 'scaling', 'held', 'pause', 'mistakes', 'figure']);
    expect(second?.ground).toEqual({ kind: 'judgement', why: 'A matter of taste' });
  });

  it('have tests or are judgements, not both and not neither', () => {
    const rule = 'one of tests and judgement';
    expect(problemsOf('claims: [{ id: A, section: s, says: x }]')).toEqual([`1 claims[0]: ${rule}`]);
    expect(problemsOf(GOOD.replace('    published:', '    judgement: taste\n    published:'))).toEqual([
      `2 claims[0]: ${rule}`,
    ]);
  });

  it('have ids of their own, over all files', () => {
    const taken = new Set(['OWN2']);
    const read = claims(GOOD, taken);
    expect(read.ok ? [] : read.problems.map(({ line, expected }) => `${line}: ${expected}`)).toEqual([
      '16: an id that no other claim has',
    ]);
  });

  it('name thresholds of which one is on each side', () => {
    expect(
      problemsOf(
        GOOD.replace(
          'holds: { from: 2 }, fails: { below: 0.9 } }\n    elsewhere',
          'holds: {}, fails: { below: 0.9 } }\n    elsewhere',
        ),
      ),
    ).toEqual([
      '6 claims[0].tests[0].holds: from, to or both, so that some numbers bear the claim out and others do not',
    ]);
    expect(
      problemsOf(GOOD.replace('fails: { above: 10 } }\n      - { mis', 'fails: { above: 0.5 } }\n      - { mis')),
    ).toEqual(['12 claims[0].elsewhere[4].holds: fails above a number of at least to']);
  });

  it('name public figures that there are', () => {
    expect(problemsOf(GOOD.replace('figure: go-rank', 'figure: go-rnak'))).toEqual([
      '14 claims[0].elsewhere[6].figure: a series of evidence/*.yaml',
    ]);
    expect(problemsOf(GOOD.replace('published: [go-rank]', 'published: [rank-of-go]'))).toEqual([
      '15 claims[0].published[0]: a series of evidence/*.yaml',
    ]);
  });

  it('tell a metric that there is not, and a test of no form', () => {
    expect(problemsOf(GOOD.replace('metric: p99', 'metric: p98'))[0]).toContain('6 claims[0].tests[0].metric');
    const [none] = problemsOf(GOOD.replace('scaling: go-nethttp', 'scales: go-nethttp'));
    expect(none).toContain('10 claims[0].elsewhere[2]');
    expect(none).toContain('one of scenario with metric');
  });
});

const LINE = '{ series: a, what: b, value: 1, unit: rank, date: 2026-01, conditions: c, source: d, terms: MIT }';
const read = (line: string) => parseFigures({ file: 'evidence/own.yaml', text: `figures:\n  - ${line}\n` });

describe('public figures', () => {
  it('are read whole', () => {
    expect(read(LINE)).toMatchObject({ ok: true, value: [{ series: 'a', value: 1, date: '2026-01', terms: 'MIT' }] });
  });

  it.each(['date: 2026-01, ', 'conditions: c, ', 'source: d, ', ', terms: MIT'])(
    'are refused without a part of them: %s',
    (part) => {
      const without = read(LINE.replace(part, ''));
      const [first] = without.ok ? [] : without.problems;
      expect(first?.key).toContain(/(\w+):/u.exec(part)?.[1]);
    },
  );

  it('are refused with a date of no form, or on terms that let nobody show them', () => {
    expect(read(LINE.replace('2026-01', 'last year')).ok).toBe(false);
    expect(read(LINE.replace('MIT', 'all-rights-reserved')).ok).toBe(false);
  });
});
