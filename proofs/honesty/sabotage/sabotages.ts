import type { RunEvent } from '../../../src/doing/run/run.ts';
import type { Plan } from '../../../src/thinking/plan/plan.ts';
import { gateLimits } from '../../../src/thinking/verdict/limits.ts';
import { Neighbour } from './neighbour.ts';
import { NOTHING, TWIN, twinOf, type Interference, type Materials, type Sabotage } from './sabotage.ts';

type RoundEvent = Extract<RunEvent, { kind: 'round' }>;

/** Hears of the rounds of the blocks; those of calibration tell no stages. */
function onRound(hear: (event: RoundEvent) => void): Interference['hear'] {
  return (event) => {
    if (event.kind === 'round') hear(event);
  };
}

/** By how much each place in a block is slower than the first. */
const EACH_PLACE = 0.08;

/**
 * A machine that slows within a block: whoever runs later burns more. The amount goes in through the environment, which is read anew
 * at every start, and not through a neighbour or heat: those have gates of their own, and burnt CPU time would not even change by them.
 */
function slowingMachine({ honest }: Materials): Partial<Interference> {
  let position = 0;
  const slowing = {
    ...honest,
    env: {
      ...honest.env,
      get BURN_FACTOR() {
        return String(1 + EACH_PLACE * position);
      },
    },
  };
  return {
    contenders: () => [slowing, twinOf(slowing)],
    hear: onRound(({ identity, stage }) => {
      if (stage === 'starting') ({ position } = identity);
    }),
  };
}

/** The six orders of three entries, so that the placebo stands now beside the baseline and now at the other end. */
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

function inOneOrder(plan: Plan, seed: number): Plan {
  const order = ORDERS[seed % ORDERS.length] ?? ORDERS[0];
  return {
    ...plan,
    scenarios: plan.scenarios.map((scenario) => {
      const ids = scenario.entries.map(({ id }) => id);
      const fixed = order.flatMap((place) => ids[place] ?? []);
      return { ...scenario, blocks: scenario.blocks.map(() => fixed) };
    }),
  };
}

const fixedOrder: Sabotage = {
  id: 'fixed-order',
  title: 'every block in one order, on a machine that slows within it',
  own: 'refused: placebo-differs',
  interfere: (materials) => ({
    ...slowingMachine(materials),
    replan: (plan) => inOneOrder(plan, materials.seed),
  }),
  // The same machine, in the orders that were drawn.
  control: slowingMachine,
};

const sharedCore: Sabotage = {
  id: 'generator-on-the-contenders-core',
  title: 'generator and contender on one core, by a plan that says they are apart',
  own: 'refused: too-many-void (same-cores)',
  interfere: () => ({
    replan: (plan) => {
      const cores = { contender: plan.cores.contender, rest: plan.cores.contender, shared: false };
      return { ...plan, cores, gates: gateLimits(cores) };
    },
  }),
  control: NOTHING,
};

const neighbourInOneArm: Sabotage = {
  id: 'neighbour-in-one-arm',
  title: 'a busy process on the contender’s core, in the steady phases of one contender',
  own: 'refused: too-many-void (foreign-cpu)',
  interfere: () => {
    const neighbour = new Neighbour();
    let cores: readonly number[] = [];
    return {
      hear: (event) => {
        if (event.kind === 'planned') cores = event.plan.cores.contender;
        if (event.kind !== 'round') return;
        if (event.stage === 'steady' && event.identity.entry === TWIN) neighbour.start(cores);
        else neighbour.end();
      },
      end: () => neighbour.end(),
    };
  },
  control: NOTHING,
};

const wrongBodies: Sabotage = {
  id: 'cheaper-wrong-bodies',
  title: 'wrong bodies of the right length and no work, once the cases and 1,200 answers were right',
  own: 'failed: wrong-under-load',
  interfere: () => ({ contenders: ({ honest, skips }) => [honest, twinOf(skips)] }),
  control: NOTHING,
};

const someWrongBodies: Sabotage = {
  id: 'some-cheaper-wrong-bodies',
  title: 'the same for one answer in fifty',
  own: 'failed: wrong-under-load',
  interfere: () => ({ contenders: ({ honest, skipsSome }) => [honest, twinOf(skipsSome)] }),
  control: NOTHING,
};

const STEP_MS = 2000;

const clockStep: Sabotage = {
  id: 'clock-step',
  title: 'the wall clock set forward by 2 s in the middle of the steady phases of one contender',
  own: 'refused: too-many-void (clock-jump)',
  interfere: () => {
    let steadyMs = 0;
    let steppedMs = 0;
    let timer: NodeJS.Timeout | undefined;
    return {
      now: () => new Date(Date.now() + steppedMs),
      hear: (event) => {
        if (event.kind === 'planned') ({ steadyMs } = event.plan.profile);
        if (event.kind !== 'round' || event.stage !== 'steady' || event.identity.entry !== TWIN) return;
        timer = setTimeout(() => (steppedMs += STEP_MS), steadyMs / 2);
      },
      end: () => clearTimeout(timer),
    };
  },
  control: NOTHING,
};

export const SABOTAGES: readonly Sabotage[] = [
  fixedOrder,
  sharedCore,
  neighbourInOneArm,
  wrongBodies,
  someWrongBodies,
  clockStep,
];
