import { join, resolve } from 'node:path';

import type { Defined, Problem } from '../../thinking/definition/problem.ts';
import type { Source } from '../../thinking/definition/reader.ts';
import type { ScenarioReference } from '../../thinking/plan/config.ts';
import { parseScenario } from '../../thinking/scenario/parse.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import { findNamed, isFolder, nameHint, pathHint, shown } from './folders.ts';
import type { Folders } from './folders.ts';
import { signs } from './signing-key.ts';
import { fileProblem, readText } from './text-file.ts';

const FILE = 'scenario.yaml';

/** Reads the files a scenario names, relative to its folder; null for one that is missing. */
function readerIn(dir: string, cwd: string, unreadable: Problem[]): (file: string) => Source | null {
  return (name) => {
    const path = resolve(dir, name);
    const file = shown(path, cwd);
    const read = readText(path);
    if (read.kind === 'text') return { file, text: read.text };
    if (read.kind === 'unreadable') unreadable.push(fileProblem(file, 'a readable text', read.reason, null));
    return null;
  };
}

function parseIn(scenario: Source, id: string, dir: string, cwd: string): Defined<Scenario> {
  const unreadable: Problem[] = [];
  const parsed = parseScenario({ scenario, read: readerIn(dir, cwd, unreadable), signs }, id, dir);
  if (unreadable.length === 0) return parsed;
  return { ok: false, problems: [...unreadable, ...(parsed.ok ? [] : parsed.problems)] };
}

function readFolder(dir: string, id: string, folders: Folders): Defined<Scenario> {
  const path = join(dir, FILE);
  const file = shown(path, folders.cwd);
  const read = readText(path);
  if (read.kind === 'text') return parseIn({ file, text: read.text }, id, dir, folders.cwd);
  const given = read.kind === 'missing' ? null : read.reason;
  const hint = 'it asks the question and lists the operations';
  return { ok: false, problems: [fileProblem(file, `a readable ${FILE} in the scenario's folder`, given, hint)] };
}

function inline(
  reference: Extract<ScenarioReference, { kind: 'inline' }>,
  file: string,
  folders: Folders,
): Defined<Scenario> {
  const parsed = parseIn({ file, text: reference.excerpt }, reference.id, folders.config, folders.cwd);
  if (parsed.ok) return parsed;
  const problems = parsed.problems.map((problem): Problem => {
    if (problem.file !== file) return problem;
    const key =
      problem.key === '' ? reference.key : `${reference.key}${problem.key.startsWith('[') ? '' : '.'}${problem.key}`;
    return reference.located ? { ...problem, key } : { ...problem, key, line: null, column: null };
  });
  return { ok: false, problems };
}

/** The scenario a reference names; `file` is the config as messages call it. */
export function resolveScenario(reference: ScenarioReference, file: string, folders: Folders): Defined<Scenario> {
  if (reference.kind === 'inline') return inline(reference, file, folders);
  if (reference.kind === 'named') {
    const dir = findNamed(folders, 'scenarios', reference.id);
    if (dir !== null) return readFolder(dir, reference.id, folders);
    const hint = nameHint(folders, 'scenarios', reference.id);
    return { ok: false, problems: [reference.problem('the name of a folder in scenarios/, or a path', hint)] };
  }
  const dir = resolve(folders.config, reference.path);
  if (isFolder(dir)) return readFolder(dir, reference.id, folders);
  const hint = pathHint(folders.config, reference.path);
  return { ok: false, problems: [reference.problem(`the path of a folder with a ${FILE}`, hint)] };
}
