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

/** The caution beside a contender that had no steady state; null for any other. */
export function neverSteadyText(contender: string, warmUp: WarmUp): string | null {
  if (warmUp.kind !== 'never-steady') return null;
  return `${contender} had ${warmUpText(warmUp)} of full load before the first block: its CPU per request still moved by more than 3 %, so what a round measures of it depends on how long it had run.`;
}
