import type { Measurement } from './measurement.ts';
import type { Phase } from './phase.ts';
import { METRICS } from './metric.ts';
import type { Metric, MetricId } from './metric.ts';
import { SURGE } from './surge.ts';

/** Metrics whose value is a response time and may be missing since its tail is too thin. */
const PERCENTILES: ReadonlySet<MetricId> = new Set([
  'p50',
  'p90',
  'p99',
  'p99.9',
  'first-piece',
  'piece-gap',
  'busy-p99',
]);

/** The metric of an id. */
export function metricOf(id: MetricId): Metric {
  const metric = METRICS.find((candidate) => candidate.id === id);
  if (metric === undefined) throw new Error(`no metric ${id} in the table of metrics`);
  return metric;
}

/** True for a percentile of response times. */
export function isPercentile(id: MetricId): boolean {
  return PERCENTILES.has(id);
}

/** The phase of a round that a metric is read from; null where the round has none, or the metric is read beside its phases. */
export function phaseFor(metric: Metric, round: Measurement): Phase | null {
  if (metric.phase === 'search' || metric.phase === 'held') return null;
  return metric.phase === 'surge' ? (round.surge?.phase ?? null) : round[metric.phase];
}

/** The name of the phase under a share of a contender's own rate: `own-25`. */
export function ownName(share: number): string {
  return `own-${Math.round(share * 100)}`;
}

/** True for the phases beyond the common rate and the peak, by their names. */
export function isFurther(name: string): boolean {
  return name === BUSY || name === SURGE || name.startsWith('own-');
}

/** The name of the phase at the second common rate. */
export const BUSY = 'busy';

/** True where a round was meant to give a value of the metric, whether or not it could. */
export function isAsked(metric: Metric, round: Measurement): boolean {
  if (metric.asked !== undefined) return metric.asked(round);
  return metric.phase === 'search' ? round.capacity !== null : round[metric.phase] !== null;
}

/**
 * A round's value of a metric in the metric's unit, or null where the round cannot give one. A share is counted, so that none of many
 * is a value like any other. No other metric can truly be zero or less: such a reading fell below the resolution of its counter,
 * which is unknown.
 */
export function observedValue(metric: Metric, round: Measurement): number | null {
  const value = metric.read(round);
  if (value === null || !Number.isFinite(value) || value < 0) return null;
  return value > 0 || metric.unit === 'share' ? value : null;
}

/** The same for a ratio, which is not to be had of zero: it would be infinite, and its log as well. */
export function readValue(metric: Metric, round: Measurement): number | null {
  const value = observedValue(metric, round);
  return value === 0 ? null : value;
}
