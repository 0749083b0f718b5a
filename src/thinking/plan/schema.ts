import { z } from 'zod';

import { decideSchema } from '../advice/parse.ts';
import { contenderSchema } from '../contender/parse.ts';
import { ID_PATTERN, ID_RULE } from '../contender/wire.ts';
import { written } from '../definition/written.ts';
import { DURATION_RULE, parseDuration, parseShare, SHARE_RULE } from '../quantity/parse.ts';
import type { Parsed } from '../quantity/quantity.ts';
import { DEFAULT_NAME, DEFAULT_PROFILE } from './defaults.ts';

const MARGIN_RULE = 'a share such as 5 %, above 0 % and below 100 %';

function parseMargin(text: string): Parsed<number> {
  const share = parseShare(text);
  const fits = share.ok && share.value > 0 && share.value < 1;
  return fits ? share : { ok: false, expected: MARGIN_RULE };
}

const margin = written(MARGIN_RULE, parseMargin).optional();
const coresSchema = z.array(z.int().min(0)).min(1);

const splitSchema = z
  .strictObject({ contender: coresSchema, rest: coresSchema })
  .superRefine(({ contender, rest }, context) => {
    const seen = new Set<number>();
    const halves: readonly (readonly [string, readonly number[]])[] = Object.entries({ contender, rest });
    for (const [half, cores] of halves) {
      for (const [index, core] of cores.entries()) {
        const message = 'each core once, in one half';
        if (seen.has(core)) context.addIssue({ code: 'custom', message, path: [half, index], input: core });
        seen.add(core);
      }
    }
  });

/** An inline scenario: only its name is read here, the rest is a `scenario.yaml` like any other. */
const inlineScenario = z.looseObject({ id: z.string().regex(ID_PATTERN, ID_RULE) });

export const contenderEntry = z.union([z.string().min(1), contenderSchema]);
export const scenarioEntry = z.union([z.string().min(1), inlineScenario]);

/** Only the two lists, whatever is in them. */
export const entriesSchema = z.looseObject({
  contenders: z.array(z.unknown()).catch([]),
  scenarios: z.array(z.unknown()).catch([]),
});

export const configSchema = z.strictObject({
  name: z.string().min(1).default(DEFAULT_NAME),
  baseline: z.string().optional(),
  contenders: z.array(contenderEntry).min(1),
  scenarios: z.array(scenarioEntry).min(1),
  profile: z.enum(['smoke', 'quick', 'standard', 'rigorous']).default(DEFAULT_PROFILE),
  cores: z.union([z.literal('auto'), splitSchema]).default('auto'),
  objective: z
    .strictObject({
      p99: written(DURATION_RULE, parseDuration).optional(),
      errors: written(SHARE_RULE, parseShare).optional(),
    })
    .default({}),
  margin: z
    .strictObject({
      'cpu-per-request': margin,
      'peak-cpu-per-request': margin,
      'peak-rate': margin,
      p50: margin,
      p90: margin,
      p99: margin,
      'p99.9': margin,
      memory: margin,
      'busy-cpu-per-request': margin,
      'busy-p99': margin,
      capacity: margin,
      'first-piece': margin,
      'piece-gap': margin,
      'surge-kept': margin,
      'surge-late': margin,
      'surge-memory': margin,
      'held-memory': margin,
    })
    .default({}),
  decide: decideSchema.prefault({}),
});

/** What a user writes. */
export type ConfigInput = z.input<typeof configSchema>;

/** The JSON Schema of `bakeoff.yaml`, for editors: of what a user writes, so that every key with a default may be absent. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return { title: 'bakeoff.yaml', ...z.toJSONSchema(configSchema, { io: 'input' }) };
}
