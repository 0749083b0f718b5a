import { median } from '../estimate/centre.ts';
import type { Figure, Unknown } from './footprint.ts';

export function known(value: number): Figure {
  return { kind: 'known', value, spread: null };
}

export function unknown(why: Unknown): Figure {
  return { kind: 'unknown', why };
}

/** The median of repeated values with the lowest and the highest; unknown for the reason given where there are none. */
export function medianOf(values: readonly number[], otherwise: Unknown): Figure {
  const middle = median(values);
  if (middle === null) return unknown(otherwise);
  return {
    kind: 'known',
    value: middle,
    spread: { low: Math.min(...values), high: Math.max(...values), n: values.length },
  };
}

/** A value, or the reason why there is none. */
export function orUnknown(value: number | null, otherwise: Unknown): Figure {
  return value === null ? unknown(otherwise) : known(value);
}

/** The sum of two figures: unknown where either is. */
export function sum(one: Figure, other: Figure): Figure {
  if (one.kind !== 'known') return one;
  return other.kind === 'known' ? known(one.value + other.value) : other;
}
