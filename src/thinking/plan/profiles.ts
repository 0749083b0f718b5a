import { looksAfter } from '../estimate/looks.ts';
import type { Profile, ProfileName } from './plan.ts';

/** A profile whose looks are these numbers of blocks, the last of which ends it. */
export function withLooks(profile: Omit<Profile, 'blocks' | 'looks'>, blocks: readonly number[]): Profile {
  return { ...profile, blocks: blocks.at(-1) ?? 0, looks: looksAfter(blocks, profile.alpha) };
}

/** The profiles of INTERFACE.md: how long and how often a run measures. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  // Six blocks leave four degrees of freedom, and a smoke run is repeated at every change: at the usual 5 % one in twenty
  // comparisons of equals would be called different. One in a thousand leaves verdicts for large differences only.
  smoke: withLooks(
    {
      name: 'smoke',
      warmUpMs: 500,
      steadyMs: 1000,
      peakMs: 500,
      alpha: 0.001,
      for: 'does it work; verdicts only for large differences',
    },
    [6],
  ),
  quick: withLooks(
    { name: 'quick', warmUpMs: 1000, steadyMs: 2500, peakMs: 1500, alpha: 0.05, for: 'a first answer over coffee' },
    [12],
  ),
  standard: withLooks(
    { name: 'standard', warmUpMs: 2000, steadyMs: 5000, peakMs: 3000, alpha: 0.05, for: 'a decision' },
    [12, 16, 20, 28],
  ),
  rigorous: withLooks(
    { name: 'rigorous', warmUpMs: 3000, steadyMs: 10_000, peakMs: 5000, alpha: 0.05, for: 'a publication' },
    [12, 16, 20, 28, 40],
  ),
};
