import { z } from 'zod';

import { written } from '../definition/written.ts';
import {
  DURATION_RULE,
  MEMORY_RULE,
  parseDuration,
  parseMemory,
  parseRate,
  parseShare,
  RATE_RULE,
  SHARE_RULE,
} from '../quantity/parse.ts';
import type { Limit } from './knock-out.ts';
import { CRITERIA, DEFAULTS, type Candidate, type CriterionId, type Question } from './question.ts';

const above0 = z.number().positive({ error: 'a number above 0' });
const atLeast0 = z.number().nonnegative({ error: 'a number of at least 0' });
const weight = atLeast0.optional();
const byLanguage = z.record(z.string(), atLeast0).default({});

/** `decide:` of a config. Everything may be absent: what is not said is assumed, and told. */
export const decideSchema = z.strictObject({
  options: z.array(z.string().min(1)).min(1).optional(),
  current: z.string().min(1).optional(),
  work: z.record(z.string(), above0).optional(),
  traffic: z
    .strictObject({ mean: written(RATE_RULE, parseRate).optional(), peak: z.number().min(1).optional() })
    .default({}),
  utilisation: written(SHARE_RULE, parseShare).optional(),
  replicas: z.int().min(1).optional(),
  vcpu_per_core: above0.optional(),
  limits: z
    .strictObject({
      bill: above0.optional(),
      p99: written(DURATION_RULE, parseDuration).optional(),
      memory: written(MEMORY_RULE, parseMemory).optional(),
      start: written(DURATION_RULE, parseDuration).optional(),
      build: written(DURATION_RULE, parseDuration).optional(),
      mistakes: written(SHARE_RULE, parseShare).optional(),
      ramp: above0.optional(),
    })
    .default({}),
  weights: z
    .strictObject({
      bill: weight,
      p99: weight,
      memory: weight,
      start: weight,
      build: weight,
      mistakes: weight,
      ramp: weight,
    })
    .refine(
      (weights) =>
        Object.values(weights).every((one) => one === undefined) ||
        Object.values(weights).some((one) => (one ?? 0) > 0),
      'one weight above 0',
    )
    .default({}),
  firmness: z.number().min(1).optional(),
  team: z
    .strictObject({
      engineers: z.int().min(1).optional(),
      loaded_month: above0.optional(),
      shipped: byLanguage,
      ramp: byLanguage,
    })
    .default({ shipped: {}, ramp: {} }),
  rewrite: z.strictObject({ months: above0 }).optional(),
  seed: z.int().min(0).optional(),
});

/** What a config says under `decide:`; whatever is absent is assumed where it is asked for. */
export type Wishes = z.output<typeof decideSchema>;

/** A config that says nothing. */
export const NO_WISHES: Wishes = decideSchema.parse({});

const MS_PER_S = 1000;

function limitsOf({ limits }: Wishes): readonly Limit[] {
  const given: readonly (readonly [CriterionId, number | undefined])[] = [
    ['bill', limits.bill],
    ['p99', limits.p99],
    ['memory', limits.memory],
    ['start', limits.start],
    // Builds are kept in seconds, as footprints have them.
    ['build', limits.build === undefined ? undefined : limits.build / MS_PER_S],
    ['mistakes', limits.mistakes],
    ['ramp', limits.ramp],
  ];
  return given.flatMap(([criterion, number]): readonly Limit[] =>
    number === undefined ? [] : [{ criterion, bound: criterion === 'mistakes' ? 'at least' : 'at most', number }],
  );
}

/** Weights that are given go as they are, the others are then 0; where none is, ours. */
function weightsOf({ weights }: Wishes): Question['weights'] {
  const given = CRITERIA.some((id) => weights[id] !== undefined);
  if (!given) return DEFAULTS.weights;
  const of = (id: CriterionId): number => weights[id] ?? 0;
  return {
    bill: of('bill'),
    p99: of('p99'),
    memory: of('memory'),
    start: of('start'),
    build: of('build'),
    mistakes: of('mistakes'),
    ramp: of('ramp'),
  };
}

/** What a config is about, which `decide:` need not say again. */
export interface Around {
  readonly candidates: readonly Candidate[];
  readonly scenarios: readonly string[];
  readonly p99Ms: number;
}

/** The question with all that was not said filled in, and named. */
export function questionOf(wire: Wishes, around: Around): Question {
  const { traffic, team } = wire;
  const work = Object.entries(wire.work ?? Object.fromEntries(around.scenarios.map((one) => [one, 1])));
  const sum = work.reduce((total, [, share]) => total + share, 0);
  return {
    candidates: around.candidates,
    current: wire.current ?? null,
    work: work.map(([scenario, share]) => ({ scenario, share: share / sum })),
    perSecond: traffic.mean ?? DEFAULTS.perSecond,
    peakFactor: traffic.peak ?? DEFAULTS.peakFactor,
    utilisation: wire.utilisation ?? DEFAULTS.utilisation,
    leastReplicas: wire.replicas ?? DEFAULTS.leastReplicas,
    vcpuPerCore: wire.vcpu_per_core ?? DEFAULTS.vcpuPerCore,
    p99Ms: around.p99Ms,
    limits: limitsOf(wire),
    weights: weightsOf(wire),
    weighting: { kind: 'about', firmness: wire.firmness ?? DEFAULTS.firmness },
    team: {
      engineers: team.engineers ?? DEFAULTS.engineers,
      loadedMonth: team.loaded_month ?? DEFAULTS.loadedMonth,
      shipped: team.shipped,
      ramp: team.ramp,
    },
    rewriteMonths: wire.rewrite?.months ?? null,
    seed: wire.seed ?? DEFAULTS.seed,
    assumed: assumedIn(wire, around),
  };
}

/** What was not said, by its key in the config. */
function assumedIn(wire: Wishes, { candidates }: Around): readonly string[] {
  const { traffic, team } = wire;
  const languages = [...new Set(candidates.map(({ language }) => language))];
  const said: readonly (readonly [string, boolean])[] = [
    ['work', wire.work !== undefined],
    ['traffic.mean', traffic.mean !== undefined],
    ['traffic.peak', traffic.peak !== undefined],
    ['utilisation', wire.utilisation !== undefined],
    ['replicas', wire.replicas !== undefined],
    ['vcpu_per_core', wire.vcpu_per_core !== undefined],
    ['weights', CRITERIA.some((id) => wire.weights[id] !== undefined)],
    ['team.engineers', team.engineers !== undefined],
    ['team.loaded_month', team.loaded_month !== undefined],
    ...languages.map((language) => [`team.shipped.${language}`, language in team.shipped] as const),
    ...languages.map((language) => [`team.ramp.${language}`, language in team.ramp] as const),
  ];
  return said.flatMap(([key, isSaid]) => (isSaid ? [] : [key]));
}
