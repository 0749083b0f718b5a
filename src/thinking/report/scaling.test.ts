import { expect, test } from 'vitest';
import { htmlReport } from './html/html.ts';
import type { ReportInput } from './input.ts';
import { madeInput } from './made-input.ts';
import { markdownReport } from './markdown.ts';
import { scalingLines, scalingRows } from './scaling.ts';
import { terminalReport } from './terminal.ts';

/** The made run, in which rust-axum is said to be go-nethttp on two cores; jwt-mysql knows their connections. */
function scaled(): ReportInput {
  const input = madeInput();
  const scenarios = input.conclusion.scenarios.map((conclusion) => {
    const pair = { contender: 'rust-axum', against: 'go-nethttp' };
    const verdicts = conclusion.verdicts
      .filter(({ contender }) => contender === 'rust-axum')
      .map((verdict) => ({ ...verdict, ...pair }));
    const rate = { verdict: 'better', ratio: 1.8, low: 1.7, high: 1.9 } as const;
    const judged = verdicts.map((verdict) => (verdict.metric === 'peak-rate' ? { ...verdict, ...rate } : verdict));
    const scaling = { entry: 'rust-axum', against: 'go-nethttp', cores: 2, fewest: 1, room: 2, verdicts: judged };
    return conclusion.scenario === 'jwt-mysql' ? { ...conclusion, scalings: [scaling] } : conclusion;
  });
  return { ...input, conclusion: { ...input.conclusion, scenarios } };
}

test('a row tells how much of the room was used, and what it took in memory and connections', () => {
  const input = scaled();
  const [json, jwt] = input.conclusion.scenarios;
  if (json === undefined || jwt === undefined) throw new Error('two scenarios were made');
  expect(scalingRows(input, json)).toEqual([]);
  expect(scalingRows(input, jwt)).toMatchObject([
    {
      entry: 'rust-axum',
      cores: '1 → 2',
      peakRate: '1.80× [1.70, 1.90] ▲ better',
      efficiency: '90 % [85 %, 95 %] of 2×',
      processes: '1 → 1',
      connections: '10 → 20',
    },
  ]);
  expect(scalingLines(input, jwt)[0]).toContain('rust-axum beside 1 core: peak rate 1.80× [1.70, 1.90] ▲ better');
});

test('what is not known is not written as a number', () => {
  const input = scaled();
  const jwt = input.conclusion.scenarios[1];
  if (jwt === undefined) throw new Error('two scenarios were made');
  const unknown = { ...jwt, scalings: jwt.scalings.map((one) => ({ ...one, room: null })) };
  expect(scalingRows({ ...input, calibrations: {} }, unknown)).toMatchObject([
    { efficiency: '–', processes: '– → –', connections: '– → –' },
  ]);
});

test('all reports show it, and none where no scenario asks about cores', () => {
  const input = scaled();
  expect(terminalReport(input, { width: 200, colour: false })).toContain('rust-axum beside 1 core');
  expect(markdownReport(input)).toContain('| rust-axum | 1 → 2 | 1.80× \\[1.70, 1.90\\] ▲ better |');
  expect(htmlReport(input)).toContain('On more cores');
  expect(htmlReport(madeInput())).not.toContain('On more cores');
});
