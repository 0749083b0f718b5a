import { points, spreadIn, type Criterion, type Option } from './value.ts';

/** An option that another one beats or equals everywhere, and beats somewhere: no weights make it the best. */
export interface Dominated {
  readonly option: string;
  readonly by: string;
}

/** Dominance by points at the values; what lies beyond an anchor is worth no more, so it is no reason either. */
export function dominated(options: readonly Option[], criteria: readonly Criterion[]): readonly Dominated[] {
  // A criterion without weight decides nothing.
  const asked = criteria.filter(({ weight }) => weight > 0);
  const rows = options.map((option) => ({
    option,
    own: asked.map((criterion) => points(spreadIn(option, criterion).value, criterion)),
  }));
  return rows.flatMap(({ option, own }) => {
    const better = rows.find(
      (other) =>
        other.own.every((one, at) => one >= (own[at] ?? 0)) && other.own.some((one, at) => one > (own[at] ?? 0)),
    );
    return better === undefined ? [] : [{ option: option.id, by: better.option.id }];
  });
}
