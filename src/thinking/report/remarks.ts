import type { LeftOut } from '../plan/plan.ts';
import type { Look } from '../estimate/looks.ts';
import { PROFILES } from '../plan/profiles.ts';
import { formatDuration, formatLevel, formatShare } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { Caution, VerdictReason } from '../verdict/verdict.ts';
import type { ReportedScenario, ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import { everyoneLeftOut } from './result.ts';
import { listed } from './sentence.ts';
import { cautionText } from './words-of-caution.ts';
import { notWarmText } from './words-of-warm-up.ts';
import { count } from './words.ts';

/** Who takes no part and why, each contender and place once. */
export function leftOutOf(input: ReportInput): readonly LeftOut[] {
  return everyoneLeftOut({ ...input, name: input.run.name, complete: input.run.complete });
}

/** `go-gin in json`, `go-gin`: who is left out, and where unless everywhere. */
export function whoAndWhere({ contender, scenario }: LeftOut): string {
  return plainText(scenario === null ? contender : `${contender} in ${scenario}`);
}

/** A caution and the scenarios it concerns; none where it concerns them all. */
export interface MergedCaution {
  readonly text: string;
  readonly scenarios: readonly string[];
}

/**
 * The cautions of all verdicts and scenarios, each text once. That a metric is exploratory is left out: tables say so
 * in the heading of its column.
 */
export function mergedCautions(input: ReportInput): readonly MergedCaution[] {
  const found = new Map<string, Set<string>>();
  const { scenarios } = input.conclusion;
  const add = (scenario: Conclusion, caution: Caution): void => {
    if (caution.kind === 'exploratory') return;
    const text = cautionText(caution);
    found.set(text, (found.get(text) ?? new Set()).add(plainText(scenario.scenario)));
  };
  for (const scenario of scenarios) {
    for (const text of notWarm(input, scenario)) {
      found.set(text, (found.get(text) ?? new Set()).add(plainText(scenario.scenario)));
    }
    for (const caution of scenario.cautions) add(scenario, caution);
    for (const verdict of [...scenario.verdicts, ...scenario.pairs]) {
      for (const caution of verdict.cautions) add(scenario, caution);
    }
  }
  return [...found].map(([text, own]) => ({ text, scenarios: own.size === scenarios.length ? [] : [...own] }));
}

/** Of the contenders that may not be warm when they are measured. */
function notWarm({ calibrations }: ReportInput, { scenario }: Conclusion): readonly string[] {
  const rates = (calibrations[scenario] ?? []).flatMap((one) => one.rates ?? []);
  return rates.flatMap(({ warmUps, warmUpRequests }) =>
    Object.entries(warmUps).flatMap(
      ([contender, warmUp]) => notWarmText(plainText(contender), warmUp, warmUpRequests) ?? [],
    ),
  );
}

/** `12 blocks`; `12, 16, 20 or 28 blocks` where a run may end at more than one look. */
export function looksText(looks: readonly Look[]): string {
  const counts = looks.map(({ blocks }) => blocks);
  const last = counts.at(-1) ?? 0;
  return counts.length < 2 ? count(last, 'block') : `${counts.slice(0, -1).join(', ')} or ${last} blocks`;
}

/**
 * `11 of 12 blocks, 1 void`; `12 of 12 blocks, 1 more void` where a block was added for it; `16 of at most 28 blocks, settled` where a
 * look found every primary question answered.
 */
export function blocksText({ blocks, look }: Pick<Conclusion, 'blocks' | 'look'>): string {
  const { planned, done, void: voided } = blocks;
  if (look.settled && done < planned) {
    return `${done} of at most ${planned} blocks, settled${voided > 0 ? `, ${voided} more void` : ''}`;
  }
  const added = done + voided > planned ? ' more' : '';
  return `${done} of ${planned} blocks${voided > 0 ? `, ${voided}${added} void` : ''}`;
}

/** `AMD EPYC 7B13, 2 cores: contender on 0, all else on 1`. */
export function coresText(input: ReportInput): string {
  const { contender, rest, shared } = input.plan.cores;
  const split = shared
    ? 'shared by contender and generator'
    : `contender on ${contender.join(', ')}, all else on ${rest.join(', ')}`;
  const { cpu, cores } = input.machine;
  return `${plainText(cpu)}, ${cores} ${cores === 1 ? 'core' : 'cores'}: ${split}`;
}

/** `95 %`: the level at which the intervals of a scenario's CPU figures hold together, and every other one by itself. */
export function levelText(input: ReportInput): string {
  return formatShare(1 - input.plan.profile.alpha);
}

/** `95 % intervals, CPU figures of a scenario together (99.2 % each)`; without the addition where nothing is compared with it. */
export function intervalsText(input: ReportInput): string {
  const all = input.conclusion.scenarios.flatMap(({ verdicts }) => verdicts);
  const joint = all.find(({ family }) => family > 1);
  const text = `${levelText(input)} intervals`;
  return joint === undefined ? text : `${text}, CPU figures of a scenario together (${formatLevel(joint.level)} each)`;
}

/** How far a run came, and how long it took. */
export function stateText(input: ReportInput): string {
  const { complete, state, tookS } = input.run;
  const took = tookS === null ? '' : ` in ${formatDuration(tookS * 1000)}`;
  return complete ? `complete${took}` : `not complete (${plainText(state)})${took}`;
}

/** Reasons for being undecided that a longer profile removes. */
const MORE_BLOCKS_TELL: readonly VerdictReason['kind'][] = ['interval-too-wide', 'not-sure-enough'];

/** The one command that serves the reader best now. */
export function nextStep(input: ReportInput): string {
  const id = plainText(input.run.id);
  const { refusal, scenarios } = input.conclusion;
  if (refusal !== null) return 'bakeoff doctor (what disturbs this machine, and how to mend it), then run again';
  const { unfinished } = input.run;
  if (unfinished !== null)
    return `bakeoff run --resume ${plainText(unfinished)} (goes on with the blocks that are missing)`;
  const open = scenarios.filter(({ verdicts }) =>
    verdicts.some(
      ({ verdict, reason, contender }) =>
        verdict === 'undecided' && contender !== 'placebo' && MORE_BLOCKS_TELL.includes(reason.kind),
    ),
  );
  const longer = input.run.profile === 'smoke' ? 'quick' : input.run.profile === 'quick' ? 'standard' : 'rigorous';
  if (open.length > 0 && input.run.profile !== 'rigorous') {
    const names = listed(open.map(({ scenario }) => plainText(scenario)));
    return `bakeoff run --profile ${longer} (narrower intervals for what is undecided on ${names})`;
  }
  if (longer !== 'rigorous') {
    const { profile } = input.run;
    return `bakeoff run --profile ${longer} (for ${PROFILES[longer].for}; ${profile} is for ${PROFILES[profile].for})`;
  }
  return `bakeoff report ${id} --html report.html (every round, the whole latency spectrum, all conditions)`;
}

/** Whose response times a scenario quotes; null where they are those of all its operations. */
export function timesText({ timesOf }: ReportedScenario): string | null {
  return timesOf === null
    ? null
    : `Response times are those of ${timesOf} alone; CPU per request is of all operations.`;
}

/** What must be known of a scenario to read its result: whose times it quotes, what it decides and what not. */
export function askedText({ scenarios }: ReportInput, scenario: string): readonly string[] {
  const asked = scenarios.find(({ id }) => id === scenario);
  return asked === undefined ? [] : [timesText(asked), asked.analysis].filter((text) => text !== null);
}
