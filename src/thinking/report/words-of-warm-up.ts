import type { WarmUp } from '../pilot/steady-state.ts';
import { formatNumber } from '../quantity/format.ts';
import { count } from './words.ts';

/** How a contender warmed up in its pilot; null where that was too short to tell. */
export function warmUpText(warmUp: WarmUp): string | null {
  switch (warmUp.kind) {
    case 'steady':
      return warmUp.afterS === 0
        ? 'steady from its first second on'
        : `steady after ${formatNumber(warmUp.afterRequests)} requests (${warmUp.afterS} s)`;
    case 'never-steady':
      return `no steady state in ${count(warmUp.seconds, 'second')} (${formatNumber(warmUp.requests)} requests)`;
    case 'unknown':
      return null;
  }
}

/**
 * The caution beside a contender that may not be warm when it is measured: it had no steady state in its pilot, or has one only after
 * more requests than each warm-up has. Null for any other.
 */
export function notWarmText(contender: string, warmUp: WarmUp, warmUpRequests: number): string | null {
  if (warmUp.kind === 'steady' && warmUp.afterRequests > warmUpRequests) {
    return `${contender} was steady only after ${formatNumber(warmUp.afterRequests)} requests before the first block, and is warmed up with ${formatNumber(warmUpRequests)}: more would take the slowest contender too long. A longer profile warms up for longer.`;
  }
  if (warmUp.kind !== 'never-steady') return null;
  return `${contender} had ${warmUpText(warmUp)} of full load before the first block: its CPU per request still moved by more than 3 %, so what a round measures of it depends on how long it had run.`;
}
