import type { CollectorForm } from '../contender/contender.ts';

/** One collection, as a runtime told of it. */
export interface Collection {
  /** Of the young objects alone, or of the whole heap. Go knows the latter only. */
  readonly kind: 'young' | 'whole';
  /** Each stretch in which the program stood still, in ms. */
  readonly pausesMs: readonly number[];
  /** In the heap afterwards, in MB as the runtime counts them. */
  readonly afterMB: number;
}

const NUMBER = String.raw`\d+(?:\.\d+)?`;

/**
 * `gc 12 @1.2s 3%: 0.018+1.3+0.076 ms clock, … 4->5->2 MB, …`, by `GODEBUG=gctrace=1` (documented with Go's package runtime). The first and
 * the third time on the clock are those for which everything stands still; the second goes on beside the program. Of the three sizes the last is what is live.
 */
const GO = new RegExp(
  String.raw`^gc \d+ @${NUMBER}s \d+%: (?<first>${NUMBER})\+${NUMBER}\+(?<last>${NUMBER}) ms clock, .*?\d+->\d+->(?<after>\d+) MB`,
  'u',
);

/**
 * `… ms: Scavenge 4.1 (5.2) -> 3.8 (5.9) MB, 1.83 / 0.00 ms …`, by `node --trace-gc` (V8's heap/gc-tracer.cc writes it). Where a marking went on
 * in steps before, `(+ 12.3 ms in 34 steps since start of marking, biggest step 1.2 ms, …)` tells of pauses that came earlier.
 */
const V8 = new RegExp(
  String.raw`: (?<what>[A-Z][A-Za-z-]*)(?: \([^)]*\))* ${NUMBER} \(${NUMBER}\) -> (?<after>${NUMBER}) \(${NUMBER}\) MB, (?:pooled: ${NUMBER} MB, )?(?<pause>${NUMBER}) / ${NUMBER} ms(?:\s+\(\+ (?<rest>${NUMBER}) ms in (?<steps>\d+) steps since start of marking, biggest step (?<biggest>${NUMBER}) ms)?`,
  'u',
);

/** The collection that a line tells of; null where it tells of none. */
export function collectionIn(form: CollectorForm, line: string): Collection | null {
  return form === 'go' ? goCollection(line) : v8Collection(line);
}

function goCollection(line: string): Collection | null {
  const { first, last, after } = GO.exec(line)?.groups ?? {};
  if (first === undefined || last === undefined || after === undefined) return null;
  return { kind: 'whole', pausesMs: [Number(first), Number(last)], afterMB: Number(after) };
}

function v8Collection(line: string): Collection | null {
  const { what, after, pause, rest, steps, biggest } = V8.exec(line)?.groups ?? {};
  if (what === undefined || after === undefined || pause === undefined) return null;
  const earlier = rest === undefined ? [] : stepsMs(Number(rest), Number(steps), Number(biggest));
  const kind = what === 'Scavenge' || what.startsWith('Minor') ? 'young' : 'whole';
  return { kind, pausesMs: [...earlier, Number(pause)], afterMB: Number(after) };
}

/** Only their sum, their number and the longest are told: the others are taken to be equal. */
function stepsMs(sum: number, count: number, biggest: number): readonly number[] {
  if (count === 0) return [];
  const others = count - 1;
  return [biggest, ...Array.from({ length: others }, () => Math.max(0, sum - biggest) / others)];
}
