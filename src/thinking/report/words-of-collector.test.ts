import { expect, test } from 'vitest';
import type { Collected } from '../measurement/collector.ts';
import { htmlReport } from './html/html.ts';
import { madeInput } from './made-input.ts';
import { markdownReport } from './markdown.ts';
import { resultDocument } from './result.ts';
import { terminalReport } from './terminal.ts';

const NODE: Collected = { forS: 2, young: 20, whole: 1, pausedMs: 50, longestMs: 12, liveMB: 90 };
const GO: Collected = { forS: 2, young: 0, whole: 8, pausedMs: 0.4, longestMs: 0.08, liveMB: 110 };

/** Node's longest pause is one millisecond longer each block. */
const RECORDED = madeInput({
  change: (outcomes) =>
    outcomes.map((outcome) => {
      if (outcome.kind !== 'measured') return outcome;
      const { contender, block } = outcome.measurement.identity;
      const node = { ...NODE, longestMs: 12 + block };
      const collected = contender === 'rust-axum' ? null : contender === 'go-nethttp' ? GO : node;
      return { ...outcome, measurement: { ...outcome.measurement, collected } };
    }),
});

test('what collectors did is a table in every report, with the longest of all beside the usual longest', () => {
  const text = markdownReport(RECORDED);
  expect(text).toContain('| contender | young | whole | paused | longest pause | longest of all | live after |');
  expect(text).toMatch(/^\| node-fastify \| 10\/s \| 0\.5\/s \| 2\.5 % \| [\d.]+ ms \| \d+ ms \| 90 MB \|$/mu);
  expect(text).toContain('| go-nethttp | 0/s | 4/s | 0.02 % | 0.08 ms | 0.08 ms | 110 MB |');
  expect(text).toContain('No record of rust-axum, where there is no collector or none is named.');
  expect(htmlReport(RECORDED)).toContain('<h2>What the collector did</h2>');
  for (const width of [64, 100]) {
    const lines = terminalReport(RECORDED, { width, colour: false }).split('\n');
    expect(lines.some((line) => line.startsWith('What the collector did:'))).toBe(true);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  }
});

test('the document has it by contender, and nothing where nobody asked', () => {
  const [scenario] = resultDocument({ ...RECORDED, name: 'made', complete: true }).scenarios;
  expect(scenario?.collectors.map(({ contender }) => contender)).toEqual(['node-fastify', 'go-nethttp', 'placebo']);
  expect(scenario?.collectors[1]).toMatchObject({ whole_per_s: 4, longest_pause_ms: 0.08, live_mb: 110 });
  expect(resultDocument({ ...madeInput(), name: 'made', complete: true }).scenarios[0]?.collectors).toEqual([]);
  expect(markdownReport(madeInput())).not.toContain('collector did');
});
