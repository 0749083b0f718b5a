import { describe, expect, test } from 'vitest';

import { htmlReport } from './html/html.ts';
import { madeHostile } from './made-hostile.ts';
import { madeInput } from './made-input.ts';
import { markdownReport } from './markdown.ts';
import { resultDocument } from './result.ts';
import { terminalReport } from './terminal.ts';
import { backText, surgeText } from './words-of-surge.ts';
import type { ReportInput } from './input.ts';

const SURGED = madeInput({ surge: true, blocks: 10, change: (outcomes) => outcomes });
const PLAIN = madeInput();

/** The same run, in which the generator had no room for the surge of one of them. */
const CROWDED = madeInput({
  surge: true,
  change: (outcomes) =>
    outcomes.map((outcome) => {
      if (outcome.kind !== 'measured' || outcome.measurement.identity.contender !== 'rust-axum') return outcome;
      return { ...outcome, measurement: { ...outcome.measurement, surge: null } };
    }),
});

const documentOf = (input: ReportInput) => resultDocument({ ...input, name: 'made', complete: true });

describe('an overload in the reports', () => {
  test('is a table of Markdown, each number with its unit', () => {
    const text = markdownReport(SURGED);
    expect(text).toContain(
      "**Overload and recovery.** 150 % of each one's peak in the same round for 3 s, then 50 % for 6 s, medians over the rounds. Late: of all requests, those without a correct answer within 50 ms. Back: whole seconds after the surge until the p99 of every second is within that. Memory is limited to 256 MiB, kept by the kernel.",
    );
    expect(text).toContain(
      '| contender | offered | kept of its peak | late or unanswered | back after | memory |\n|---|--:|--:|--:|---|--:|\n',
    );
    expect(text).toMatch(
      /^\| node-fastify \| 24,194\/s \| [\d.]+ % \| 71\.8 % \| 4 s, not within 6 s in 2 of 10 rounds \| 132 MiB \|$/mu,
    );
    expect(text).toMatch(/^\| rust-axum \| 78,947\/s \| [\d.]+ % \| 0 % \| 0 s \| 18 MiB \|$/mu);
    expect(markdownReport(PLAIN)).not.toContain('Overload');
  });

  test('keeps to the width of a terminal, whatever it is', () => {
    for (const width of [64, 80, 100, 140]) {
      const lines = terminalReport(SURGED, { width, colour: false }).split('\n');
      expect(lines.some((line) => line.startsWith('Overload and recovery: 150 %'))).toBe(true);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
    expect(terminalReport(SURGED, { width: 120, colour: false })).toMatch(
      /^ +offered +kept +late +back after +memory$\n^node-fastify +24,194\/s +[\d.]+ % +71\.8 % +4 s, not within 6 s in 2 of 10 rounds +132 MiB$/mu,
    );
    expect(terminalReport(PLAIN, { width: 120, colour: false })).not.toContain('Overload');
  });

  test('is a section of the page with two pictures a scenario', () => {
    const page = htmlReport(SURGED);
    expect(page).toContain('<h2>Overload and recovery</h2>');
    expect(page).toContain('<td>4 s, not within 6 s in 2 of 10 rounds</td><td class="n">132 MiB</td>');
    for (const id of ['surge-rate-0', 'surge-p50-0', 'surge-rate-1', 'surge-p50-1'])
      expect(page).toContain(`id="${id}-t"`);
    expect(page).toMatch(/id="surge-p50-0-d">p50, ms, logarithmic, second by second\. node-fastify: 400 in second 1,/u);
    expect(htmlReport(PLAIN)).not.toContain('Overload and recovery');
  });

  test('is told in the document second by second', () => {
    const [json] = documentOf(SURGED).scenarios;
    expect(json?.memory_limit_mib).toBe(256);
    const node = json?.surges.find(({ contender }) => contender === 'node-fastify');
    expect(node).toMatchObject({ share: 1.5, for_s: 3, recovery_s: 6, within_ms: 50, not_back: 2, rounds: 10 });
    expect(node).toMatchObject({ back_after_s: 4, refused_share: 0 });
    expect(node?.seconds).toHaveLength(9);
    expect(node?.seconds[3]).toMatchObject({ second: 3, due_per_s: 500, answered_per_s: 700, late_share: 0.8 });
    const kept = documentOf(SURGED).summaries.find(({ metric }) => metric === 'surge-kept');
    expect(kept).toMatchObject({ unit: 'share' });
    expect(documentOf(PLAIN).scenarios[0]).toMatchObject({ surges: [], memory_limit_mib: null });
    expect(documentOf(PLAIN).summaries.some(({ metric }) => metric.startsWith('surge'))).toBe(false);
  });

  test('is not silent about whom there was no room to overload, one of them or all', () => {
    const [json] = CROWDED.conclusion.scenarios;
    if (json === undefined) throw new Error('the made run has a scenario');
    const words = 'No surge of rust-axum: it would be more than the load generator may offer, 42,780/s here.';
    expect(surgeText(CROWDED, json)).toContain(words);
    expect(markdownReport(CROWDED)).not.toMatch(/^\| rust-axum \| [\d,]+\/s \|/mu);
    const nobody = { ...CROWDED, conclusion: { ...CROWDED.conclusion, scenarios: [{ ...json, surges: [] }] } };
    expect(markdownReport(nobody)).toContain('No surge of node-fastify, go-nethttp, rust-axum and placebo');
    expect(htmlReport(nobody)).toContain('No surge of node-fastify');
    expect(terminalReport(nobody, { width: 200, colour: false })).toContain('No surge of node-fastify');
  });

  test('says how the limit of memory is kept where the kernel does not keep it', () => {
    const [json] = SURGED.conclusion.scenarios;
    if (json === undefined) throw new Error('the made run has a scenario');
    const looked = { ...SURGED, machine: { ...SURGED.machine, isolation: 'process-group' } as const };
    expect(surgeText(looked, json)).toContain(
      'Memory is limited to 256 MiB, kept by looking five times a second, since process-group gives no better',
    );
  });

  test('a stranger’s name adds no column and no markup', () => {
    const lines = markdownReport(madeHostile(SURGED)).split('\n');
    const from = lines.findIndex((line) => line.startsWith('| contender | offered'));
    for (const line of lines.slice(from, from + 5)) {
      expect(line.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(8);
    }
  });
});

test('back is told by the median, and by how many rounds it was not', () => {
  const [json] = SURGED.conclusion.scenarios;
  const record = json?.surges[0];
  if (record === undefined) throw new Error('the made run has a surge');
  const told = (backAfterS: number | null, notBack: number): string => backText({ ...record, backAfterS, notBack });
  expect([told(3, 0), told(0.5, 1), told(null, 10)]).toEqual([
    '3 s',
    '0.5 s, not within 6 s in 1 of 10 rounds',
    'not within 6 s in 10 of 10 rounds',
  ]);
});
