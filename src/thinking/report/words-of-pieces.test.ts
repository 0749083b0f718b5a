import { expect, test } from 'vitest';
import { madeInput } from './made-input.ts';
import { markdownReport } from './markdown.ts';
import { terminalReport } from './terminal.ts';
import type { ReportInput } from './input.ts';
import type { Conclusion, Summary } from '../verdict/conclusion.ts';
import { piecesText } from './words-of-pieces.ts';

/** The made run, in which one entry's pieces are known on json and those of the others are not. */
function streamed(): ReportInput {
  const input = madeInput();
  const scenarios = input.conclusion.scenarios.map((conclusion): Conclusion => {
    if (conclusion.scenario !== 'json') return conclusion;
    const made = (metric: Summary['metric'], median: number): readonly Summary[] =>
      conclusion.summaries
        .filter((summary) => summary.metric === 'p99' && summary.entry === 'node-fastify')
        .map((summary) => ({ ...summary, metric, centre: { median, low: median, high: median, level: 0.95, n: 12 } }));
    return {
      ...conclusion,
      summaries: [...conclusion.summaries, ...made('first-piece', 3.5), ...made('piece-gap', 12)],
    };
  });
  return { ...input, conclusion: { ...input.conclusion, scenarios } };
}

test('how pieces came is told where an answer has any, and what is not known is a dash', () => {
  const input = streamed();
  const [json, other] = input.conclusion.scenarios;
  if (json === undefined || other === undefined) throw new Error('two scenarios were made');
  expect(piecesText(json)).toMatch(
    /^Pieces \(p99 to the first, and between them, ms\): node-fastify 3\.5 and 12 · go-nethttp – and –/u,
  );
  expect(piecesText(other)).toBeNull();
  expect(terminalReport(input, { width: 160, colour: false })).toContain('node-fastify 3.5 and 12');
  expect(markdownReport(input)).toContain('node-fastify 3.5 and 12');
});
