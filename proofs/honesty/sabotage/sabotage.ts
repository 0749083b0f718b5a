import type { RunEvent } from '../../../src/doing/run/run.ts';
import type { Contender } from '../../../src/thinking/contender/contender.ts';
import type { Plan } from '../../../src/thinking/plan/plan.ts';

/** The contender beside the baseline: another name for the same work, or what pretends to it. */
export const TWIN = 'twin';

/** What a sabotage is made with. */
export interface Materials {
  readonly seed: number;
  /** Does a known amount of work for each answer. It is the baseline, and the placebo with it. */
  readonly honest: Contender;
  /** The same program with wrong bodies in place of its work: for all answers after a time, and for one in fifty. */
  readonly skips: Contender;
  readonly skipsSome: Contender;
}

/** What is done to one run. Each part has its honest counterpart in `UNTOUCHED`. */
export interface Interference {
  /** Baseline first, then the twin. */
  readonly contenders: (materials: Materials) => readonly Contender[];
  /** The plan that is carried out in place of the one that was made. */
  readonly replan: (plan: Plan) => Plan;
  /** The wall clock of the run. */
  readonly now: () => Date;
  /** Hears all that the run tells, at the moment it does. */
  readonly hear: (event: RunEvent) => void;
  /** Ends what was started beside the run. */
  readonly end: () => void;
}

/** A fault put into a run on purpose, to see that the run ends without a verdict. */
export interface Sabotage {
  readonly id: string;
  readonly title: string;
  /** The ending by the very check that is there for it, as `endingText` has it. Any other refusal would leave the check unproven. */
  readonly own: string;
  readonly interfere: (materials: Materials) => Partial<Interference>;
  /** What of it stays in the run that shows that nothing but the fault is the cause; most often nothing. */
  readonly control: (materials: Materials) => Partial<Interference>;
}

export function twinOf(contender: Contender): Contender {
  return { ...contender, id: TWIN };
}

export const UNTOUCHED: Interference = {
  contenders: ({ honest }) => [honest, twinOf(honest)],
  replan: (plan) => plan,
  now: () => new Date(),
  hear: () => undefined,
  end: () => undefined,
};

/** Nothing is done: two contenders of the same work. */
export const NOTHING = (): Partial<Interference> => ({});
