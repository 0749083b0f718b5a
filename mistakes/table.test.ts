import { describe, expect, it } from 'vitest';
import type { Outcome } from './outcome.ts';
import { countsTable, excerpt, mistakesTable, type Row } from './table.ts';

const stopped = (stage: 'build' | 'lint' | 'test' | 'race', beyondDefaults = false): Outcome => ({
  kind: 'stopped',
  stage,
  said: `said at the ${stage}`,
  beyondDefaults,
  unstopped: null,
});
const hangs: Outcome = { kind: 'never', shown: { effect: 'hangs', said: 'no `end` | within 5 s' } };
const none: Outcome = { kind: 'not expressible', reason: 'there is no such thing' };
const rows: readonly Row[] = [
  {
    id: '01-one',
    title: 'One',
    source: 'CWE-1',
    seen: { javascript: hangs, typescript: stopped('lint', true), go: stopped('race'), rust: stopped('build') },
  },
  {
    id: '02-two',
    title: 'Two',
    source: 'CWE-2',
    seen: { javascript: hangs, typescript: stopped('lint'), go: stopped('test'), rust: none },
  },
];

const rowOf = (table: string, start: string): string | undefined =>
  table.split('\n').find((line) => line.startsWith(`| ${start} |`));

describe('the tables', () => {
  it('have a row for each mistake', () => {
    expect(rowOf(mistakesTable(rows), '01')).toBe('| 01 | One | never: hangs | lint, own rules | race | build |');
  });
  it('count each outcome once, and rules that are off unless asked for apart', () => {
    const table = countsTable(rows);
    expect(rowOf(table, 'by the linter as it comes')).toMatch(/\| 0 \| 1 \| 0 \| 0 \|$/u);
    expect(rowOf(table, "by the linter with this repository's rules")).toMatch(/\| 0 \| 1 \| 0 \| 0 \|$/u);
    expect(rowOf(table, 'never: hangs')).toMatch(/\| 2 \| 0 \| 0 \| 0 \|$/u);
    expect(rowOf(table, 'not expressible')).toMatch(/\| 0 \| 0 \| 0 \| 1 \|$/u);
  });
  it('sum what is early without those rules', () => {
    expect(rowOf(countsTable(rows), '**before a program ran** (build, or linter as it comes)')).toMatch(
      /\| 0 \| 1 \| 0 \| 1 \|$/u,
    );
  });
  it('keep what was said from ending a cell or its code', () => {
    const versions = { javascript: ['node 1'], typescript: ['tsc 1'], go: ['go 1'], rust: ['cargo 1', 'clippy 1'] };
    const text = excerpt({ schema: 'bakeoff/mistakes@1', made: '2026-01-01', versions, mistakes: rows });
    expect(text).toContain("`no 'end' \\| within 5 s`");
    expect(text).toContain('Rust: cargo 1, clippy 1.');
  });
});
