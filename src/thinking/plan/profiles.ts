import type { Profile, ProfileName } from './plan.ts';

/** The profiles of INTERFACE.md: how long and how often a run measures. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  // Six blocks leave five degrees of freedom, and a smoke run is repeated at every change: at the usual 5 % one in twenty
  // comparisons of equals would be called different. One in a thousand leaves verdicts for large differences only.
  smoke: {
    name: 'smoke',
    blocks: 6,
    warmUpMs: 500,
    steadyMs: 1000,
    peakMs: 500,
    alpha: 0.001,
    for: 'does it work; verdicts only for large differences',
  },
  quick: {
    name: 'quick',
    blocks: 12,
    warmUpMs: 1000,
    steadyMs: 2500,
    peakMs: 1500,
    alpha: 0.05,
    for: 'a first answer over coffee',
  },
  standard: {
    name: 'standard',
    blocks: 28,
    warmUpMs: 2000,
    steadyMs: 5000,
    peakMs: 3000,
    alpha: 0.05,
    for: 'a decision',
  },
  rigorous: {
    name: 'rigorous',
    blocks: 40,
    warmUpMs: 3000,
    steadyMs: 10_000,
    peakMs: 5000,
    alpha: 0.05,
    for: 'a publication',
  },
};
