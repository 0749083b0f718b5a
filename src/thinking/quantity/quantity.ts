/**
 * Numbers with units. A number in this program carries its unit in its field's name (`forMs`, `ratePerSecond`);
 * where the unit is data, it travels beside the value as a `Quantity`.
 */

/** The units that a stored or printed value may have. */
export type Unit = 'us' | 'ms' | 's' | 'requests/s' | 'MiB' | 'KiB' | 'ratio' | 'share';

/** A value with its unit, for places where both are only known at run time. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** What reading a text such as `50 ms` gives: the number in the named unit, or the rule the text broke. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string };
