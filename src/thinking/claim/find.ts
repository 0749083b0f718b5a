import { UNITS, type FigureId } from '../footprint/footprint.ts';
import type { MistakeEnd, Quantity } from './claim.ts';
import type { Evidence, MistakeOutcome } from './evidence.ts';
import { aheadIn, growthIn, heldIn, inRun, memoryBillIn, pauseIn } from './find-in-run.ts';
import type { Absent, Found, Sure } from './found.ts';

type Of<K extends Quantity['kind']> = Extract<Quantity, { kind: K }>;

/** The number that a quantity asks for, from the best of the evidence that has it. */
export function find(quantity: Quantity, evidence: Evidence): Found | Absent {
  switch (quantity.kind) {
    case 'ahead': {
      const { scenario, ahead, of } = quantity;
      return inRun(evidence, scenario, [ahead, of], (run) => aheadIn(quantity, run));
    }
    case 'memory-bill': {
      const { scenario, ahead, of } = quantity;
      const { parts } = evidence;
      if (parts === null) return { kind: 'absent', why: { kind: 'no-figure', series: 'prices of a vCPU and a GiB' } };
      return inRun(evidence, scenario, [ahead, of], (run) => memoryBillIn(quantity, run, parts));
    }
    case 'scaling': {
      const { scenario, contender, cores } = quantity;
      return inRun(evidence, scenario, [`${contender}@${cores}`], (run) => growthIn(quantity, run));
    }
    case 'held': {
      const { scenario, contender } = quantity;
      return inRun(evidence, scenario, [contender], (run) => heldIn(quantity, run));
    }
    case 'pause': {
      const { scenario, contender } = quantity;
      return inRun(evidence, scenario, [contender], (run) => pauseIn(quantity, run));
    }
    case 'footprint':
      return footprintOf(quantity, evidence);
    case 'mistakes':
      return mistakesOf(quantity, evidence);
    case 'figure':
      return figureOf(quantity.series, evidence);
  }
}

function footprintOf({ figure, ahead, of }: Of<'footprint'>, { footprints }: Evidence): Found | Absent {
  const newest = footprints.toSorted(
    (one, other) => Number(other.seen.here) - Number(one.seen.here) || (other.seen.date < one.seen.date ? -1 : 1),
  );
  for (const { seen, values } of newest) {
    const [own, other] = [ahead, of].map((contender) =>
      values.find((one) => one.contender === contender && one.figure === figure),
    );
    if (own === undefined || other === undefined || own.low <= 0 || other.low <= 0) continue;
    const sure = sureOf(figure, own.n, other.n);
    return {
      kind: 'found',
      value: other.value / own.value,
      // The worst of one against the best of the other: a range, not an interval of confidence.
      low: other.low / own.high,
      high: other.high / own.low,
      sure,
      sides: { unit: UNITS[figure], ahead: own.value, of: other.value },
      prices: null,
      from: { kind: 'footprint', seen },
    };
  }
  return { kind: 'absent', why: { kind: 'no-footprint', figure, contenders: [ahead, of] } };
}

/** Bytes and packages are counted; what is measured and has no repetitions was measured once. */
function sureOf(id: FigureId, own: number | null, other: number | null): Sure {
  if (own !== null && other !== null) return { kind: 'range', n: Math.min(own, other) };
  return UNITS[id] === 'bytes' || UNITS[id] === 'count' ? { kind: 'counted' } : { kind: 'once' };
}

const ENDS: Readonly<Record<MistakeEnd, readonly MistakeOutcome[]>> = {
  'before-run': ['build', 'lint'],
  build: ['build'],
  never: ['never'],
};

/** Of those that can be made at all in the toolchain. */
function mistakesOf({ end, toolchain, only }: Of<'mistakes'>, { mistakes }: Evidence): Found | Absent {
  const [newest] = mistakes.toSorted((one, other) => (other.date < one.date ? -1 : 1));
  const outcomes = (newest?.mistakes ?? [])
    .filter(({ id }) => only === null || only.includes(id))
    .map(({ seen }) => seen[toolchain])
    .filter((outcome) => outcome !== 'not-expressible');
  if (newest === undefined || outcomes.length === 0) return { kind: 'absent', why: { kind: 'no-mistakes' } };
  const value = outcomes.filter((outcome) => ENDS[end].includes(outcome)).length / outcomes.length;
  const from = { kind: 'mistakes', date: newest.date, of: outcomes.length } as const;
  return { kind: 'found', value, low: value, high: value, sure: { kind: 'counted' }, sides: null, prices: null, from };
}

function figureOf(series: string, { figures }: Evidence): Found | Absent {
  const [newest] = figures
    .filter((figure) => figure.series === series)
    .toSorted((one, other) => (other.date < one.date ? -1 : 1));
  if (newest === undefined) return { kind: 'absent', why: { kind: 'no-figure', series } };
  const { value, date, source, conditions } = newest;
  const from = { kind: 'public', date, source, conditions } as const;
  return { kind: 'found', value, low: value, high: value, sure: { kind: 'counted' }, sides: null, prices: null, from };
}
