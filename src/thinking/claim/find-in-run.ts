import type { PartPrices } from '../cost/price.ts';
import { metricOf } from '../measurement/reading.ts';
import type { Quantity } from './claim.ts';
import { firstAsked, type Comparison, type Evidence, type RunEvidence } from './evidence.ts';
import type { Absent, Found, Sides, Sure } from './found.ts';

type Of<K extends Quantity['kind']> = Extract<Quantity, { kind: K }>;

interface Amount {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly sure: Sure;
  readonly sides?: Sides | null;
  readonly prices?: PartPrices | null;
}

/** Runs that have the contenders in the scenario, in the order in which they are asked. */
function runsWith(evidence: Evidence, scenario: string, contenders: readonly string[]): readonly RunEvidence[] {
  const blocks = (run: RunEvidence): number =>
    run.cells.find(
      (cell) => cell.scenario === scenario && contenders.every((contender) => cell.contenders.includes(contender)),
    )?.blocks ?? 0;
  return evidence.runs.filter((run) => blocks(run) > 0).toSorted((one, other) => firstAsked(one, other, blocks));
}

/** From the first run that was not refused and has a number; else why the first one has none. */
export function inRun(
  evidence: Evidence,
  scenario: string,
  contenders: readonly string[],
  read: (run: RunEvidence) => Amount | string,
): Found | Absent {
  const absences: Absent[] = [];
  for (const run of runsWith(evidence, scenario, contenders)) {
    const about = { run: run.run, command: run.command };
    if (run.refused !== null) {
      absences.push({ kind: 'absent', why: { kind: 'refused', ...about, reason: run.refused } });
      continue;
    }
    const number = read(run);
    if (typeof number !== 'string') return { kind: 'found', sides: null, prices: null, ...number, from: originOf(run) };
    absences.push({ kind: 'absent', why: { kind: 'no-number', ...about, reason: number } });
  }
  return absences[0] ?? { kind: 'absent', why: { kind: 'not-measured', scenario, contenders } };
}

function originOf({ run, seen, profile, command }: RunEvidence): Found['from'] {
  return { kind: 'run', run, seen, profile, command };
}

export function aheadIn(quantity: Of<'ahead'>, run: RunEvidence): Amount | string {
  const { scenario, metric, ahead, of } = quantity;
  const told = run.comparisons.find(
    (one) =>
      one.scenario === scenario &&
      one.metric === metric &&
      ((one.contender === ahead && one.against === of) || (one.contender === of && one.against === ahead)),
  );
  if (told === undefined) return `it does not compare them in ${metricOf(metric).title}`;
  const amount = advantage(told, (told.contender === ahead) === (metricOf(metric).better === 'higher'));
  return typeof amount === 'string' ? amount : { ...amount, sides: sidesIn(quantity, run) };
}

function sidesIn({ scenario, metric, ahead, of }: Of<'ahead'>, run: RunEvidence): Sides | null {
  const [own, other] = [ahead, of].map((contender) =>
    run.medians.find((one) => one.scenario === scenario && one.metric === metric && one.contender === contender),
  );
  return own === undefined || other === undefined ? null : { unit: own.unit, ahead: own.median, of: other.median };
}

/** @param asItIs whether the ratio itself says how many times as well the one does; else its inverse does. */
function advantage({ ratio, low, high, level, n, same, reason }: Comparison, asItIs: boolean): Amount | string {
  if (ratio === null || low === null || high === null) return reason;
  const sure = { kind: same ? 'equivalent' : 'interval', level, n } as const;
  return asItIs ? { value: ratio, low, high, sure } : { value: 1 / ratio, low: 1 / high, high: 1 / low, sure };
}

const MIB_PER_GIB = 1024;

/** Of a replica with one vCPU, as a process of Node.js uses it: the memory that the other would save, over vCPU and memory together. */
export function memoryBillIn(
  { scenario, ahead, of }: Of<'memory-bill'>,
  run: RunEvidence,
  parts: PartPrices,
): Amount | string {
  const asked = { kind: 'ahead', scenario, metric: 'memory', ahead, of } as const;
  const told = aheadIn(asked, run);
  if (typeof told === 'string') return told;
  const sides = sidesIn(asked, run);
  if (sides === null) return 'it has no median of the memory of both';
  const memory = (sides.of / MIB_PER_GIB) * parts.perGibHour;
  const share = (timesAsGood: number): number => (memory * (1 - 1 / timesAsGood)) / (parts.perVcpuHour + memory);
  return {
    value: share(told.value),
    low: share(told.low),
    high: share(told.high),
    sure: told.sure,
    sides,
    prices: parts,
  };
}

export function growthIn({ scenario, contender, cores }: Of<'scaling'>, run: RunEvidence): Amount | string {
  const entry = `${contender}@${cores}`;
  const growth = run.growths.find((one) => one.scenario === scenario && one.contender === entry);
  if (growth === undefined) return `it has no ${entry} beside the same on fewer cores`;
  const { room, peakRate } = growth;
  if (room === null || peakRate === null) return 'no round tells what more cores made room for';
  const { ratio, low, high, level, n, reason } = peakRate;
  if (ratio === null || low === null || high === null) return reason;
  return { value: ratio / room, low: low / room, high: high / room, sure: { kind: 'interval', level, n } };
}

export function heldIn({ scenario, contender }: Of<'held'>, run: RunEvidence): Amount | string {
  const held = run.held.find((one) => one.scenario === scenario && one.contender === contender);
  if (held === undefined) return 'it held no connections open';
  return { value: held.most, low: held.most, high: held.most, sure: { kind: 'counted' } };
}

export function pauseIn({ scenario, contender }: Of<'pause'>, run: RunEvidence): Amount | string {
  const pause = run.pauses.find((one) => one.scenario === scenario && one.contender === contender);
  if (pause === undefined) return 'it has no record of a collector';
  const { longestMs, lowMs, highMs, level, rounds } = pause;
  if (longestMs === null || lowMs === null || highMs === null || level === null) {
    return 'too few rounds have a pause for an interval';
  }
  return { value: longestMs, low: lowMs, high: highMs, sure: { kind: 'interval', level, n: rounds } };
}
