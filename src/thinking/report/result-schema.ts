import * as z from 'zod';
import { GENERATOR_VERDICTS } from '../measurement/phase.ts';
import { fairness } from './result-fairness.ts';
import { collector } from './result-collector.ts';
import { held } from './result-held.ts';
import { surge } from './result-surge.ts';

const word = z.enum(['better', 'worse', 'equivalent', 'undecided', 'refused']);
const metric = z
  .enum([
    'cpu-per-request',
    'peak-cpu-per-request',
    'peak-rate',
    'p50',
    'p90',
    'p99',
    'p99.9',
    'memory',
    'busy-cpu-per-request',
    'busy-p99',
    'capacity',
    'first-piece',
    'piece-gap',
    'surge-kept',
    'surge-late',
    'surge-memory',
    'held-memory',
  ])
  .describe('metric id; see the table of metrics in the documentation');
const whole = z.int().min(0);
const text = z.string();

const blocks = z.object({
  planned: whole,
  done: whole.describe('blocks that yield evidence'),
  void: whole.describe('blocks that yield none'),
});

const interval = z.object({ low: z.number(), high: z.number(), level: z.number() });

const verdict = z.object({
  scenario: text,
  metric,
  contender: text.describe('a contender id, or placebo: the baseline entered a second time'),
  against: text,
  verdict: word.describe('of contender against `against`'),
  ratio: z.number().nullable().describe('contender ÷ against in the metric’s unit; null where there is none to quote'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: z.number().describe('confidence level of low and high, such that all of the family hold together'),
  family: whole.describe('comparisons judged together with this one, itself included'),
  alone: interval.nullable().describe('the interval of this comparison by itself, at the level of the run'),
  signed_rank: interval
    .extend({ centre: z.number() })
    .nullable()
    .describe('the distribution-free interval of the same blocks; null where so few have none'),
  sittings: z.array(z.number()).describe('the ratio of each sitting by itself'),
  at_equal_speed: z
    .boolean()
    .describe('true where the ratio is the one at equal speeds of the contenders’ core, which was watched meanwhile'),
  n: whole.describe('blocks the ratio rests on'),
  margin: z.number().describe('smallest difference that matters, as a share'),
  exploratory: z.boolean().describe('true for metrics that do not carry the run’s verdict'),
  reason: text.describe('a sentence'),
  reason_kind: text.describe('the same for programs'),
  warnings: z.array(text),
});

const summary = z.object({
  scenario: text,
  contender: text,
  metric,
  unit: z.enum(['us', 'ms', 's', 'requests/s', 'MiB', 'KiB', 'ratio', 'share']),
  median: z.number().nullable(),
  low: z.number().nullable().describe('order-statistic interval of the median; null below six rounds'),
  high: z.number().nullable(),
  level: z.number().nullable().describe('level that low and high reach, at least 0.95'),
  rounds: z.array(z.number().nullable()).describe('one value a block, in the order of the blocks'),
});

const centre = z
  .object({ median: z.number(), low: z.number().nullable(), high: z.number().nullable(), n: whole })
  .nullable()
  .describe('median over blocks with its order-statistic interval; null where no round gave a value');

const curve = z.object({
  contender: text,
  points: z.array(
    z.object({
      share: z.number().describe('of its own rate in a closed loop; 1 is the peak itself'),
      per_second: centre,
      cpu_us: centre,
      p50_ms: centre,
      p99_ms: centre,
    }),
  ),
});

const scaling = z.object({
  contender: text,
  against: text,
  cores: whole,
  fewest: whole,
  room: z.number().nullable().describe('what the peak rate could have grown by, in cores that were there'),
  verdicts: z.array(verdict),
});

const scenario = z.object({
  id: text,
  analysis: text.nullable().describe('what its result decides and what not, in the words of the scenario'),
  times_of: text.nullable().describe('the operation whose response times are quoted; null: all together'),
  baseline: text.nullable().describe('the contender its ratios are against'),
  blocks,
  look: z
    .object({ alpha: z.number(), settled: z.boolean(), last: z.boolean() })
    .describe(
      'error rate at which the verdicts are taken; whether every primary one is settled; whether it is the last look',
    ),
  sittings: z
    .array(z.object({ sitting: whole, blocks: whole, from: text, to: text }))
    .describe('blocks that count of each sitting, and when its first and last round began'),
  ranks: z
    .array(z.object({ metric, contender: text, best: whole, worst: whole, of: whole }))
    .describe('places a contender can have among those of the scenario; they hold together'),
  rates: z.array(z.object({ contender: text, offered_per_s: z.array(z.number()).nullable() })),
  calibrations: z
    .array(
      z.object({
        run: text,
        busy_per_s: z.number().nullable().describe('the second common rate; null where it was not offered'),
        warm_up: z.object({
          requests: whole.describe('before each measurement, the same for all'),
          contenders: z.array(
            z.object({
              contender: text,
              state: z.enum(['steady', 'never-steady', 'unknown']),
              requests: z.number().nullable().describe('after which it was steady, or at which it still was not'),
            }),
          ),
        }),
      }),
    )
    .describe('as found before the first block of each run that is taken together; none where nobody was calibrated'),
  peak_bound_by: z.array(
    z.object({ contender: text, itself: whole, database: whole, generator: whole, nothing: whole }),
  ),
  curves: z.array(curve).describe('CPU per request and response times of each under shares of its own rate'),
  surges: z
    .array(surge)
    .describe(
      'each under more than it can do, and after; none where the scenario asks for no surge or there was no room',
    ),
  held: z.array(held).describe('connections held open to each; none where the scenario asks for none'),
  collectors: z.array(collector).describe('by their runtimes’ own records; none where the scenario does not ask'),
  memory_limit_mib: z.number().nullable().describe('what a contender may take of memory; null: what it wants'),
  scalings: z.array(scaling).describe('on more cores than the fewest, each against itself on those'),
  draws: z.array(z.object({ block: whole, digest: text.nullable() })).describe('null: not the same requests for all'),
  voids: z.array(z.object({ block: whole, contender: text, reason: text })),
  cautions: z.array(text),
});

const unknown = z.number().nullable();

const floor = z.object({
  scenario: text,
  run: text.nullable().describe('whose calibration it is; null where there was none'),
  rate_per_s: unknown.describe('the common rate it was measured at; null in a closed loop'),
  ceiling_per_s: unknown.describe('correct answers per second of the null server in a closed loop'),
  p50: unknown.describe('response time of the null server at that rate, ms'),
  p99: unknown.describe('the same; null where fewer than 30 requests lie beyond it'),
  send_lag_p99_us: unknown,
  cpu_us_per_request: unknown.describe('CPU time of the generator'),
  verdict: z.enum(GENERATOR_VERDICTS).nullable().describe('the generator’s word on itself at that rate'),
});

/** `bakeoff/result@1`: what `run --json` and `compare --json` print. The one source of type, check and JSON Schema. */
export const resultSchema = z.object({
  schema: z.literal('bakeoff/result@1'),
  run: text,
  name: text.nullable(),
  seed: z.int(),
  complete: z.boolean(),
  baseline: text,
  profile: z.object({
    name: text,
    alpha: z.number(),
    looks: z.array(z.object({ blocks: whole, alpha: z.number() })),
    sittings: whole.describe('stretches of time its blocks are spread over'),
    warm_up_ms: z.number(),
    steady_ms: z.number(),
    peak_ms: z.number(),
    further: z
      .object({ phase_ms: z.number(), searches: whole })
      .nullable()
      .describe('phases at the busy rate and under shares of the own rate; blocks that search for the capacity'),
  }),
  registered: z
    .object({
      primary: z.array(metric),
      margin: z.record(text, z.number()).describe('smallest difference that matters, by metric'),
      objective: z.object({ p99_ms: z.number(), errors: z.number() }),
      gates: z.object({ foreign_share: z.number(), steal_share: z.number(), resolution_s: z.number() }),
      budget_ms: z.number().nullable(),
    })
    .describe('fixed before the first block, beside profile, seed and rates; everything else is exploratory'),
  machine: z.object({
    fingerprint: text,
    cpu: text,
    cores: whole,
    memory_mib: z.number(),
    kernel: text,
    os: text,
    hypervisor: text.nullable(),
    isolation: text,
    contender_cores: z.array(whole),
    other_cores: z.array(whole),
  }),
  blocks: blocks.describe('of all scenarios together'),
  contenders: z.array(
    z.object({ id: text, title: text, language: text, version: text.nullable(), source: text.nullable() }),
  ),
  scenarios: z.array(scenario),
  verdicts: z.array(verdict).describe('every contender and the placebo against the baseline'),
  pairs: z.array(verdict).describe('contender against contender, primary metrics only'),
  beside: z.array(verdict).describe('contender against contender in the other metrics, each by itself'),
  summaries: z.array(summary),
  floors: z
    .array(floor)
    .describe('what the generator measures of itself against a null server, on the same cores and connections'),
  fairness,
  left_out: z.array(z.object({ contender: text, scenario: text.nullable(), reason: text, remedy: text })),
  refused: z.object({ kind: text, reason: text, remedy: text }).nullable(),
});

export type ResultDocument = z.output<typeof resultSchema>;

/**
 * The JSON Schema (2020-12) of the document. Made from the input side, which leaves objects open: fields are added
 * freely, and a stored schema must go on accepting what a newer program prints.
 */
export function resultJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(resultSchema, { target: 'draft-2020-12', io: 'input' }), title: 'bakeoff/result@1' };
}
