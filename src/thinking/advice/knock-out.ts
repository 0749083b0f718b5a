import { spreadIn, type Criterion, type Option } from './value.ts';

/** A number that an option must keep to, or it is out whatever else it has. */
export interface Limit {
  readonly criterion: string;
  readonly bound: 'at most' | 'at least';
  readonly number: number;
}

export type Kept =
  /** Its whole interval keeps to the limit. */
  | { readonly kind: 'kept' }
  /** The interval lies across it. */
  | { readonly kind: 'at-risk' }
  /** No part of the interval keeps to it. */
  | { readonly kind: 'broken' };

export function keeps(spread: { readonly low: number; readonly high: number }, { bound, number }: Limit): Kept {
  const fits = (x: number): boolean => (bound === 'at most' ? x <= number : x >= number);
  const ends = [fits(spread.low), fits(spread.high)];
  if (ends.every(Boolean)) return { kind: 'kept' };
  return ends.some(Boolean) ? { kind: 'at-risk' } : { kind: 'broken' };
}

/** An option that is out, and by which limits. */
export interface KnockedOut {
  readonly option: string;
  readonly limits: readonly Limit[];
}

export interface Knocked {
  readonly left: readonly Option[];
  readonly out: readonly KnockedOut[];
  /** Limits that options which are left may break. */
  readonly risks: readonly KnockedOut[];
}

/** Takes out who breaks a limit for sure; who may break one stays, and is named. */
export function knockOut(
  options: readonly Option[],
  criteria: readonly Criterion[],
  limits: readonly Limit[],
): Knocked {
  const states = options.map((option) => {
    const by = (wanted: Kept['kind']): readonly Limit[] =>
      limits.filter((limit) => {
        const criterion = criteria.find(({ id }) => id === limit.criterion);
        return criterion !== undefined && keeps(spreadIn(option, criterion), limit).kind === wanted;
      });
    return { option, broken: by('broken'), risky: by('at-risk') };
  });
  return {
    left: states.filter(({ broken }) => broken.length === 0).map(({ option }) => option),
    out: states.flatMap(({ option, broken }) => (broken.length > 0 ? [{ option: option.id, limits: broken }] : [])),
    risks: states.flatMap(({ option, broken, risky }) =>
      broken.length === 0 && risky.length > 0 ? [{ option: option.id, limits: risky }] : [],
    ),
  };
}
