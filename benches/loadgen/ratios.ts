import type { Part } from './rounds.ts';

/** A median with the least and greatest of what it is of; of so few rounds no interval is claimed. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Null: of nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (min === undefined || max === undefined || low === undefined || high === undefined) return null;
  return { median: (low + high) / 2, min, max };
}

/** CPU a request of `name` ÷ that of `against` in the same round; rounds that one of them lacks are left out. */
export function pairedRatio(parts: readonly Part[], name: string, against: string): Spread | null {
  return spreadOf(
    partsOf(parts, name).flatMap((one) => {
      const other = partsOf(parts, against).find((part) => part.round === one.round);
      return other === undefined ? [] : [one.cpuUsPerRequest / other.cpuUsPerRequest];
    }),
  );
}

export function partsOf(parts: readonly Part[], name: string): readonly Part[] {
  return parts.filter((part) => part.name === name);
}

/** The spread of one figure; null where a round does not know it. */
export function figureOf(parts: readonly Part[], name: string, figure: (part: Part) => number | null): Spread | null {
  const values = partsOf(parts, name).map(figure);
  return values.some((value) => value === null) ? null : spreadOf(values.filter((value) => value !== null));
}
