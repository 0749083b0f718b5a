import type { Profile } from './plan.ts';
import { sittingEnds } from './sittings.ts';

/** The busy rate: a second common rate, at which queues show, as a share of the slowest contender's rate in a closed loop. */
export const BUSY_SHARE = 0.8;

/**
 * Shares of a contender's own rate in a closed loop under which its CPU per request is measured as well: at a common rate a fast
 * contender idles and pays for waking up with each request, where a slow one is at work and shares a wake-up among many. Both are
 * loaded alike here, and a bill is for machines that are.
 */
export const OWN_SHARES = [0.25, 0.5, 0.75] as const;

/**
 * Whether the rounds of a block search for the capacity: those of the first blocks of each sitting, so that the searches are spread
 * over the sittings as evenly as they go, and a run that ends early has as many as there were.
 *
 * @param whole blocks that count before it. @param sitting the one it is in, from 0.
 */
export function isSearched(profile: Profile, whole: number, sitting: number): boolean {
  const searches = profile.further?.searches ?? 0;
  const begun = sittingEnds(profile)[sitting - 1] ?? 0;
  const perSitting = Math.ceil(searches / profile.sittings);
  // A sitting that goes on with what an earlier one left does not begin with searches: those were the earlier one's.
  return whole >= begun && whole - begun < Math.min(perSitting, searches - sitting * perSitting);
}
