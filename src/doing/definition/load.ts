import { dirname, resolve } from 'node:path';

import type { Contender } from '../../thinking/contender/contender.ts';
import type { Defined, Problem } from '../../thinking/definition/problem.ts';
import type { Complaint, Config, ScenarioReference } from '../../thinking/plan/config.ts';
import { withCores } from '../../thinking/plan/on-cores.ts';
import { contenderReference, idsOf, scenarioReference } from '../../thinking/plan/parse.ts';
import type { Bakeoff, ProfileName } from '../../thinking/plan/plan.ts';
import { findConfig, readConfig } from './config-file.ts';
import { resolveContenders } from './contenders.ts';
import { shown } from './folders.ts';
import type { Folders } from './folders.ts';
import { resolveScenario } from './scenarios.ts';
import { fileProblem } from './text-file.ts';

/** What the command line puts in the place of the config's own; an empty list or null leaves it. */
export interface Overrides {
  readonly contenders: readonly string[];
  readonly scenarios: readonly string[];
  readonly profile: ProfileName | null;
}

export const NO_OVERRIDES: Overrides = { contenders: [], scenarios: [], profile: null };

/** The folder that holds `src/`, `contenders/` and `scenarios/`. */
const OWN = resolve(import.meta.dirname, '../../..');

/**
 * Reads the bake-off that a config describes, with everything it names, or all problems of all its files. Names are looked
 * up beside the config first and among the product's own next. Paths in the config start at the config, those of the
 * command line at `cwd`. With `contenders` given that leave the config's baseline out, the first of them is the baseline.
 */
export async function loadBakeoff(
  configFile: string | null,
  cwd: string,
  overrides: Overrides = NO_OVERRIDES,
): Promise<Defined<Bakeoff>> {
  const path = findConfig(configFile, cwd);
  if (!path.ok) return path;
  const reading = await readConfig(path.value, cwd);
  const folders: Folders = { cwd, config: dirname(path.value), own: OWN };
  const chosen = choose(overrides.contenders, reading.contenders, idsOf, (text, problem) => {
    const made = contenderReference(text, problem);
    return made.ok && made.value.kind === 'path' ? at(cwd, made.value) : made;
  });
  const asked = choose(overrides.scenarios, reading.scenarios, idOf, (text, problem) => {
    const made = scenarioReference(text, problem);
    return made.ok && made.value.kind === 'path' ? at(cwd, made.value) : made;
  });
  const contenders = resolveContenders(chosen.references, folders);
  const file = shown(path.value, cwd);
  const scenarios = asked.references.map((reference) => resolveScenario(reference, file, folders));
  const problems = [reading.config, chosen, asked, contenders, ...scenarios].flatMap(problemsOf);
  if (problems.length > 0 || !contenders.ok || !reading.config.ok) return { ok: false, problems };

  const config = reading.config.value;
  const ids = chosen.ids;
  const questions = scenarios.flatMap((scenario) => (scenario.ok ? [scenario.value] : []));
  const competing = ids === null ? contenders.value : contenders.value.filter(({ id }) => ids.includes(id));
  const value: Bakeoff = {
    ...config,
    file: path.value,
    baseline: baselineOf(config, competing),
    contenders: withCores(competing, questions),
    scenarios: questions,
    profile: overrides.profile ?? config.profile,
  };
  return { ok: true, value };
}

function problemsOf(part: Defined<unknown> | Choice<unknown>): readonly Problem[] {
  return 'problems' in part ? part.problems : [];
}

function idOf({ id }: ScenarioReference): readonly string[] {
  return [id];
}

function at<R extends { readonly path: string }>(cwd: string, reference: R): Defined<R> {
  return { ok: true, value: { ...reference, path: resolve(cwd, reference.path) } };
}

interface Choice<R> {
  readonly references: readonly R[];
  /** Ids asked for; null: all that the references bring. */
  readonly ids: readonly string[] | null;
  readonly problems: readonly Problem[];
}

/** The references that the command line's words mean: the config's own where it has them, else made from the word. */
function choose<R extends { readonly id: string }>(
  words: readonly string[],
  own: readonly R[],
  idsIn: (reference: R) => readonly string[],
  make: (word: string, problem: Complaint) => Defined<R>,
): Choice<R> {
  if (words.length === 0) return { references: own, ids: null, problems: [] };
  const references = new Set<R>();
  const ids: string[] = [];
  const problems: Problem[] = [];
  for (const word of new Set(words)) {
    const known = own.find((reference) => idsIn(reference).includes(word));
    const made = known === undefined ? make(word, commandLine(word)) : { ok: true as const, value: known };
    if (made.ok) references.add(made.value);
    else problems.push(...made.problems);
    ids.push(known === undefined && made.ok ? made.value.id : word);
  }
  return { references: [...references], ids, problems };
}

function commandLine(word: string): Complaint {
  return (expected, hint = null) => fileProblem('command line', expected, word, hint);
}

function baselineOf(config: Config, competing: readonly Contender[]): string {
  const kept = competing.some(({ id }) => id === config.baseline);
  return kept ? config.baseline : (competing[0]?.id ?? config.baseline);
}
