import { z } from 'zod';

import { answerSchema } from '../contract/parse.ts';
import type { Defined, Problem } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Definition, Source } from '../definition/reader.ts';
import { written } from '../definition/written.ts';
import { DEFAULT_LOAD, loadSchema } from '../load/parse.ts';
import { MEMORY_RULE, parseMemory } from '../quantity/parse.ts';
import { casesFromOperations, casesOf, placeIn } from './cases-parse.ts';
import { parseDataSet } from './dataset-parse.ts';
import { poolOf, poolsSchema, type Signs } from './pools-parse.ts';
import { brokenTemplate } from './references.ts';
import type { Meanings } from './references.ts';
import { checkAnswer, requestOf, requestSchema } from './request-parse.ts';
import { loadWith, roomsOf, roomsSchema } from './rooms-parse.ts';
import { heldSchema } from './held-parse.ts';
import { FILE_PATTERN, fileRule } from './named-file.ts';
import { SERVICE_NAMES } from './scenario.ts';
import type { DataSet, Operation, Pool, Scenario } from './scenario.ts';
import { auditsOf, auditSchema, checkWork, operationNamed, statement, workSchema } from './work-parse.ts';
import { referencesIn, template, textsIn } from './template.ts';
import { envSchema, OWN_ENV } from './wire.ts';

const ID_RULE = 'a name of small letters, digits and -';
const DATA_PATTERN = /^(?:\.\.\/[a-z0-9][a-z0-9._-]*\/)?\w[\w-]*$/u;
const DATA_RULE = 'the name of a data set file in this folder, or in that of another scenario, without .yaml';
const CORES_RULE = 'numbers of cores, rising, two or more, such as [1, 2, 4]';
const SIGNED_HINT = 'tokens are signed before the requests get their numbers';

const operationSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/u, ID_RULE),
  weight: z.number().positive({ error: 'a weight above 0' }).default(1),
  request: requestSchema,
  answer: answerSchema.prefault({}),
  work: workSchema.prefault({}),
});

const casesFile = z.string().regex(FILE_PATTERN, fileRule('cases.yaml'));

/** `scenario.yaml`. */
const scenarioSchema = z.strictObject({
  question: z.string().min(1),
  analysis: z.string().min(1).optional(),
  services: z.array(z.enum(SERVICE_NAMES)).default([]),
  env: envSchema,
  data: z.string().regex(DATA_PATTERN, DATA_RULE).optional(),
  restore: z.array(statement).default([]),
  audit: z.array(auditSchema).default([]),
  times_of: z.string().optional(),
  pools: poolsSchema.default({}),
  operations: z.array(operationSchema).default([]),
  rooms: roomsSchema.optional(),
  cases: z
    .union([casesFile, z.array(casesFile).min(1)])
    .transform((files) => (typeof files === 'string' ? [files] : files))
    .optional(),
  load: loadSchema.default(DEFAULT_LOAD),
  held: heldSchema.optional(),
  collector: z.boolean().default(false),
  cores: z
    .array(z.int({ error: CORES_RULE }).min(1, CORES_RULE).max(1024, CORES_RULE))
    .min(2, CORES_RULE)
    .refine((cores) => cores.every((count, place) => place === 0 || count > (cores[place - 1] ?? 0)), CORES_RULE)
    .default([]),
  memory: written(MEMORY_RULE, parseMemory).optional(),
});
type WireScenario = z.infer<typeof scenarioSchema>;

/** Text of a file that the scenario names, as seen from its folder; null where there is none. */
type ReadFile = (file: string) => Source | null;

interface Reading {
  readonly definition: Definition<WireScenario>;
  readonly read: ReadFile;
  readonly signs: Signs;
  readonly report: (problem: Problem) => void;
}

function dataOf({ definition, read, report }: Reading): DataSet | null {
  const name = definition.value.data;
  if (name === undefined) return null;
  const source = read(`${name}.yaml`);
  if (source === null) {
    report(definition.problem(['data'], `a file ${name}.yaml, seen from the scenario's folder`));
    return null;
  }
  const parsed = parseDataSet(source, name.split('/').at(-1) ?? name);
  if (parsed.ok) return parsed.value;
  for (const problem of parsed.problems) report(problem);
  return null;
}

function poolsOf({ definition, read, signs, report }: Reading, data: DataSet | null): ReadonlyMap<string, Pool | null> {
  const { pools, env, data: dataName } = definition.value;
  const dataIsBroken = data === null && dataName !== undefined;
  return new Map(
    Object.entries(pools).map(([name, wire]) => {
      const { at } = placeIn(definition, ['pools', name], report);
      return [name, poolOf(wire, { data, dataIsBroken, env, at, report, read, signs })];
    }),
  );
}

function claimTexts(
  pool: Pool | null | undefined,
): readonly { readonly text: string; readonly path: readonly (string | number)[] }[] {
  return pool?.kind === 'jwt' ? [...textsIn(pool.claims)] : [];
}

/** Pools that a pool's claims draw from. */
function poolsWithin(pool: Pool | null | undefined): readonly string[] {
  const sound = claimTexts(pool).filter(({ text }) => template(text).ok);
  return sound.flatMap(({ text }) => referencesIn(text).map(({ name }) => name));
}

function reaches(from: string, wanted: string, meanings: Meanings, seen = new Set<string>()): boolean {
  return poolsWithin(meanings.pools.get(from)).some((name) => {
    if (name === wanted) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return reaches(name, wanted, meanings, seen);
  });
}

function checkClaims({ definition, report }: Reading, meanings: Meanings): void {
  for (const [name, pool] of meanings.pools) {
    for (const { text, path } of claimTexts(pool)) {
      const broken = brokenTemplate(text, 'value', meanings);
      if (broken === null) continue;
      report(definition.problem(['pools', name, 'claims', ...path], broken.expected, broken.hint));
    }
    if (poolsWithin(pool).some((inner) => meanings.pools.get(inner)?.kind === 'serial')) {
      report(definition.problem(['pools', name, 'claims'], 'claims without a serial number', SIGNED_HINT));
    }
    if (reaches(name, name, meanings)) {
      report(definition.problem(['pools', name, 'claims'], 'claims that do not lead back to their own pool'));
    }
  }
}

function operationsOf({ definition, report }: Reading, meanings: Meanings): readonly Operation[] {
  const { operations } = definition.value;
  const ids = operations.map(({ id }) => id);
  return operations.map((wire, index) => {
    const { at } = placeIn(definition, ['operations', index], report);
    if (ids.indexOf(wire.id) < index) report(at(['id'], 'an id that no other operation has'));
    const request = requestOf(wire.request, meanings, placeIn(definition, ['operations', index, 'request'], report));
    checkAnswer(wire.answer, meanings, placeIn(definition, ['operations', index, 'answer'], report));
    checkWork(wire.work, definition.value.services, at, report);
    return { id: wire.id, weight: wire.weight, request, answer: wire.answer, work: wire.work };
  });
}

function casesIn({ definition, read, report }: Reading, meanings: Meanings, operations: readonly Operation[]) {
  const files = definition.value.cases;
  if (files === undefined) return casesFromOperations(operations);
  return files.flatMap((file) => {
    const source = read(file);
    if (source !== null) return casesOf(source, meanings, report);
    report(definition.problem(['cases'], `a file ${file}, seen from the scenario's folder`));
    return [];
  });
}

/** What is set in an environment that Bakeoff sets itself. */
function ownNames(definition: Definition<WireScenario>): readonly Problem[] {
  const { env, held } = definition.value;
  const places = [
    { path: ['env'], given: env },
    { path: ['held', 'env'], given: held?.env ?? {} },
  ];
  return places.flatMap(({ path, given }) =>
    OWN_ENV.filter((name) => given[name] !== undefined).map((name) =>
      definition.keyProblem([...path, name], `no ${name}`, 'Bakeoff sets it itself'),
    ),
  );
}

/** File by file, in each as its reader meets them. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

function defineScenario(
  definition: Definition<WireScenario>,
  { read, signs }: Sources,
  id: string,
  dir: string,
): Defined<Scenario> {
  const problems: Problem[] = [];
  const reading: Reading = { definition, read, signs, report: (problem) => void problems.push(problem) };
  const { question, services, env, load, restore, cores, held } = definition.value;
  problems.push(...ownNames(definition));
  for (const [index, service] of services.entries()) {
    if (services.indexOf(service) < index) problems.push(definition.problem(['services', index], 'each service once'));
  }
  const data = dataOf(reading);
  const known = poolsOf(reading, data);
  const meanings: Meanings = { pools: known, data };
  checkClaims(reading, meanings);
  const operations = operationsOf(reading, meanings);
  const rooms = roomsOf(definition, reading.report);
  const cases = casesIn(reading, meanings, operations);
  const audits = auditsOf(definition, operations, reading.report);
  const timesOf = definition.value.times_of ?? null;
  if (timesOf !== null) operationNamed(timesOf, ['times_of'], definition, operations, reading.report);
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const pools = Object.fromEntries(
    [...known].flatMap(([name, pool]) => (pool === null ? [] : [[name, pool] as const])),
  );
  const analysis = definition.value.analysis?.trim() ?? null;
  const asked = { analysis, restore, audits, timesOf, operations, rooms, cases, load: loadWith(rooms, load), cores };
  const { memory: memoryMiB = null, collector } = definition.value;
  return {
    ok: true,
    value: { id, dir, question, services, env, data, pools, ...asked, held: held ?? null, collector, memoryMiB },
  };
}

/** A scenario's file, and what reading it asks of the world. */
export interface Sources {
  readonly scenario: Source;
  /** The text of a file in its folder (cases, data set, pool files, keys), or null where there is none. */
  readonly read: ReadFile;
  readonly signs: Signs;
}

/** Reads a scenario's folder. All problems of all files come at once, each at its place. */
export function parseScenario(sources: Sources, id: string, dir: string): Defined<Scenario> {
  const definition = readDefinition(sources.scenario, scenarioSchema);
  return definition.ok ? defineScenario(definition.value, sources, id, dir) : definition;
}
