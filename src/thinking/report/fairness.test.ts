import { expect, test } from 'vitest';
import type { Seen } from '../fairness/seen.ts';
import { fairnessDocument, fairnessReport, seenOf } from './fairness.ts';

function seen(contender: string, changes: Partial<Seen> = {}): Seen {
  return {
    scenario: 'json',
    contender,
    version: null,
    built: null,
    processes: 1,
    threads: 7,
    cores: [0],
    database: null,
    settings: {},
    upstreamPerAnswer: null,
    printedPerAnswer: null,
    answer: null,
    ...changes,
  };
}

const MANY = Array.from({ length: 9 }, (_, i) => seen(`contender-number-${i}`));

test('the tables keep to the width, with every contender in one of them', () => {
  const lines = fairnessReport(MANY, 80).split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  for (const { contender } of MANY) expect(lines.join('\n')).toContain(contender);
  expect(lines.filter((line) => line.startsWith('processes')).length).toBe(5);
  expect(fairnessReport(MANY, 300).match(/^processes/gmu)).toHaveLength(1);
  expect(fairnessReport(MANY.slice(0, 1), 5)).toContain('contender-number-0');
});

test('what is unequal stands beneath its scenario, and where nothing is it is said', () => {
  const text = fairnessReport([seen('a'), seen('b', { processes: 4 }), seen('a', { scenario: 'hello' })], 100);
  expect(text).toMatch(/^json[\s\S]*^! processes: 1 for a, 4 for b\.[\s\S]*^hello[\s\S]*^All of this is equal\.$/mu);
  expect(fairnessReport([], 100)).toBe('');
});

test('the document has null where nothing is known, and the last of several runs counts', () => {
  const run = { run: 'r', rates: null, generator: null };
  const calibrations = {
    json: [
      { ...run, seen: [seen('a')] },
      { ...run, seen: [seen('a', { processes: 2 })] },
    ],
  };
  expect(fairnessDocument(seenOf(calibrations))).toEqual({
    schema: 'bakeoff/fairness@1',
    seen: [
      {
        scenario: 'json',
        contender: 'a',
        version: null,
        built: null,
        processes: 2,
        threads: 7,
        cores: [0],
        settings: {},
        database: null,
        upstream_per_answer: null,
        printed_per_answer: null,
        answer: null,
      },
    ],
    unequal: [],
  });
});
