import type { GeneratorFloor } from '../measurement/generator-floor.ts';
import { MOST_OF_CEILING, mostOffered, type RateRefusal } from '../plan/generator-room.ts';
import { formatNumber, formatShare } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import { offeredPerS, UNKNOWN } from './figures.ts';
import type { ReportInput } from './input.ts';
import { count, type Told } from './words.ts';

/** `60 % of the generator ceiling of 71,000/s`. */
function roomText(ceilingPerS: number): string {
  return `${formatShare(MOST_OF_CEILING)} of the generator ceiling of ${formatNumber(ceilingPerS)}/s`;
}

/** Why less than the scenario's share of the slowest is offered; nothing where it is not less. */
export function cappedText(cappedFromPerS: number | null, ceilingPerS: number): string {
  if (cappedFromPerS === null) return '';
  return `; the share of the slowest would be ${formatNumber(cappedFromPerS)}/s, but no more is offered than ${roomText(ceilingPerS)}`;
}

/** Why a scenario with a rate of its own is not measured here, and what to do. */
export function rateRefusalText({ askedPerS, ceilingPerS, connections }: RateRefusal): Told {
  const most = `${formatNumber(Math.floor(mostOffered(ceilingPerS)))}/s`;
  return {
    reason: `It asks for ${formatNumber(askedPerS)}/s, but at most ${most} are offered here: ${roomText(ceilingPerS)}, measured against a null server over ${count(connections, 'connection')}. Beyond that the times would be the generator's own.`,
    remedy: `Ask for fewer requests per second (load.rate), or give the load generator more or faster cores (cores:).`,
  };
}

/** `p50 0.09 ms, p99 0.2 ms`; a percentile whose tail was too thin is unknown. */
function percentilesText(floor: GeneratorFloor): string {
  return `p50 ${msText(floor.p50Ms)}, p99 ${msText(floor.p99Ms)}`;
}

function msText(ms: number | null): string {
  return ms === null ? UNKNOWN : `${formatNumber(ms)} ms`;
}

/** `floor p50 0.09 ms, p99 0.2 ms at 2,400/s`, as it is told when it was measured. */
export function floorLine(floor: GeneratorFloor): string {
  const own = floor.verdict === 'valid' ? '' : `; the load generator calls itself ${floor.verdict} at that rate`;
  return `floor ${percentilesText(floor)} at ${formatNumber(floor.ratePerS)}/s, against the null server${own}`;
}

interface Floor extends GeneratorFloor {
  readonly connections: number;
}

/** One for each run that measured it; none where it is unknown. Null where the scenario has no response times: nothing was due, or nothing measured. */
function floorsOf(input: ReportInput, conclusion: Conclusion): readonly Floor[] | null {
  if (conclusion.entries.length === 0 || offeredPerS(conclusion) === null) return null;
  return (input.calibrations[conclusion.scenario] ?? []).flatMap(({ generator }) =>
    generator === null || generator.floor === null ? [] : [{ ...generator.floor, connections: generator.connections }],
  );
}

/** What stands beneath response times: how low they could have come. Null where there are none. */
export function floorText(input: ReportInput, conclusion: Conclusion): string | null {
  const floors = floorsOf(input, conclusion);
  if (floors === null) return null;
  const [first] = floors;
  if (first === undefined) return 'Floor of this machine and generator: unknown, it was not measured in this run.';
  const over = count(first.connections, 'connection');
  const each = floors.map((floor) => `at ${formatNumber(floor.ratePerS)}/s: ${percentilesText(floor)}`);
  const own = floors.flatMap(({ verdict, ratePerS }) =>
    verdict === 'valid' ? [] : [` The generator called itself ${verdict} at ${formatNumber(ratePerS)}/s.`],
  );
  return `Floor of this machine and generator ${each.join('; ')} (null server, same cores, ${over}); differences near it are not the contender's.${own.join('')}`;
}

/** The same in a line for a terminal. */
export function shortFloorText(input: ReportInput, conclusion: Conclusion): string | null {
  const floors = floorsOf(input, conclusion);
  if (floors === null) return null;
  return floors.length === 0
    ? 'floor: unknown'
    : `floor: ${floors.map(percentilesText).join('; ')} (null server, same cores)`;
}
