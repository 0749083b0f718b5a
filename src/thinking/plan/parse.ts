import type { z } from 'zod';

import { ID_PATTERN, ID_RULE, PLACEBO } from '../contender/wire.ts';
import { didYouMean } from '../definition/nearest.ts';
import { keyOf } from '../definition/path.ts';
import type { Path } from '../definition/path.ts';
import type { Defined, Problem } from '../definition/problem.ts';
import { checkDefinition, readDefinition } from '../definition/reader.ts';
import type { Definition, Source } from '../definition/reader.ts';
import type { Complaint, Config, ContenderReference, ScenarioReference } from './config.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from './defaults.ts';
import type { Margins, Objective } from './plan.ts';
import { configSchema, contenderEntry, entriesSchema, scenarioEntry } from './schema.ts';

type Wire = z.output<typeof configSchema>;

/** What a config names. */
export interface References {
  readonly contenders: readonly ContenderReference[];
  readonly scenarios: readonly ScenarioReference[];
}

/** A config, and what it names as far as that can be read, so that a slip in one line does not hide those in other files. */
export interface ConfigReading extends References {
  readonly config: Defined<Config>;
}

/** Reads a `bakeoff.yaml`. */
export function parseConfig(source: Source): ConfigReading {
  const config = configOf(source.file, readDefinition(source, configSchema), true);
  if (config.ok) return { config, contenders: config.value.contenders, scenarios: config.value.scenarios };
  return { config, ...readable(readDefinition(source, entriesSchema), true) };
}

/** Checks what a `bakeoff.config.ts` exports. */
export function checkConfig(file: string, value: unknown): ConfigReading {
  const config = configOf(file, checkDefinition(file, value, configSchema), false);
  if (config.ok) return { config, contenders: config.value.contenders, scenarios: config.value.scenarios };
  return { config, ...readable(checkDefinition(file, value, entriesSchema), false) };
}

/** The references that are sound in themselves. */
function readable(read: Defined<Definition<z.output<typeof entriesSchema>>>, located: boolean): References {
  if (!read.ok) return { contenders: [], scenarios: [] };
  const { contenders, scenarios } = read.value.value;
  return {
    contenders: contenders.flatMap((entry, index) => {
      const sound = contenderEntry.safeParse(entry);
      const reference = sound.success ? contenderAt(sound.data, index, read.value) : null;
      return reference?.ok === true ? [reference.value] : [];
    }),
    scenarios: scenarios.flatMap((entry, index) => {
      const sound = scenarioEntry.safeParse(entry);
      const reference = sound.success ? scenarioAt(sound.data, index, read.value, located) : null;
      return reference?.ok === true ? [reference.value] : [];
    }),
  };
}

type ContenderEntry = z.output<typeof contenderEntry>;
type ScenarioEntry = z.output<typeof scenarioEntry>;

function complaintAt(path: Path, definition: Definition<unknown>): Complaint {
  return (expected, hint = null) => definition.problem(path, expected, hint);
}

function contenderAt(
  entry: ContenderEntry,
  index: number,
  definition: Definition<unknown>,
): Defined<ContenderReference> {
  const path = ['contenders', index];
  if (typeof entry === 'string') return contenderReference(entry, complaintAt(path, definition));
  const problem = complaintAt([...path, 'name'], definition);
  const dirProblem = complaintAt([...path, 'dir'], definition);
  return { ok: true, value: { kind: 'inline', id: entry.name, contender: entry, problem, dirProblem } };
}

function scenarioAt(
  entry: ScenarioEntry,
  index: number,
  definition: Definition<unknown>,
  located: boolean,
): Defined<ScenarioReference> {
  const path = ['scenarios', index];
  if (typeof entry === 'string') return scenarioReference(entry, complaintAt(path, definition));
  const excerpt = definition.excerpt(path, 'id');
  const problem = complaintAt([...path, 'id'], definition);
  return { ok: true, value: { kind: 'inline', id: entry.id, excerpt, key: keyOf(path), located, problem } };
}

function configOf(file: string, read: Defined<Definition<Wire>>, located: boolean): Defined<Config> {
  if (!read.ok) return read;
  const wire = read.value.value;
  const contenders = wire.contenders.map((entry, index) => contenderAt(entry, index, read.value));
  const scenarios = wire.scenarios.map((entry, index) => scenarioAt(entry, index, read.value, located));
  const problems = [...contenders, ...scenarios].flatMap((entry) => (entry.ok ? [] : entry.problems));
  const competing = contenders.flatMap((entry) => (entry.ok ? [entry.value] : []));
  const asked = scenarios.flatMap((entry) => (entry.ok ? [entry.value] : []));
  problems.push(...duplicates(competing, 'contender'), ...duplicates(asked, 'scenario'));
  const ids = competing.flatMap(idsOf);
  const baseline = wire.baseline ?? ids[0];
  if (wire.baseline !== undefined && problems.length === 0 && !ids.includes(wire.baseline)) {
    const hint = didYouMean(wire.baseline, ids) ?? 'add it to contenders, it is measured like every other';
    problems.push(read.value.problem(['baseline'], `one of the contenders ${ids.join(', ')}`, hint));
  }
  if (problems.length > 0 || baseline === undefined) return { ok: false, problems };
  const { name, profile, cores, decide } = wire;
  const rest = { name, file, baseline, profile, cores, objective: objective(wire), margin: margins(wire), decide };
  return { ok: true, value: { ...rest, contenders: competing, scenarios: asked } };
}

function objective({ objective: { p99, errors } }: Wire): Objective {
  return { p99Ms: p99 ?? DEFAULT_OBJECTIVE.p99Ms, errors: errors ?? DEFAULT_OBJECTIVE.errors };
}

function margins({ margin }: Wire): Margins {
  const given = Object.entries(margin).flatMap(([id, share]) => (share === undefined ? [] : [[id, share] as const]));
  return { ...DEFAULT_MARGINS, ...Object.fromEntries(given) };
}

/** A reference brings one contender; one written inline brings its variants too. */
export function idsOf(reference: ContenderReference): readonly string[] {
  return reference.kind === 'inline' ? reference.contender.in('').map(({ id }) => id) : [reference.id];
}

function duplicates(
  references: readonly (ContenderReference | ScenarioReference)[],
  noun: 'contender' | 'scenario',
): readonly Problem[] {
  const seen = new Set<string>();
  return references.flatMap((reference) => {
    const again = seen.has(reference.id);
    seen.add(reference.id);
    return again ? [reference.problem(`each ${noun} once`, `${reference.id} stands further up already`)] : [];
  });
}

function isPath(text: string): boolean {
  return text.includes('/') || text.includes('\\') || text.startsWith('.');
}

function lastSegment(path: string): string {
  return (
    path
      .replace(/[/\\]+$/u, '')
      .split(/[/\\]/u)
      .at(-1) ?? ''
  );
}

function refused(problem: Complaint, noun: 'contender' | 'scenario', path: boolean): Defined<never> {
  const expected = path ? `a path that ends in the ${noun}'s folder, ${ID_RULE}` : `${ID_RULE}, or a path`;
  return { ok: false, problems: [problem(expected)] };
}

/** `node-fastify`, `node-fastify+string-secret`, `../mine` or `../mine+variant`. */
export function contenderReference(entry: string, problem: Complaint): Defined<ContenderReference> {
  const id = isPath(entry) ? lastSegment(entry) : entry;
  const [name = '', variant, ...more] = id.split('+');
  const sound =
    ID_PATTERN.test(name) &&
    name !== PLACEBO &&
    more.length === 0 &&
    (variant === undefined || ID_PATTERN.test(variant));
  if (!sound) return refused(problem, 'contender', isPath(entry));
  if (!isPath(entry)) return { ok: true, value: { kind: 'named', id, folder: name, problem } };
  const path = entry.replace(/[/\\]+$/u, '').slice(0, variant === undefined ? undefined : -(variant.length + 1));
  return { ok: true, value: { kind: 'path', id, path, problem } };
}

/** `jwt-mysql` or `../scenarios/mine`. */
export function scenarioReference(entry: string, problem: Complaint): Defined<ScenarioReference> {
  const id = isPath(entry) ? lastSegment(entry) : entry;
  if (!ID_PATTERN.test(id)) return refused(problem, 'scenario', isPath(entry));
  return {
    ok: true,
    value: isPath(entry) ? { kind: 'path', id, path: entry, problem } : { kind: 'named', id, problem },
  };
}
