import type { Unit } from './quantity.ts';

const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  us: ' µs',
  ms: ' ms',
  s: ' s',
  'requests/s': ' requests/s',
  MiB: ' MiB',
  KiB: ' KiB',
  ratio: '×',
  share: ' %',
};

/** Commas between thousands: they survive a terminal, a Markdown table and a copy into a sheet, a thin space does not. */
function withThousands(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Three significant digits, but never fewer than the whole number: 0.0123, 1.23, 123, 12,345. Of a finite number. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 999.5) return withThousands(value.toFixed(0));
  if (size === 0) return '0';
  // Below this no digit would be left of the exponent form that toPrecision turns to.
  if (size < 1e-6) return value.toExponential(2);
  return plainZeros(value.toPrecision(3));
}

/** Without the zeros that end a fraction: they claim a precision nobody measured. */
function plainZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/u, '') : digits;
}

/** `61.2 µs`, `12,345 requests/s`, `0.41×`, `5.4 %`: about three significant digits, the unit after a space. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 'ratio') return formatRatio(value);
  return unit === 'share' ? formatShare(value) : `${formatNumber(value)}${UNIT_WORDS[unit]}`;
}

function ratioDigits(ratio: number): string {
  if (ratio >= 99.95) return withThousands(ratio.toFixed(0));
  if (ratio >= 9.995) return ratio.toFixed(1);
  if (ratio >= 0.0995) return ratio.toFixed(2);
  return ratio === 0 ? '0' : ratio.toPrecision(2);
}

/** `0.41×`, `5.63×`, `12.3×`: two decimals up to ten, so that ratios below each other line up. */
export function formatRatio(ratio: number): string {
  return `${ratioDigits(ratio)}×`;
}

/** `0.39–0.43×`, `60.1–62.9 µs`: the unit once, at the end. */
export function formatInterval(low: number, high: number, unit: Unit): string {
  const digits = unit === 'ratio' ? ratioDigits : formatNumber;
  const times = unit === 'share' ? 100 : 1;
  return `${digits(low * times)}–${digits(high * times)}${UNIT_WORDS[unit]}`;
}

/** `50 ms`, `2.5 s`, `1.5 min`, `-1 h`: three significant digits in the largest unit that leaves one before the point. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return '0 ms';
  if (size < 0.9995) return `${formatNumber(ms * 1000)} µs`;
  if (size < 999.5) return `${formatNumber(ms)} ms`;
  if (size < 59_970) return `${formatNumber(ms / 1000)} s`;
  if (size < 3_598_200) return `${formatNumber(ms / 60_000)} min`;
  return `${formatNumber(ms / 3_600_000)} h`;
}

/** What is left of a run, from seconds: `45 s`, `2 min 10 s`, `1 h 5 min`; nothing left is `0 s`. */
export function formatTimeLeft(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `2,000/s`, from a number per second. */
export function formatRate(perSecond: number): string {
  return `${formatNumber(perSecond)}/s`;
}

/** `5 %`, `0.1 %`, from a share: 0.05. */
export function formatShare(share: number): string {
  return `${formatNumber(share * 100)} %`;
}

/** A level of confidence in percent: as a share, but never 100 % where it is less. */
export function formatLevel(level: number): string {
  const text = formatShare(level);
  if (level >= 1 || text !== formatShare(1)) return text;
  const rest = (1 - level) * 100;
  // As many decimals as tell the first digit of what is left to 100 %.
  return `${(100 - rest).toFixed(Math.ceil(-Math.log10(rest)))} %`;
}
