import { expect, test } from 'vitest';

import { madeWithFailure, madeInput } from './made-input.ts';
import { madeHostile } from './made-hostile.ts';
import { markdownReport } from './markdown.ts';

/** Cells of a table's line: a pipe that is escaped parts none. */
function cellsOf(line: string): number {
  return line.replaceAll(String.raw`\|`, '').split('|').length;
}

test('a scenario has one table with both CPU figures, the verdict’s word and mark', () => {
  const text = markdownReport(madeInput());
  expect(text).toContain('| CPU per request at saturation, µs | ratio | CPU per request at 2,400/s, µs | ratio |');
  expect(text).toMatch(/^\| rust-axum \| [\d.]+ \| 0\.3\d× \[[\d., ]+\] ▲ better \| [\d.]+ \| 0\.4\d× /mu);
  expect(text.startsWith('On json, go-nethttp needs')).toBe(true);
});

test('beneath a table stands whose times it quotes and what its result decides', () => {
  const made = madeInput();
  const [json, ...others] = made.scenarios;
  if (json === undefined) throw new Error('the made run has no scenario');
  expect(markdownReport(made)).toContain('It decides what JSON costs, and nothing of a database.');
  const light = { ...json, timesOf: 'order-2k', analysis: null };
  const text = markdownReport({ ...made, scenarios: [light, ...others] });
  expect(text).toContain('Response times are those of order-2k alone; CPU per request is of all operations.');
  expect(text).not.toContain('It decides');
});

test('beneath the table stands how low its response times could have come', () => {
  const text = markdownReport(madeInput());
  expect(text).toContain('Floor of this machine and generator at 2,400/s: p50 0.09 ms, p99 0.21 ms (null server,');
  expect(markdownReport({ ...madeInput(), calibrations: {} })).toContain(
    'Floor of this machine and generator: unknown',
  );
});

test('beneath it stands what each carries at the objective, where it was searched', () => {
  expect(markdownReport(madeInput({ further: true }))).toMatch(
    /^Capacity \(p99 within 50 ms, at most 0\.1 % errors\): node-fastify/mu,
  );
  expect(markdownReport(madeInput())).not.toContain('Capacity');
});

test('what is unequal between the contenders is told with what it does', () => {
  expect(markdownReport(madeInput())).toContain(
    '- Unequal on jwt-mysql: connections to the database: 10 for node-fastify and go-nethttp, 20 for rust-axum.',
  );
  expect(markdownReport({ ...madeInput(), calibrations: {} })).not.toContain('Unequal');
});

test('every line of a table has as many cells as its head', () => {
  for (const input of [madeInput(), madeHostile(madeInput()), madeInput({ blocks: 2 })]) {
    const lines = markdownReport(input)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(lines.length).toBe(12);
    for (const line of lines) expect(cellsOf(line)).toBe(11);
  }
});

test('a stranger’s text adds no markup, link or mention', () => {
  const whole = markdownReport(madeHostile(madeWithFailure()));
  const text = whole.replaceAll(/`[^`\n]*`/gu, '');
  expect(whole).toContain('- Made by `bakeoff run');
  expect(text).not.toContain('<script');
  expect(text).not.toMatch(/[^\\]\]\(/u);
  expect(text).not.toMatch(/[^\\]@all/u);
  expect(text).not.toContain('http://');
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/u);
});

test('a refusal and who was left out are told', () => {
  expect(markdownReport(madeInput({ blocks: 2 }))).toMatch(/^\*\*✕ Refused: no verdict\.\*\* 1 of 2 blocks/u);
  expect(markdownReport(madeWithFailure())).toContain('- Left out: rust-axum in json: ');
});
