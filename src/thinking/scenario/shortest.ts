import type { Json } from '../contract/contract.ts';
import { isList } from './template.ts';

const encoder = new TextEncoder();

/**
 * Characters of the shortest JSON form of a number. Languages write one number differently (100000, 1e5, 1E+05); all must
 * pass, so the shortest form counts: plain, `d.ddde5` or `dddde2`, whichever is shorter.
 */
function shortestNumber(value: number): number {
  const plain = JSON.stringify(value).length;
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const power = Number(exponent);
  const sign = value < 0 ? 1 : 0;
  const pointed = sign + `${mantissa}e${power}`.length;
  const whole = sign + `${digits}e${power - (digits.length - 1)}`.length;
  return Math.min(plain, pointed, whole);
}

/** Brackets and commas of a list or object with so many members. */
function framing(members: number): number {
  return 2 + Math.max(0, members - 1);
}

/**
 * Bytes that any correct JSON text of this value has at least, in UTF-8. No answer that holds the value can be shorter:
 * - texts: JSON.stringify escapes only what must be escaped (quote, backslash, controls, halves of pairs), each in its
 *   shortest form, and leaves all else as it is; no serialiser can save a byte.
 * - numbers: the shortest form that reads back as the same number.
 * - further keys, white space and other escapes only make an answer longer.
 * Answers in UTF-8 without compression are assumed; requests ask for no other.
 */
export function shortestJsonBytes(value: Json): number {
  if (typeof value === 'number') return shortestNumber(value);
  if (typeof value !== 'object' || value === null) return encoder.encode(JSON.stringify(value)).length;
  if (isList(value)) return value.reduce<number>((sum, item) => sum + shortestJsonBytes(item), framing(value.length));
  const entries = Object.entries(value);
  return entries.reduce(
    (sum, [key, inner]) => sum + shortestJsonBytes(key) + 1 + shortestJsonBytes(inner),
    framing(entries.length),
  );
}
