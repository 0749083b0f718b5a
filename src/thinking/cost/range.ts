/** A number with the lowest and the highest it may be; all three are one where nothing is uncertain. */
export interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function exactly(value: number): Range {
  return { value, low: value, high: value };
}

/**
 * A function of ranges that grows with each of them, at its three corners: the lowest of all, the values, the highest of all. That is
 * the whole range of it, and wider than what chance would give: inputs that are low do not all come together.
 */
export function growing(inputs: readonly Range[], of: (values: readonly number[]) => number): Range {
  return {
    value: of(inputs.map(({ value }) => value)),
    low: of(inputs.map(({ low }) => low)),
    high: of(inputs.map(({ high }) => high)),
  };
}

export function times(range: Range, factor: number): Range {
  return growing([range], ([value = 0]) => value * factor);
}

export function plus(...ranges: readonly Range[]): Range {
  return growing(ranges, (values) => values.reduce((sum, value) => sum + value, 0));
}

/** One less the other: lowest where the one is lowest and the other highest. */
export function minus(one: Range, other: Range): Range {
  return { value: one.value - other.value, low: one.low - other.high, high: one.high - other.low };
}
