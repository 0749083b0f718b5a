import type { GeneratorFloor } from '../../thinking/measurement/generator-floor.ts';
import { GENERATOR_CALIBRATION } from '../../thinking/plan/duration.ts';
import type { Stepped } from '../generator/generator.ts';
import { measureCeiling, measureFloor, type OwnMeans, type Setting } from '../generator/own-limits.ts';
import type { TrialMeans } from '../trial/trial.ts';
import { seedOf } from './rendering.ts';
import type { Rates } from './run.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** The generator ceiling on the cores and connections of the scenario. */
export async function ceilingFor(of: ScenarioRun, trial: TrialMeans): Promise<Stepped<number>> {
  return measureCeiling(ownMeans(trial), `ceiling-${nameOf(of)}`, settingOf(of, trial), GENERATOR_CALIBRATION);
}

/** The floor at the common rate, with the arrivals of the rounds; null in a closed loop, where nothing is due. */
export async function floorFor(
  of: ScenarioRun,
  rates: Rates,
  trial: TrialMeans,
): Promise<Stepped<GeneratorFloor | null>> {
  const { arrivals } = of.scenario.load;
  if (arrivals.kind === 'closed') return { ok: true, value: null };
  const offered = { kind: arrivals.kind, ratePerS: rates.steadyPerS };
  return measureFloor(ownMeans(trial), `floor-${nameOf(of)}`, settingOf(of, trial), GENERATOR_CALIBRATION, offered);
}

function ownMeans({ isolation, loadgen, directory, signal }: TrialMeans): OwnMeans {
  return { isolation, program: loadgen, directory, signal };
}

/** As a round has it (`trial/round.ts`): the same cores, priority and connections. */
function settingOf({ plan, scenario }: ScenarioRun, { cores }: TrialMeans): Setting {
  return {
    contenderCores: cores.contender,
    generatorCores: cores.rest,
    realtime: !cores.shared,
    connections: scenario.load.connections,
    rooms: scenario.rooms,
    seed: seedOf(plan.seed, scenario.id, 'calibration'),
  };
}

function nameOf({ scenario }: ScenarioRun): string {
  return scenario.id.replaceAll(/[^\w-]/gu, '-');
}
