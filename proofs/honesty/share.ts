/** A share of counted events with its interval. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.959963984540054;

/** Wilson's score interval at 95 % (1927): does not leave [0, 1], and says something of none in many too. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, share: Number.NaN, low: 0, high: 1 };
  const share = count / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (share + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { count, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function tenth(value: number): string {
  return (100 * value).toFixed(1);
}

/** `3 of 60, 5.0 % [1.7, 13.7]`. */
export function shareText({ count, of, share, low, high }: Share): string {
  if (of === 0) return 'none';
  return `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}, ${tenth(share)} % [${tenth(low)}, ${tenth(high)}]`;
}
