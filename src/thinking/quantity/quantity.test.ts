import { expect, test } from 'vitest';

import {
  formatDuration,
  formatInterval,
  formatRate,
  formatRatio,
  formatShare,
  formatTimeLeft,
  formatValue,
} from './format.ts';
import { parseAnyDuration, parseDuration, parseRate, parseShare, parseShareOfSlowest } from './parse.ts';
import type { Parsed } from './quantity.ts';

function valueOf(parsed: Parsed<number>): number | string {
  return parsed.ok ? parsed.value : parsed.expected;
}

test.each([
  ['50 ms', 50],
  ['50ms', 50],
  ['2.5 s', 2500],
  ['2 min', 120_000],
  ['1 h', 3_600_000],
  ['250 µs', 0.25],
  ['250 us', 0.25],
  ['1,500 ms', 1500],
  ['0 ms', 0],
  [' 1 s ', 1000],
])('the duration %j is %d ms', (text, ms) => {
  expect(valueOf(parseDuration(text))).toBeCloseTo(ms, 9);
});

test.each(['50', '', 'ms', '50 sec', '2,5 s', '1e3 ms', '-1 h', '.5 s', '5 ms later', '1 000 ms', '0x10 ms', 'NaN ms'])(
  'the duration %j is refused',
  (text) => {
    expect(parseDuration(text)).toEqual({ ok: false, expected: 'a duration such as 50 ms' });
  },
);

test('the past is a duration only where it is asked for', () => {
  expect(parseAnyDuration('-1 h')).toEqual({ ok: true, value: -3_600_000 });
  expect(parseAnyDuration('-1')).toEqual({ ok: false, expected: 'a duration such as 1 h or -1 h' });
});

test('rates are per second and above zero', () => {
  expect(parseRate('2000/s')).toEqual({ ok: true, value: 2000 });
  expect(parseRate('2,000 / s')).toEqual({ ok: true, value: 2000 });
  for (const text of ['2000', '0/s', '-5/s', '100/min', '2k/s']) {
    expect(parseRate(text)).toEqual({ ok: false, expected: 'a rate such as 2000/s' });
  }
});

test('shares are percentages from 0 to 100', () => {
  expect(parseShare('5 %')).toEqual({ ok: true, value: 0.05 });
  expect(parseShare('0.1%')).toEqual({ ok: true, value: 0.001 });
  for (const text of ['5', '0.05', '-1 %', '101 %', '5 percent']) {
    expect(parseShare(text)).toEqual({ ok: false, expected: 'a share such as 5 %, of at most 100 %' });
  }
});

test('a share of the slowest says of what it is one', () => {
  expect(parseShareOfSlowest('50 % of the slowest')).toEqual({ ok: true, value: 0.5 });
  expect(parseShareOfSlowest('120 % of the slowest')).toEqual({ ok: true, value: 1.2 });
  for (const text of ['50 %', '0 % of the slowest', '50 % of the fastest']) {
    expect(parseShareOfSlowest(text)).toEqual({ ok: false, expected: 'a share such as 50 % of the slowest' });
  }
});

test.each([
  [61.234, 'us', '61.2 µs'],
  [12_345.4, 'requests/s', '12,345 requests/s'],
  [1_234_567, 'requests/s', '1,234,567 requests/s'],
  [0.0123, 'ms', '0.0123 ms'],
  [2, 's', '2 s'],
  [100, 'MiB', '100 MiB'],
  [999.9, 'ms', '1,000 ms'],
  [0, 'ms', '0 ms'],
  [0.412, 'ratio', '0.41×'],
  [0.0543, 'share', '5.43 %'],
  [0, 'share', '0 %'],
] as const)('%d %s is written %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test.each([
  [0.41, '0.41×'],
  [1, '1.00×'],
  [5.634, '5.63×'],
  [9.999, '10.0×'],
  [12.34, '12.3×'],
  [150.4, '150×'],
  [0.0521, '0.052×'],
])('the ratio %d is written %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text);
});

test('intervals carry their unit once', () => {
  expect(formatInterval(0.391, 0.428, 'ratio')).toBe('0.39–0.43×');
  expect(formatInterval(60.12, 62.94, 'us')).toBe('60.1–62.9 µs');
  expect(formatInterval(0.041, 0.052, 'share')).toBe('4.1–5.2 %');
});

test.each([
  [130, '2 min 10 s'],
  [45.4, '45 s'],
  [120, '2 min'],
  [59.7, '1 min'],
  [3599.6, '1 h'],
  [3900, '1 h 5 min'],
  [0, '0 s'],
  [-3, '0 s'],
])('%d s left are written %s', (seconds, text) => {
  expect(formatTimeLeft(seconds)).toBe(text);
});

/** Values spread evenly over magnitudes, the same at each run. */
function spread(from: number, to: number, count: number): readonly number[] {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return from * (to / from) ** (state / 2_147_483_647);
  });
}

/** The values that are not read back within half a percent, which is what three significant digits hold. */
function strayed(values: readonly number[], there: (value: number) => string, back: (text: string) => Parsed<number>) {
  return values.filter((value) => {
    const parsed = back(there(value));
    return !parsed.ok || Math.abs(parsed.value / value - 1) > 0.0051;
  });
}

test('durations, past and future, are read back as they were written', () => {
  const values = spread(0.001, 1e9, 300);
  expect(strayed(values, formatDuration, parseDuration)).toEqual([]);
  expect(
    strayed(
      values.map((ms) => -ms),
      formatDuration,
      parseAnyDuration,
    ),
  ).toEqual([]);
});

test('rates are read back as they were written', () => {
  expect(strayed(spread(0.01, 1e8, 200), formatRate, parseRate)).toEqual([]);
});

test('shares are read back as they were written', () => {
  expect(strayed(spread(0.00001, 1, 200), formatShare, parseShare)).toEqual([]);
});

test('durations change their unit where the next one reads better', () => {
  expect([0.05, 50, 999.4, 999.6, 2500, 59_900, 59_990, 90_000, 3_599_000].map(formatDuration)).toEqual([
    '50 µs',
    '50 ms',
    '999 ms',
    '1 s',
    '2.5 s',
    '59.9 s',
    '1 min',
    '1.5 min',
    '1 h',
  ]);
});
