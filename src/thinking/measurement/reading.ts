import type { Measurement } from './measurement.ts';
import { METRICS } from './metric.ts';
import type { Metric, MetricId } from './metric.ts';

/** Metrics whose value is a response time and may be missing since its tail is too thin. */
const PERCENTILES: ReadonlySet<MetricId> = new Set(['p50', 'p90', 'p99', 'p99.9']);

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

/**
 * A round's value of a metric in the metric's unit, or null where the round cannot give one. No metric can truly be
 * zero or less, so such a reading fell below the resolution of its counter: that is unknown, and a ratio of it would be
 * infinite.
 */
export function readValue(metric: Metric, round: Measurement): number | null {
  const value = metric.read(round);
  return value !== null && Number.isFinite(value) && value > 0 ? value : null;
}
