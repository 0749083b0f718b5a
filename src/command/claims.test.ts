import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadClaims } from '../doing/definition/claims.ts';
import { readRecords } from '../doing/record/read.ts';
import { NO_EVIDENCE } from '../thinking/claim/evidence.ts';
import type { Evidence, RunEvidence } from '../thinking/claim/evidence.ts';
import { judge, named, type Judged } from '../thinking/claim/judge.ts';
import { readFootprints } from '../thinking/claim/footprint-record-parse.ts';
import { readMistakes } from '../thinking/claim/mistakes-record-parse.ts';
import { readResult } from '../thinking/claim/record-parse.ts';
import { claimsMarkdown } from '../thinking/report/claims-page.ts';
import { claimsReport } from '../thinking/report/claims.ts';
import { claimsHtml } from '../thinking/report/html/claims.ts';
import { makePlace } from './bakeoff.fixture.ts';
import { ROOT } from './product.ts';
import { EXIT } from './world.ts';

const place = makePlace('claims');
afterAll(() => place.remove());

const defined = loadClaims(ROOT, ROOT);
if (!defined.ok) throw new Error(JSON.stringify(defined.problems));
const { claims, figures, parts } = defined.value;

/** The committed records as evidence. */
const recorded: Evidence = readRecords([join(ROOT, 'records')]).found.reduce<Evidence>(
  (all, { document }) => {
    const [run, footprint, mistakes] = [
      readResult(document, false),
      readFootprints(document, false),
      readMistakes(document),
    ];
    return {
      ...all,
      runs: run.ok ? [...all.runs, run.value] : all.runs,
      footprints: footprint.ok ? [...all.footprints, footprint.value] : all.footprints,
      mistakes: mistakes.ok ? [...all.mistakes, mistakes.value] : all.mistakes,
    };
  },
  { ...NO_EVIDENCE, figures, parts },
);

function judgeAll(evidence: Evidence): readonly Judged[] {
  return claims.map((claim) => judge(claim, evidence));
}

/** Every number that a claim was decided by, and its word: what a changed number must not touch elsewhere. */
function told(judged: readonly Judged[]): ReadonlyMap<string, string> {
  return new Map(judged.map(({ claim, word, outcomes }) => [claim.id, JSON.stringify([word, outcomes])]));
}

function isOfJson({ scenario, metric, contender, against }: RunEvidence['comparisons'][number]): boolean {
  const isPair = contender === 'go-nethttp' && against === 'node-fastify';
  return isPair && scenario === 'json' && metric === 'peak-cpu-per-request';
}

describe('the claims of the article', () => {
  it('are about contenders and scenarios that there are', () => {
    const quantities = claims.flatMap(({ ground }) =>
      ground.kind === 'judgement' ? [] : [...ground.tests, ...ground.elsewhere].map(({ quantity }) => named(quantity)),
    );
    const scenarios = readdirSync(join(ROOT, 'scenarios'));
    const contenders = readdirSync(join(ROOT, 'contenders'));
    expect(scenarios).toEqual(expect.arrayContaining(quantities.flatMap((one) => one.scenarios)));
    const folders = quantities.flatMap((one) => one.contenders.map((id) => id.split(/[+@]/u)[0] ?? ''));
    expect(contenders).toEqual(expect.arrayContaining(folders));
  });

  it('each have a verdict over the committed record, from a number within its interval or with a reason why there is none', () => {
    const wrong = judgeAll(recorded).filter(({ claim, word, outcomes }) => {
      if (claim.ground.kind === 'judgement') return word !== 'judgement';
      const isOut = outcomes.some(
        ({ found }) => found.kind === 'found' && (found.low > found.value || found.high < found.value),
      );
      const isFree = outcomes.some(({ found, word: own }) => found.kind === 'absent' && own !== 'undecided');
      return outcomes.length === 0 || isOut || isFree;
    });
    expect(wrong.map(({ claim }) => claim.id)).toEqual([]);
  });

  it('rest on no run that was refused', () => {
    const refused = new Set(recorded.runs.filter((run) => run.refused !== null).map(({ run }) => run));
    const rested = judgeAll(recorded)
      .flatMap(({ outcomes, elsewhere }) => [...outcomes, ...elsewhere])
      .flatMap(({ found }) => (found.kind === 'found' && found.from.kind === 'run' ? [found.from.run] : []));
    expect(rested.length).toBeGreaterThan(0);
    expect(rested.filter((run) => refused.has(run))).toEqual([]);
  });

  it('change only where they rest on a number that changes', () => {
    const before = told(judgeAll(recorded));
    // Go takes a tenth of the CPU on json at saturation, and nothing else is another.
    const runs = recorded.runs.map((run) => ({
      ...run,
      comparisons: run.comparisons.map((one) => (isOfJson(one) ? { ...one, ratio: 0.1, low: 0.09, high: 0.11 } : one)),
    }));
    const after = told(judgeAll({ ...recorded, runs }));
    const changed = [...before].filter(([id, text]) => after.get(id) !== text).map(([id]) => id);
    expect(changed).toEqual(['G5']);
  });

  it('stand in all reports, each with its words', () => {
    const judged = judgeAll(recorded);
    const [terminal, page, html] = [claimsReport(judged, 100), claimsMarkdown(judged), claimsHtml(judged)];
    for (const { id } of claims) {
      expect(terminal).toMatch(new RegExp(`^${id} `, 'mu'));
      expect(page).toContain(`| ${id} | “`);
      expect(html).toContain(`<tr id="${id}">`);
    }
    expect(terminal.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});

describe('bakeoff claims', () => {
  it('prints the claims asked for as one document', async () => {
    const { code, out } = await place.run('claims', 'G2', 'P4', '--json');
    expect(code).toBe(EXIT.ok);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'bakeoff/claims@1',
      claims: [
        {
          id: 'G2',
          verdict: 'opposite',
          tests: [{ verdict: 'outdated', once: { date: '2025-01' } }, { verdict: 'opposite' }],
        },
        { id: 'P4' },
      ],
    });
  });

  it('takes a claim of the folder where one stands', async () => {
    mkdirSync(join(place.folder, 'claims'));
    writeFileSync(
      join(place.folder, 'claims/own.yaml'),
      `claims:
  - id: OWN1
    section: Ours
    says: Go needs less CPU than Node.js for JSON
    tests: [{ scenario: json, metric: peak-cpu-per-request, ahead: go-nethttp, of: node-fastify, holds: { from: 0.1 }, fails: { below: 0.05 } }]
`,
    );
    const { code, out } = await place.run('claims', 'OWN1');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/^OWN1 supported$/mu);
    expect(out).toContain('They rest on:');
  });

  it('names what is wrong with an id, a record or a claim, and judges nothing', async () => {
    const unknown = await place.run('claims', 'G55');
    expect(unknown.code).toBe(EXIT.usage);
    expect(unknown.err).toContain('G55: expected the id of a claim; did you mean G5?');
    const file = join(place.folder, 'other.json');
    writeFileSync(file, '{}');
    const other = await place.run('claims', '--record', file);
    expect(other.code).toBe(EXIT.unfit);
    expect(other.err).toContain('expected a document of the schema bakeoff/result@1');
    writeFileSync(file, '{');
    expect((await place.run('claims', '--record', file)).err).toContain('expected a JSON document');
    writeFileSync(join(place.folder, 'claims/own.yaml'), 'claims: [{ id: OWN1, section: a, says: b }]\n');
    const wrong = await place.run('claims');
    expect(wrong.code).toBe(EXIT.usage);
    expect(wrong.err).toContain('claims/own.yaml:1:10');
    expect(wrong.out).toBe('');
  });
});
