import type { Parsed } from './quantity.ts';

/** Milliseconds in each unit of time. */
const TIME_UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** Digits with an optional fraction; commas only where they part thousands, so that `2,5` is not read as 25. */
const NUMBER = String.raw`-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;
const DURATION = new RegExp(`^(${NUMBER})\\s*(${Object.keys(TIME_UNITS).join('|')})$`, 'u');
const RATE = new RegExp(`^(${NUMBER})\\s*/\\s*s$`, 'u');
const SHARE = new RegExp(`^(${NUMBER})\\s*%$`, 'u');
const SHARE_OF_SLOWEST = new RegExp(`^(${NUMBER})\\s*%\\s+of\\s+the\\s+slowest$`, 'u');

const MEMORY = new RegExp(`^(${NUMBER})\\s*(MiB|GiB)$`, 'u');

export const DURATION_RULE = 'a duration such as 50 ms';
export const ANY_DURATION_RULE = 'a duration such as 1 h or -1 h';
export const RATE_RULE = 'a rate such as 2000/s';
export const SHARE_RULE = 'a share such as 5 %, of at most 100 %';
export const SHARE_OF_SLOWEST_RULE = 'a share such as 50 % of the slowest';
export const OVERLOAD_RULE = 'a share such as 150 %, above 100 % and of at most 1,000 %';
export const MEMORY_RULE = 'an amount of memory such as 256 MiB, in whole MiB';

function number(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''));
}

/** `50 ms`, `2.5 s`, `2 min`, `1 h` in milliseconds, zero or more. A bare number is refused: its unit would be a guess. */
export function parseDuration(text: string): Parsed<number> {
  const parsed = parseAnyDuration(text);
  return parsed.ok && parsed.value >= 0 ? parsed : { ok: false, expected: DURATION_RULE };
}

/** The same where the past has a meaning: `-1 h`. */
export function parseAnyDuration(text: string): Parsed<number> {
  const match = DURATION.exec(text.trim());
  const factor = TIME_UNITS[match?.[2] ?? ''];
  if (match === null || factor === undefined) return { ok: false, expected: ANY_DURATION_RULE };
  return { ok: true, value: number(match[1]) * factor };
}

/** `2000/s` as a number per second, above zero. */
export function parseRate(text: string): Parsed<number> {
  const match = RATE.exec(text.trim());
  const value = number(match?.[1]);
  return match !== null && value > 0 ? { ok: true, value } : { ok: false, expected: RATE_RULE };
}

/** `5 %` as 0.05, from 0 % to 100 %. */
export function parseShare(text: string): Parsed<number> {
  const match = SHARE.exec(text.trim());
  const value = number(match?.[1]) / 100;
  return match !== null && value >= 0 && value <= 1 ? { ok: true, value } : { ok: false, expected: SHARE_RULE };
}

/** `50 % of the slowest` as 0.5, above zero; over 100 % asks for overload on purpose. */
export function parseShareOfSlowest(text: string): Parsed<number> {
  const match = SHARE_OF_SLOWEST.exec(text.trim());
  const value = number(match?.[1]) / 100;
  return match !== null && value > 0 ? { ok: true, value } : { ok: false, expected: SHARE_OF_SLOWEST_RULE };
}

/** `150 %` as 1.5: more than there is, up to ten times as much. */
export function parseOverload(text: string): Parsed<number> {
  const match = SHARE.exec(text.trim());
  const value = number(match?.[1]) / 100;
  return match !== null && value > 1 && value <= 10 ? { ok: true, value } : { ok: false, expected: OVERLOAD_RULE };
}

/** `256 MiB`, `1.5 GiB` in MiB, a whole number above zero: the kernel keeps no finer limit than that worth naming. */
export function parseMemory(text: string): Parsed<number> {
  const match = MEMORY.exec(text.trim());
  const value = number(match?.[1]) * (match?.[2] === 'GiB' ? 1024 : 1);
  const fits = match !== null && Number.isSafeInteger(value) && value > 0;
  return fits ? { ok: true, value } : { ok: false, expected: MEMORY_RULE };
}
