import { noiseOf, type Scatter } from '../thinking/noise/noise.ts';
import type { Profile } from '../thinking/plan/plan.ts';
import { planOf, type Store } from './store.ts';

/** The name under which calibrations are kept, as `fixtures/noise.yaml` has it. */
export const CALIBRATION = 'the noise of this machine';

/** What one finished run says of a machine's noise. */
export interface Noise {
  readonly run: string;
  readonly created: string;
  readonly name: string;
  readonly profile: Profile;
  readonly scatters: readonly Scatter[];
}

/** What the finished runs of a machine say of its noise, the newest first. */
export function noiseOn(fingerprint: string, { ledger }: Store): readonly Noise[] {
  return ledger.runs().flatMap((entry): readonly Noise[] => {
    const plan = planOf(entry);
    if (entry.state !== 'complete' || plan.digests['machine'] !== fingerprint) return [];
    const outcomes = ledger.rounds(entry.id);
    const scatters = plan.scenarios.flatMap((lineUp) => noiseOf(lineUp, outcomes, plan.gates));
    if (scatters.length === 0) return [];
    return [{ run: entry.id, created: entry.created, name: entry.name, profile: plan.profile, scatters }];
  });
}

/** The newest calibration of each length of round, the longest first; none where the machine was not calibrated. */
export function calibrationsAmong(noises: readonly Noise[]): readonly Noise[] {
  const newest = new Map<string, Noise>();
  for (const noise of noises) {
    if (noise.name === CALIBRATION && !newest.has(noise.profile.name)) newest.set(noise.profile.name, noise);
  }
  return [...newest.values()].toSorted((one, other) => other.profile.steadyMs - one.profile.steadyMs);
}
