import { median } from '../estimate/centre.ts';
import type { CoreSplit } from '../machine/machine.ts';
import type { Phase } from '../measurement/phase.ts';
import type { Metric } from '../measurement/metric.ts';
import { phaseFor } from '../measurement/reading.ts';
import { roundsOf, type CountedBlock } from './rounds.ts';
import type { Caution } from './verdict.ts';

/** Fewer blocks than this carry a caution: one odd block still moves the interval by a third. */
const FEW_BLOCKS = 10;

/** Beyond this share of its cores' time the generator may have held the peak down before it noticed. */
const GENERATOR_BUSY = 0.7;

/** A contender that sends the database this share more commands per answer does other work, whatever its language. */
const UNLIKE_COMMANDS = 0.05;

/** Of all cores' time; less is lost among other delays. */
const FELT_STEAL = 0.02;

function phasesOf(counted: readonly CountedBlock[], entry: string, metric: Metric): readonly Phase[] {
  return roundsOf(counted, entry).flatMap(({ round }) => phaseFor(metric, round) ?? []);
}

/** Median commands per answer, or null without a database. */
function commandsPerAnswer(phases: readonly Phase[]): number | null {
  return median(phases.flatMap((phase) => phase.databaseCommandsPerAnswer ?? []));
}

/** Median share of the other cores' time that the generator took. */
function generatorShare(phases: readonly Phase[], coresRest: number): number | null {
  const shares = phases.filter((phase) => phase.cpu.wallS > 0);
  return median(shares.map((phase) => phase.cpu.generatorS / (phase.cpu.wallS * coresRest)));
}

/** Rounds of an entry whose response times hold a queue, by what the generator said of them, or hide a few very long ones. */
function queueCautions(entry: string, phases: readonly Phase[]): readonly Caution[] {
  const of = phases.length;
  const said = (['server-saturated', 'connection-limited'] as const).flatMap((kind) => {
    const rounds = phases.filter((phase) => phase.generator.verdict === kind).length;
    return rounds === 0 ? [] : [{ kind, entry, rounds, of }];
  });
  const topHeavy = phases.filter(({ meanServiceMs, serviceMs }) => (meanServiceMs ?? 0) > (serviceMs.p99 ?? Infinity));
  if (topHeavy.length === 0) return said;
  return [...said, { kind: 'mean-above-p99', entry, rounds: topHeavy.length, of }];
}

/**
 * Rounds in which the hypervisor took enough to be felt. CPU per request stands it, see `gateLimits`; who waits for an answer, or counts
 * them, waits for the stolen core as well.
 */
function stealCaution(phases: readonly Phase[], cores: CoreSplit): readonly Caution[] {
  const count = new Set([...cores.contender, ...cores.rest]).size;
  const felt = phases.filter(({ cpu }) => cpu.wallS > 0 && (cpu.stealS ?? 0) > FELT_STEAL * cpu.wallS * count);
  return felt.length === 0 ? [] : [{ kind: 'stolen', rounds: felt.length, of: phases.length, share: FELT_STEAL }];
}

/** What must be said beside a verdict on two entries in a metric. */
export function cautionsFor(
  counted: readonly CountedBlock[],
  metric: Metric,
  contender: string,
  against: string,
  cores: CoreSplit,
): readonly Caution[] {
  const cautions: Caution[] = [];
  if (!metric.primary) cautions.push({ kind: 'exploratory' });
  // As few as they are, so many searches were planned, and the verdict says how many.
  if (counted.length < FEW_BLOCKS && metric.phase !== 'search')
    cautions.push({ kind: 'few-blocks', n: counted.length });
  const ours = phasesOf(counted, contender, metric);
  const theirs = phasesOf(counted, against, metric);
  const share = generatorShare([...ours, ...theirs], cores.rest.length);
  if (metric.phase === 'peak' && share !== null && share > GENERATOR_BUSY) {
    cautions.push({ kind: 'generator-share', share });
  }
  // Beside response times only: CPU per request and memory do not hold the queue.
  if (metric.unit === 'ms') cautions.push(...queueCautions(contender, ours), ...queueCautions(against, theirs));
  if (metric.unit === 'ms' || metric.unit === 'requests/s') cautions.push(...stealCaution([...ours, ...theirs], cores));
  const commands = { contender: commandsPerAnswer(ours), against: commandsPerAnswer(theirs) };
  if (commands.contender !== null && commands.against !== null) {
    const apart = Math.abs(commands.contender - commands.against);
    if (apart > UNLIKE_COMMANDS * Math.max(commands.contender, commands.against)) {
      cautions.push({ kind: 'unlike-commands', contender: commands.contender, against: commands.against });
    }
  }
  return cautions;
}
