import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { Plan, ScenarioPlan } from '../../thinking/plan/plan.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import type { Built } from '../build/build.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import type { Timekeeper } from './timekeeper.ts';

/** One scenario of a run at work. */
export interface ScenarioRun {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly scenarioPlan: ScenarioPlan;
  readonly built: ReadonlyMap<string, Built>;
  /** Contenders that did not build, with the reason. */
  readonly unbuilt: ReadonlyMap<string, ContenderFailure>;
  readonly isolation: Isolation;
  readonly loadgen: string;
  readonly time: Timekeeper;
  /** How far it goes: the contract alone, a look at each contender, or the whole. */
  readonly until: 'checked' | 'seen' | 'measured';
  /** The sitting that this part of the run is. */
  readonly sitting: number;
  /** The moment of the clock at which its blocks must be over; null where they take what they need. */
  readonly untilMs: number | null;
}
