import { spectrumOf } from '../doing/generator/spectrum.ts';
import type { Ledger, Note, RunEntry } from '../doing/ledger/ledger.ts';
import {
  leftOutNoted,
  lineUpNoted,
  rateRefusalsNoted,
  secondsNoted,
  serviceFailuresNoted,
  servicesNoted,
  startNoted,
} from '../doing/run/notes.ts';
import type { Machine } from '../thinking/machine/machine.ts';
import type { RoundOutcome } from '../thinking/measurement/measurement.ts';
import { noiseOf } from '../thinking/noise/noise.ts';
import { join, type JoinProblem, type Part } from '../thinking/plan/join.ts';
import type { LeftOut, Plan } from '../thinking/plan/plan.ts';
import { withoutCores } from '../thinking/contender/cores.ts';
import type { Calibration, ReportInput, Spectrum, SpectrumPoint } from '../thinking/report/input.ts';
import { rateRefusalText } from '../thinking/report/words-of-generator.ts';
import { voidLine } from '../thinking/report/words-of-void.ts';
import type { Conclusion } from '../thinking/verdict/conclusion.ts';
import { concludeRun, concludeScenario } from '../thinking/verdict/conclude.ts';
import { planOf } from './store.ts';
import { serviceText } from './words.ts';

/** What is known of one run, or of several taken together. */
interface Known extends Part {
  readonly entry: RunEntry;
  readonly notes: readonly Note[];
}

/** All that a report says of a run, derived from what the ledger holds of it: made again, it comes out the same. */
export function reportInput(entry: RunEntry, ledger: Ledger): ReportInput {
  const known = knownOf(entry, ledger);
  return inputOf(known, [known]);
}

/** The same of several runs, as sittings of one. */
export function joinedInput(
  entries: readonly RunEntry[],
  ledger: Ledger,
): { readonly ok: true; readonly value: ReportInput } | { readonly ok: false; readonly problem: JoinProblem } {
  const inOrder = entries.toSorted((one, other) => Date.parse(one.created) - Date.parse(other.created));
  const known = inOrder.map((entry) => knownOf(entry, ledger));
  const [first] = known;
  const together = join(known);
  if (!together.ok) return together;
  if (first === undefined) throw new Error('no run to report on');
  const open = entries.find((entry) => entry.state !== 'complete');
  const entry = { ...first.entry, id: together.value.plan.run, state: open?.state ?? first.entry.state };
  const notes = known.flatMap((one) => one.notes);
  return { ok: true, value: inputOf({ ...together.value, entry, notes }, known) };
}

function knownOf(entry: RunEntry, ledger: Ledger): Known {
  return { entry, plan: planOf(entry), outcomes: ledger.rounds(entry.id), notes: ledger.notes(entry.id) };
}

/** @param runs those that are taken together; the run itself where it is one. */
function inputOf({ entry, plan, outcomes, notes }: Known, runs: readonly Known[]): ReportInput {
  const lineUp = lineUpNoted(notes);
  const conclusion = concludeRun(plan.scenarios.map((scenario) => concludeScenario(plan, scenario, outcomes)));
  const calibrations = Object.fromEntries(
    plan.scenarios.map(({ scenario }) => [scenario, runs.flatMap((one) => calibrationOf(one, scenario) ?? [])]),
  );
  return {
    run: {
      id: entry.id,
      name: entry.name,
      created: entry.created,
      complete: entry.state === 'complete',
      unfinished: runs.find((one) => one.entry.state !== 'complete')?.entry.id ?? null,
      state: entry.state,
      profile: plan.profile.name,
      seed: plan.seed,
      tookS: secondsNoted(notes),
      command: commandOf(plan),
    },
    plan,
    machine: machineOf(entry),
    contenders: lineUp?.contenders ?? [],
    scenarios:
      lineUp?.scenarios ??
      plan.scenarios.map(({ scenario }) => ({
        id: scenario,
        question: '',
        analysis: null,
        timesOf: null,
        surge: null,
        held: null,
        memoryMiB: null,
      })),
    calibrations,
    services: servicesNoted(notes),
    conclusion,
    noise: plan.scenarios.flatMap((scenario) => noiseOf(scenario, outcomes, plan.gates)),
    leftOut: leftOutOf(plan, notes),
    spectra: conclusion.scenarios.flatMap((scenario) => spectraOf(scenario, outcomes)),
  };
}

function calibrationOf({ entry, notes }: Known, scenario: string): Calibration | null {
  const start = startNoted(notes, scenario);
  return start === null ? null : { run: entry.id, rates: start.rates, generator: start.generator, seen: start.seen };
}

/** Who has no rounds for a reason that is not the contender's own; its own failures stand in the conclusion. */
function leftOutOf(plan: Plan, notes: readonly Note[]): readonly LeftOut[] {
  const uncalibrated = leftOutNoted(notes).map(({ contender, scenario, reason }): LeftOut => ({
    contender,
    scenario,
    reason: voidLine(reason),
    remedy: 'Run it again; if it stays so, bakeoff doctor tells what is amiss on this machine.',
  }));
  const tooFast = rateRefusalsNoted(notes).flatMap(({ scenario, refusal }) =>
    contendersOf(plan, scenario).map((contender): LeftOut => ({ contender, scenario, ...rateRefusalText(refusal) })),
  );
  const unserved = serviceFailuresNoted(notes).flatMap(({ scenario, failure }) => {
    const remedy = failure.kind === 'not-installed' ? failure.install : 'Look at its last lines, then run again.';
    return contendersOf(plan, scenario).map((contender): LeftOut => ({
      contender,
      scenario,
      reason: serviceText(failure),
      remedy,
    }));
  });
  return [...plan.leftOut, ...uncalibrated, ...tooFast, ...unserved];
}

function contendersOf(plan: Plan, scenario: string): readonly string[] {
  const entries = plan.scenarios.find((one) => one.scenario === scenario)?.entries ?? [];
  return [...new Set(entries.map((entry) => entry.contender))];
}

/** The command line that makes the run again with the same seed. */
function commandOf(plan: Plan): string {
  const contenders = new Set(
    plan.scenarios.flatMap((one) => one.entries.map((entry) => withoutCores(entry.contender))),
  );
  const scenarios = plan.scenarios.map((one) => one.scenario).join(' ');
  const oneLook = plan.profile.looks.length === 1 ? ` --blocks ${plan.profile.blocks}` : '';
  const budget = plan.budgetMs === null ? '' : ` --budget ${plan.budgetMs / 1000}s`;
  const blocks = `--profile ${plan.profile.name}${oneLook}${budget}`;
  return `bakeoff run ${[...contenders].join(' ')} --scenario ${scenarios} ${blocks} --seed ${plan.seed}`;
}

/** The machine as this program wrote it when the run began. */
function machineOf(entry: RunEntry): Machine {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger's version, checked at opening, stands for its shape
  return entry.machine as unknown as Machine;
}

/** Where a spectrum is drawn: evenly on the axis of 1/(1 - p), up to where a round's tail still holds 30 requests. */
const PERCENTILES = [
  0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 96, 97, 98, 98.5, 99, 99.25, 99.5, 99.7, 99.8, 99.9, 99.95, 99.99,
];
const TAIL = 30;

/** Median and range, over the rounds that count, of each percentile of a round's response times. */
function spectraOf(conclusion: Conclusion, outcomes: readonly RoundOutcome[]): readonly Spectrum[] {
  const voided = new Set(conclusion.voids.map((round) => round.block));
  return conclusion.entries.map(({ id }) => {
    const rounds = outcomes.flatMap((outcome) => {
      if (outcome.kind !== 'measured') return [];
      const { identity, steady } = outcome.measurement;
      const counts = identity.scenario === conclusion.scenario && identity.entry === id && !voided.has(identity.block);
      // The histogram is of all operations: where one of them is asked about it would show another's times.
      return counts && steady.timesOf === null && steady.histograms.response !== null
        ? [spectrumOf(steady.histograms.response, PERCENTILES)]
        : [];
    });
    const points = PERCENTILES.flatMap((percentile, index): readonly SpectrumPoint[] => {
      const thick = rounds.filter((round) => round.requests * (1 - percentile / 100) >= TAIL);
      // Where some rounds cannot give the percentile the others alone would be a choice by value.
      if (thick.length === 0 || thick.length < rounds.length) return [];
      const values = thick.map((round) => round.ms[index] ?? 0).toSorted((a, b) => a - b);
      const middle = ((values[(values.length - 1) >> 1] ?? 0) + (values[values.length >> 1] ?? 0)) / 2;
      return [{ percentile, ms: middle, low: values[0] ?? null, high: values.at(-1) ?? null }];
    });
    return { scenario: conclusion.scenario, entry: id, band: 'range', points };
  });
}
