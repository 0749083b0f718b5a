import type { PartPrices } from '../cost/price.ts';
import type { FootprintUnit } from '../footprint/footprint.ts';
import type { Unit } from '../quantity/quantity.ts';
import type { Seen } from './evidence.ts';

/** How sure a number is: an interval at a level, the lowest and highest of repetitions, or a count of which nothing is uncertain. */
export type Sure =
  | { readonly kind: 'interval'; readonly level: number; readonly n: number }
  /** The same, and by the run's own margin the two are equivalent. */
  | { readonly kind: 'equivalent'; readonly level: number; readonly n: number }
  | { readonly kind: 'range'; readonly n: number }
  /** Measured a single time: it has no interval, and its ends are itself. */
  | { readonly kind: 'once' }
  | { readonly kind: 'counted' };

/** A number that was found. */
export interface Found {
  readonly kind: 'found';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly sure: Sure;
  /** Where the number is of one against another: what each was measured at; null where it is of one alone, or not told. */
  readonly sides: Sides | null;
  /** The prices that are in it; null where none are. */
  readonly prices: PartPrices | null;
  readonly from:
    | {
        readonly kind: 'run';
        readonly run: string;
        readonly seen: Seen;
        readonly profile: string;
        readonly command: string;
      }
    | { readonly kind: 'footprint'; readonly seen: Seen }
    | { readonly kind: 'mistakes'; readonly date: string; readonly of: number }
    | { readonly kind: 'public'; readonly date: string; readonly source: string; readonly conditions: string };
}

/** What the two were measured at, in one unit. */
export interface Sides {
  readonly unit: Unit | FootprintUnit;
  readonly ahead: number;
  readonly of: number;
}

/** Why there is no number. */
export interface Absent {
  readonly kind: 'absent';
  readonly why:
    /** No run has these contenders in this scenario. */
    | { readonly kind: 'not-measured'; readonly scenario: string; readonly contenders: readonly string[] }
    | { readonly kind: 'refused'; readonly run: string; readonly reason: string; readonly command: string }
    /** The run has no number to quote. */
    | { readonly kind: 'no-number'; readonly run: string; readonly reason: string; readonly command: string }
    | { readonly kind: 'no-footprint'; readonly figure: string; readonly contenders: readonly string[] }
    | { readonly kind: 'no-mistakes' }
    | { readonly kind: 'no-figure'; readonly series: string };
}
