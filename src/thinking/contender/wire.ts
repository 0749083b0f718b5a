import { z } from 'zod';

import { written } from '../definition/written.ts';
import { DURATION_RULE, parseDuration } from '../quantity/parse.ts';
import type { Argv } from './contender.ts';

const ID = '[a-z0-9][a-z0-9._-]*';

export const ID_RULE = 'a name of lower-case letters, digits, dots and dashes';

/** What may name a contender or a scenario; the name becomes part of paths, so it can lead nowhere else. */
export const ID_PATTERN = new RegExp(`^${ID}$`, 'u');

/** The baseline entered a second time goes by this name. */
export const PLACEBO = 'placebo';

const COMMAND_RULE = 'a command as a list of its words, such as [node, server.js]';
const PATTERN_RULE = String.raw`a regular expression with a group named version, such as 'v(?<version>\S+)'`;
const SET_BY_BAKEOFF: readonly string[] = ['PORT', 'HOST', 'CORES'];

/** A command; the first word is the program. */
const argvSchema = z
  .array(z.string().min(1))
  .min(1, COMMAND_RULE)
  .transform((words, context): Argv => {
    const [program, ...rest] = words;
    if (program !== undefined) return [program, ...rest];
    context.addIssue({ code: 'custom', message: COMMAND_RULE, input: words });
    return z.NEVER;
  });

function hasVersionGroup(pattern: string): boolean {
  try {
    // Matched with an alternative that always fits, a pattern tells the names of its groups.
    return Object.hasOwn(new RegExp(`${pattern}|`).exec('')?.groups ?? {}, 'version');
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const versionSchema = z.strictObject({
  run: argvSchema,
  pattern: z.string().refine(hasVersionGroup, PATTERN_RULE),
});

const envSchema = z.record(
  z
    .string()
    .regex(/^[A-Za-z_]\w*$/u, 'a name of letters, digits and _')
    .refine((name) => !SET_BY_BAKEOFF.includes(name), 'another name: PORT, HOST and CORES are set by Bakeoff'),
  z.string(),
);

const readySchema = z.strictObject({
  get: z
    .string()
    .regex(/^\/[!-~]*$/u, 'a path such as /health')
    .default('/'),
  within: written(DURATION_RULE, parseDuration).prefault('10 s'),
});

const servesSchema = z
  .array(z.string().regex(ID_PATTERN, 'the id of a scenario, or all'))
  .min(1)
  .transform((ids) => (ids.includes('all') ? { kind: 'all' as const } : { kind: 'some' as const, scenarios: ids }));

const VARIES_RULE = 'what differs: env, build or start';

const variantSchema = z
  .strictObject({
    env: envSchema.default({}),
    build: z.array(argvSchema).min(1).optional(),
    start: argvSchema.optional(),
    why: z.string().min(1),
  })
  .refine(
    ({ env, build, start }) => Object.keys(env).length > 0 || build !== undefined || start !== undefined,
    VARIES_RULE,
  );

const collectorSchema = z.strictObject({
  form: z.enum(['go', 'v8']),
  env: envSchema.default({}),
  start: argvSchema.optional(),
});

const shared = {
  title: z.string().min(1).optional(),
  language: z.string().regex(/^[a-z][a-z0-9+#.-]*$/u, 'a language in lower case: node, go, rust or any other word'),
  requires: z
    .array(z.strictObject({ run: argvSchema, why: z.string().min(1), install: z.string().min(1) }))
    .default([]),
  build: z.array(argvSchema).default([]),
  start: argvSchema,
  ready: readySchema.prefault({}),
  env: envSchema.default({}),
  collector: collectorSchema.optional(),
  variants: z.record(z.string().regex(ID_PATTERN, ID_RULE), variantSchema).default({}),
};

/** `contender.yaml` of a folder that others may run too: it must say which version it is and what it serves. */
export const folderWire = z.strictObject({ ...shared, version: versionSchema, serves: servesSchema });

/** An inline object of `bakeoff.yaml`: a user's own service, by default for every scenario of that file. */
export const inlineWire = z.strictObject({
  name: z
    .string()
    .regex(ID_PATTERN, ID_RULE)
    .refine((name) => name !== PLACEBO, 'another name: placebo is the baseline entered a second time'),
  dir: z.string().min(1).default('.'),
  ...shared,
  version: versionSchema.optional(),
  serves: servesSchema.prefault(['all']),
});

export type ContenderWire = z.output<typeof folderWire> | Omit<z.output<typeof inlineWire>, 'name' | 'dir'>;
