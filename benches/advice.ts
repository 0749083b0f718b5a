import { acceptabilities } from '../src/thinking/advice/acceptability.ts';
import type { Criterion, Option } from '../src/thinking/advice/value.ts';

// `npm run bench:advice`: 10,000 draws of six options in eight criteria, beside a sort of a million numbers in the same run.

const ROUNDS = 9;
const DRAWS = 10_000;

const criteria = Array.from({ length: 8 }, (_, j): Criterion => ({
  id: `c${j}`,
  title: '',
  unit: '',
  worst: 1000,
  best: 0,
  scale: 'linear',
  weight: 1 + j,
}));
const options = Array.from({ length: 6 }, (_, a): Option => {
  const values = criteria.map(({ id }, j) => {
    const value = 100 + ((a * 7 + j * 13) % 11) * 70;
    return [id, { kind: 'measured', value, low: value * 0.9, high: value * 1.1 } as const] as const;
  });
  return { id: `o${a}`, title: '', values: Object.fromEntries(values) };
});
const numbers = Float64Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_003);

function medianMs(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

const sort = medianMs(() => numbers.toSorted());
const drawn = medianMs(() => acceptabilities(options, criteria, { kind: 'about', firmness: 20 }, 7, DRAWS));
process.stdout.write(
  `${DRAWS} draws of ${options.length} options in ${criteria.length} criteria: ${drawn.toFixed(1)} ms, ${(drawn / sort).toFixed(2)} times a sort of a million numbers (${sort.toFixed(1)} ms); medians of ${ROUNDS}\n`,
);
