/** Places a value on an axis, in units of the drawing. */
export type Scale = (value: number) => number;

export type Span = readonly [number, number];

/** From a domain onto a range, evenly. */
export function linearScale([from, to]: Span, [start, end]: Span): Scale {
  const size = to - from || 1;
  return (value) => start + ((value - from) / size) * (end - start);
}

/** From a domain above zero onto a range, evenly in its logarithm. */
export function logScale([from, to]: Span, range: Span): Scale {
  const place = linearScale([Math.log(from), Math.log(to)], range);
  return (value) => place(Math.log(value));
}

/** Steps of ten by which what lies beyond a percentile is rarer than all: 0 at p0, 1 at p90, 3 at p99.9. */
function nines(percentile: number): number {
  return Math.max(0, Math.log10(1 / (1 - percentile / 100)));
}

/** The axis of a percentile spectrum: even in log(1/(1−p)), from p0 to `most`, so that each further nine is one step. */
export function percentileScale(most: number, range: Span): Scale {
  const place = linearScale([0, nines(most)], range);
  return (value) => place(nines(value));
}

/** The span of values, widened by a share of its size in logs, so that no mark sits on the edge. */
export function paddedLogSpan(values: readonly number[], share = 0.08): Span {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  if (known.length === 0) return [0.5, 2];
  const [low, high] = [Math.log(Math.min(...known)), Math.log(Math.max(...known))];
  const pad = Math.max((high - low) * share, 0.05);
  return [Math.exp(low - pad), Math.exp(high + pad)];
}

/** Sets of steps within a decade, coarse first. */
const STEPS: readonly (readonly number[])[] = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
];

/** Round numbers on a log axis: the finest set of steps with at most `most` of them; even steps on a short axis. */
export function logTicks([low, high]: Span, most: number): readonly number[] {
  const decades: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); 10 ** exponent <= high; exponent += 1) decades.push(exponent);
  let best: readonly number[] = [];
  for (const steps of STEPS) {
    const ticks = decades
      .flatMap((exponent) => steps.map((step) => Number((step * 10 ** exponent).toPrecision(3))))
      .filter((tick) => tick >= low && tick <= high);
    if (ticks.length > most) break;
    best = ticks;
  }
  return best.length >= 3 ? best : linearTicks([low, high], most);
}

/** Round numbers on a linear axis, evenly spaced, at most `most` of them. */
export function linearTicks([low, high]: Span, most: number): readonly number[] {
  const rough = (high - low) / Math.max(1, most);
  if (!(rough > 0)) return [low];
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * decade).find((size) => size >= rough) ?? 10 * decade;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step - 1e-9); tick * step <= high * (1 + 1e-9); tick += 1) {
    ticks.push(Number((tick * step).toPrecision(10)));
  }
  return ticks;
}

/** A coordinate with one decimal: a tenth of a unit is finer than a screen shows, and a report stays small. */
export function at(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Moves places apart until each has `gap` to the next, as near to where they were as the order allows, within bounds. */
export function spread(places: readonly number[], gap: number, [top, bottom]: Span): readonly number[] {
  const order = places.map((place, index) => ({ place, index })).toSorted((a, b) => a.place - b.place);
  let next = top;
  for (const one of order) {
    one.place = Math.max(one.place, next);
    next = one.place + gap;
  }
  let limit = bottom;
  for (const one of order.toReversed()) {
    one.place = Math.min(one.place, limit);
    limit = one.place - gap;
  }
  const moved = [...places];
  for (const { place, index } of order) moved[index] = place;
  return moved;
}
