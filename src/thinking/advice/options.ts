import { firstAsked, type Evidence, type Median, type RunEvidence, type Seen } from '../claim/evidence.ts';
import { find } from '../claim/find.ts';
import { sharedBill } from '../cost/bill.ts';
import { needOf, type Measured } from '../cost/need.ts';
import type { SharedPrice } from '../cost/price.ts';
import { exactly, growing, plus, times, type Range } from '../cost/range.ts';
import type { MetricId } from '../measurement/metric.ts';
import { CRITERIA, DEFAULTS, type Candidate, type CriterionId, type Question } from './question.ts';
import { criteriaOf } from './criteria.ts';
import type { Criterion, Option, Spread } from './value.ts';

/** Why a candidate, or a criterion, takes no part. */
export type Missing =
  | { readonly kind: 'not-measured'; readonly candidate: string; readonly scenario: string }
  | { readonly kind: 'no-number'; readonly criterion: CriterionId; readonly candidates: readonly string[] };

/** A question with its numbers. */
export interface Posed {
  readonly options: readonly Option[];
  readonly criteria: readonly Criterion[];
  readonly missing: readonly Missing[];
  /** Runs and footprints that the numbers are from. */
  readonly seen: readonly { readonly name: string; readonly seen: Seen }[];
}

const HALF = 0.5;

/**
 * The one run of a scenario that the candidates are read from: that with most of them in it, none that was refused. Numbers of two runs do not stand side by side: each has a common rate of its own, and its own hour.
 */
function runFor({ runs }: Evidence, scenario: string, candidates: readonly Candidate[]): RunEvidence | null {
  const cellIn = (run: RunEvidence): RunEvidence['cells'][number] | undefined =>
    run.cells.find((cell) => cell.scenario === scenario && cell.blocks > 0);
  const howMany = (run: RunEvidence): number =>
    candidates.filter(({ id }) => cellIn(run)?.contenders.includes(id) === true).length;
  const [best] = runs
    .filter((run) => run.refused === null && howMany(run) > 0)
    .toSorted(
      (one, other) => howMany(other) - howMany(one) || firstAsked(one, other, (run) => cellIn(run)?.blocks ?? 0),
    );
  return best ?? null;
}

interface Cell {
  readonly share: number;
  readonly run: RunEvidence;
  readonly median: (metric: MetricId) => Median | null;
}

/** A candidate's measurements, one for each scenario of the work; or the first that there is none of. */
function cellsOf(question: Question, evidence: Evidence, { id }: Candidate): readonly Cell[] | Missing {
  const cells: Cell[] = [];
  for (const { scenario, share } of question.work) {
    const run = runFor(evidence, scenario, question.candidates);
    const isIn = run?.cells.some((cell) => cell.scenario === scenario && cell.contenders.includes(id)) === true;
    if (run === null || !isIn) return { kind: 'not-measured', candidate: id, scenario };
    const median = (metric: MetricId): Median | null =>
      run.medians.find((one) => one.scenario === scenario && one.contender === id && one.metric === metric) ?? null;
    cells.push({ share, run, median });
  }
  return cells;
}

function rangeOf({ median, low, high }: Median): Range {
  return { value: median, low, high };
}

/** The mean over the work, by its shares; null where one of it has no number. */
function meanOver(cells: readonly Cell[], metric: MetricId): Range | null {
  const parts = cells.flatMap(({ share, median }) => {
    const found = median(metric);
    return found === null ? [] : [times(rangeOf(found), share)];
  });
  return parts.length < cells.length ? null : plus(...parts);
}

/** The worst over the work: a service is as slow, and as large, as its worst part. */
function worstOver(cells: readonly Cell[], metric: MetricId): Range | null {
  const parts = cells.flatMap(({ median }) => {
    const found = median(metric);
    return found === null ? [] : [rangeOf(found)];
  });
  return parts.length < cells.length ? null : growing(parts, (values) => Math.max(...values));
}

const KIB_PER_MIB = 1024;

/** What the bill is reckoned from. CPU is that at saturation: a light common rate also pays for waking up, which a busy replica does not. */
function measuredOf(cells: readonly Cell[]): Measured | null {
  const cpuUs = meanOver(cells, 'peak-cpu-per-request');
  const idleMiB = worstOver(cells, 'memory');
  const timeMs = meanOver(cells, 'p50');
  if (cpuUs === null || idleMiB === null) return null;
  const held = worstOver(cells, 'held-memory');
  return {
    cpuUs,
    idleMiB,
    perRequestMiB: held === null ? exactly(0) : times(held, 1 / KIB_PER_MIB),
    timeMs: timeMs ?? exactly(0),
  };
}

/** Smallest request of a replica, and what of a cluster is asked for: by judgement, as most clusters have it. */
export const CLUSTER = { each: { vcpu: 0.1, mib: 64 }, packing: 0.65, memoryHeadroom: 1.3 } as const;

/** The bill a month at a mean rate, of a shared cluster at the prices of its parts; null where something of it is not known. */
export function billOf(question: Question, evidence: Evidence, candidate: Candidate, perSecond: number): Range | null {
  const cells = cellsOf(question, evidence, candidate);
  if ('kind' in cells || evidence.parts === null) return null;
  return billAt(question, cells, evidence.parts, perSecond);
}

function billAt(
  question: Question,
  cells: readonly Cell[],
  parts: NonNullable<Evidence['parts']>,
  perSecond: number,
): Range | null {
  const measured = measuredOf(cells);
  if (measured === null) return null;
  const { peakFactor, utilisation, leastReplicas, vcpuPerCore } = question;
  const { memoryHeadroom, packing, each } = CLUSTER;
  const need = needOf(measured, { perSecond, peakFactor, utilisation, leastReplicas, memoryHeadroom, vcpuPerCore });
  const price: SharedPrice = { kind: 'shared', id: 'a shared cluster', region: '', currency: 'USD', packing, ...parts };
  const bill = sharedBill(need, price, leastReplicas, each);
  return bill.kind === 'bill' ? bill.month : null;
}

/** Months that are lost while who has not shipped in a language learns it, at half the work; between half and twice as many. */
function rampOf({ team }: Question, { language }: Candidate): Spread {
  const learning = Math.max(0, team.engineers - (team.shipped[language] ?? 0));
  const months = learning * (team.ramp[language] ?? DEFAULTS.ramp) * HALF;
  return { kind: months === 0 ? 'known' : 'judged', value: months, low: months / 2, high: months * 2 };
}

const TOOLCHAINS: Readonly<Record<string, 'javascript' | 'go' | 'rust'>> = {
  node: 'javascript',
  go: 'go',
  rust: 'rust',
};

function mistakesOf(evidence: Evidence, { language }: Candidate): Spread | null {
  const toolchain = TOOLCHAINS[language];
  if (toolchain === undefined) return null;
  const found = find({ kind: 'mistakes', end: 'before-run', toolchain, only: null }, evidence);
  return found.kind === 'absent' ? null : { kind: 'known', value: found.value, low: found.low, high: found.high };
}

/** A variant starts and builds as its contender does, unless it was looked at by itself. */
function footprintOf(
  { footprints }: Evidence,
  { id }: Candidate,
  figure: 'start' | 'incremental-build',
): Spread | null {
  const names = [id, id.split(/[+@]/u)[0] ?? id];
  const newest = footprints.toSorted((one, other) => (other.seen.date < one.seen.date ? -1 : 1));
  for (const { values } of newest) {
    for (const name of names) {
      const found = values.find((one) => one.contender === name && one.figure === figure);
      if (found !== undefined) return { kind: 'judged', value: found.value, low: found.low, high: found.high };
    }
  }
  return null;
}

/** A program that is not built is ready as soon as it is saved. */
const NO_BUILD: Spread = { kind: 'known', value: 1, low: 1, high: 1 };

function spreadOf(range: Range | null): Spread | null {
  return range === null ? null : { kind: range.low === range.high ? 'known' : 'measured', ...range };
}

function valuesOf(
  question: Question,
  evidence: Evidence,
  candidate: Candidate,
  cells: readonly Cell[],
): Readonly<Record<CriterionId, Spread | null>> {
  const { parts } = evidence;
  const bill = parts === null ? null : billAt(question, cells, parts, question.perSecond);
  const build = footprintOf(evidence, candidate, 'incremental-build');
  return {
    bill: spreadOf(bill),
    p99: spreadOf(worstOver(cells, 'p99')),
    memory: spreadOf(worstOver(cells, 'memory')),
    start: footprintOf(evidence, candidate, 'start'),
    build: build ?? (candidate.language === 'node' ? NO_BUILD : null),
    mistakes: mistakesOf(evidence, candidate),
    ramp: rampOf(question, candidate),
  };
}

/**
 * The question with the numbers there are. Who was not measured in all of the work is left out; a criterion in which one of the rest
 * has no number is left out for all, since to guess it would decide.
 */
export function pose(question: Question, evidence: Evidence): Posed {
  const missing: Missing[] = [];
  const rows = question.candidates.flatMap((candidate) => {
    const cells = cellsOf(question, evidence, candidate);
    if ('kind' in cells) {
      missing.push(cells);
      return [];
    }
    return [{ candidate, cells, values: valuesOf(question, evidence, candidate, cells) }];
  });
  const known = CRITERIA.filter((id) => {
    const without = rows.filter(({ values }) => values[id] === null).map(({ candidate }) => candidate.id);
    if (without.length > 0) missing.push({ kind: 'no-number', criterion: id, candidates: without });
    return without.length === 0;
  });
  const options = rows.map(({ candidate: { id, title }, values }): Option => {
    const own = known.flatMap((criterion) => {
      const spread = values[criterion];
      return spread === null ? [] : [[criterion, spread] as const];
    });
    return { id, title, values: Object.fromEntries(own) };
  });
  const seen = new Map(rows.flatMap(({ cells }) => cells.map(({ run }) => [run.run, run.seen] as const)));
  return {
    options,
    criteria: criteriaOf(question).filter(({ id }) => known.some((one) => one === id)),
    missing,
    seen: [...seen].map(([name, at]) => ({ name, seen: at })),
  };
}
