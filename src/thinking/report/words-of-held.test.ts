import { describe, expect, test } from 'vitest';
import type { Held } from '../measurement/held.ts';
import { htmlReport } from './html/html.ts';
import type { ReportInput } from './input.ts';
import { madeInput } from './made-input.ts';
import { markdownReport } from './markdown.ts';
import { resultDocument } from './result.ts';
import { terminalReport } from './terminal.ts';

/** So many MiB without a connection, 5 more for the first, then so many KiB each; Go loses some of the most in every other block. */
function heldBy(contender: string, block: number): Held {
  const [noneMiB, eachKiB] = contender === 'node-fastify' ? [60, 20] : [10, 10];
  const open = contender === 'go-nethttp' && block % 2 === 0 ? 9012 : 10_000;
  const step = (count: number, kept = count) => {
    const memoryMiB = noneMiB + (count === 0 ? 0 : 5 + (kept * eachKiB) / 1024);
    const asked = contender === 'rust-axum' ? Math.min(kept, 500) : kept;
    return { count, open: kept, asked, memoryMiB, lost: kept < count ? 'ECONNRESET' : null };
  };
  return { kind: 'waiting', steps: [step(0), step(100), step(10_000, open)] };
}

function holding(): ReportInput {
  const made = madeInput({
    change: (outcomes) =>
      outcomes.map((outcome) => {
        if (outcome.kind !== 'measured') return outcome;
        const { contender, block } = outcome.measurement.identity;
        return { ...outcome, measurement: { ...outcome.measurement, held: heldBy(contender, block) } };
      }),
  });
  const scenarios = made.scenarios.map((one) => ({ ...one, held: { kind: 'waiting', path: '/slow' } as const }));
  return { ...made, scenarios };
}

const HOLDING = holding();
const PLAIN = madeInput();

describe('connections held open, in the reports', () => {
  test('are a table of Markdown: memory by their number, and the slope', () => {
    const text = markdownReport(HOLDING);
    expect(text).toContain('each asked for /slow and waiting for its answer');
    expect(text).toContain('| contender | none | 100 | 10,000 | each |\n|---|--:|--:|--:|--:|\n');
    expect(text).toContain('| node-fastify | 60 MiB | 67 MiB | 260 MiB | 20 KiB |');
    expect(text).toContain('| rust-axum | 10 MiB | 16 MiB | 113 MiB | 10 KiB |');
    expect(markdownReport(PLAIN)).not.toContain('held open');
  });

  test('who could not hold as many is told with the fewest, and such rounds count for nothing', () => {
    const text = markdownReport(HOLDING);
    expect(text).toMatch(/go-nethttp had 9,012 of 10,000 in \d+ of \d+ rounds \(the first to go: ECONNRESET\)\./u);
    expect(text).not.toContain('rust-axum had 9');
    expect(text).toContain('| go-nethttp | 10 MiB | 16 MiB | 113 MiB | 10 KiB |');
  });

  test('who asks the upstream for some only, and lets the others wait, is told', () => {
    const text = markdownReport(HOLDING);
    expect(text).toContain('rust-axum had asked the upstream for 500 of 10,000 and kept the others waiting for a turn');
    expect(text).not.toContain('node-fastify had asked');
  });

  test('keep to the width of a terminal, whatever it is', () => {
    for (const width of [64, 80, 100, 140]) {
      const lines = terminalReport(HOLDING, { width, colour: false }).split('\n');
      expect(lines.some((line) => line.startsWith('Memory of connections held open:'))).toBe(true);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
    expect(terminalReport(HOLDING, { width: 120, colour: false })).toMatch(
      /^ +none +100 +10,000 +each$\n^node-fastify +60 MiB +67 MiB +260 MiB +20 KiB$/mu,
    );
  });

  test('are a section of the page', () => {
    expect(htmlReport(HOLDING)).toContain('<h2>Memory of connections held open</h2>');
    expect(htmlReport(HOLDING)).toContain('<td class="n">260 MiB</td><td class="n">20 KiB</td>');
    expect(htmlReport(PLAIN)).not.toContain('>Memory of connections held open<');
  });

  test('are in the document, with a verdict on what each takes', () => {
    const { scenarios, verdicts } = resultDocument({ ...HOLDING, name: 'made', complete: true });
    const steps = scenarios[0]?.held.find(({ contender }) => contender === 'go-nethttp')?.steps;
    expect(steps?.at(-1)).toMatchObject({ connections: 10_000, fewest_open: 9012, lost: 'ECONNRESET' });
    expect(steps?.[1]).toMatchObject({ connections: 100, fallen_rounds: 0, fewest_open: null, lost: null });
    const verdict = verdicts.find(({ metric, contender }) => metric === 'held-memory' && contender === 'rust-axum');
    expect(verdict).toMatchObject({ verdict: 'better', exploratory: true });
    expect(verdict?.ratio).toBeCloseTo(0.5, 6);
    expect(resultDocument({ ...PLAIN, name: 'made', complete: true }).scenarios[0]?.held).toEqual([]);
  });
});
