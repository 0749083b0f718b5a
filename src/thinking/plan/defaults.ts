import type { Margins, Objective, ProfileName } from './plan.ts';

export const DEFAULT_NAME = 'a bake-off';

export const DEFAULT_PROFILE: ProfileName = 'quick';

export const DEFAULT_OBJECTIVE: Objective = { p99Ms: 50, errors: 0.001 };

/**
 * The smallest difference that matters, where a config names none. The CPU figures carry the run's verdict and repeat
 * within a few percent; the further out a percentile, the fewer requests stand behind it and the more it must differ.
 */
export const DEFAULT_MARGINS: Margins = {
  'cpu-per-request': 0.05,
  'peak-cpu-per-request': 0.05,
  'peak-rate': 0.05,
  p50: 0.1,
  p90: 0.1,
  p99: 0.2,
  'p99.9': 0.3,
  'first-piece': 0.2,
  'piece-gap': 0.2,
  memory: 0.1,
  'busy-cpu-per-request': 0.05,
  'busy-p99': 0.2,
  // Two steps of its grid: one is what a search cannot tell.
  capacity: 0.1,
  'surge-kept': 0.05,
  // Counted about the edge of what a contender can do, where little moves it far.
  'surge-late': 0.2,
  'surge-memory': 0.1,
  'held-memory': 0.1,
};
