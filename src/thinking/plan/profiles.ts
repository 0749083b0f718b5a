import { looksAfter } from '../estimate/looks.ts';
import type { Profile, ProfileName } from './plan.ts';

/** Fewest blocks of a sitting that shall speak for itself; beside the position they leave two degrees of freedom. */
const LEAST_OF_SITTING = 4;

/**
 * A profile whose looks are these numbers of blocks, the last of which ends it. Blocks too few for the profile's sittings are spread
 * over fewer.
 */
export function withLooks(profile: Omit<Profile, 'blocks' | 'looks'>, looks: readonly number[]): Profile {
  const blocks = looks.at(-1) ?? 0;
  const sittings = Math.max(1, Math.min(profile.sittings, Math.floor(blocks / LEAST_OF_SITTING)));
  return { ...profile, sittings, blocks, looks: looksAfter(looks, profile.alpha) };
}

/**
 * The profiles: how long and how often a run measures. The spread of three sittings has two degrees of freedom, of two only one: an
 * interval that covers the machine's drift would then be 12.7 standard errors to each side, and 76 with five other comparisons.
 */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  // Six blocks leave four degrees of freedom, and a smoke run is repeated at every change: at the usual 5 % one in twenty
  // comparisons of equals would be called different. One in a thousand leaves verdicts for large differences only.
  smoke: withLooks(
    {
      name: 'smoke',
      sittings: 1,
      pilotS: 3,
      warmUpMs: 500,
      steadyMs: 1000,
      peakMs: 500,
      further: null,
      alpha: 0.001,
      for: 'does it work; verdicts only for large differences',
    },
    [6],
  ),
  // A longer steady phase gains little: half of what node-fastify scatters by is one process against the next, and no phase of theirs is
  // long enough for that (docs/honesty.md).
  quick: withLooks(
    {
      name: 'quick',
      sittings: 1,
      pilotS: 8,
      warmUpMs: 1000,
      steadyMs: 2500,
      peakMs: 1500,
      further: null,
      alpha: 0.05,
      for: 'a first answer over coffee',
    },
    [12],
  ),
  standard: withLooks(
    {
      name: 'standard',
      sittings: 3,
      pilotS: 12,
      warmUpMs: 2000,
      steadyMs: 5000,
      peakMs: 3000,
      further: { phaseMs: 2500, searches: 6 },
      alpha: 0.05,
      for: 'a decision',
    },
    [12, 16, 20, 28],
  ),
  rigorous: withLooks(
    {
      name: 'rigorous',
      sittings: 4,
      pilotS: 20,
      warmUpMs: 3000,
      steadyMs: 10_000,
      peakMs: 5000,
      further: { phaseMs: 5000, searches: 8 },
      alpha: 0.05,
      for: 'a publication',
    },
    [12, 16, 20, 28, 40],
  ),
};
