import { basename, join, resolve } from 'node:path';

import type { Contender } from '../../thinking/contender/contender.ts';
import { parseContender } from '../../thinking/contender/parse.ts';
import { didYouMean } from '../../thinking/definition/nearest.ts';
import type { Defined, Problem } from '../../thinking/definition/problem.ts';
import type { ContenderReference } from '../../thinking/plan/config.ts';
import { findNamed, isFolder, nameHint, pathHint, shown } from './folders.ts';
import type { Folders } from './folders.ts';
import { fileProblem, readText } from './text-file.ts';

const FILE = 'contender.yaml';

/** A contender's folder, read: it and its variants. */
function readFolder(dir: string, folders: Folders): Defined<readonly Contender[]> {
  const path = join(dir, FILE);
  const file = shown(path, folders.cwd);
  const read = readText(path);
  if (read.kind === 'text') return parseContender({ file, text: read.text }, { id: basename(dir), dir });
  const given = read.kind === 'missing' ? null : read.reason;
  const hint = 'it says how the contender is built, started and asked whether it is ready';
  return { ok: false, problems: [fileProblem(file, `a readable ${FILE} in the contender's folder`, given, hint)] };
}

type Located = { readonly ok: true; readonly dir: string } | { readonly ok: false; readonly problem: Problem };

function locate(reference: Exclude<ContenderReference, { kind: 'inline' }>, folders: Folders): Located {
  if (reference.kind === 'named') {
    const dir = findNamed(folders, 'contenders', reference.folder);
    if (dir !== null) return { ok: true, dir };
    const hint = nameHint(folders, 'contenders', reference.folder);
    return { ok: false, problem: reference.problem('the name of a folder in contenders/, or a path', hint) };
  }
  const dir = resolve(folders.config, reference.path);
  if (isFolder(dir)) return { ok: true, dir };
  const hint = pathHint(folders.config, reference.path);
  return { ok: false, problem: reference.problem(`the path of a folder with a ${FILE}`, hint) };
}

function inline(
  reference: Extract<ContenderReference, { kind: 'inline' }>,
  folders: Folders,
): Defined<readonly Contender[]> {
  const dir = resolve(folders.config, reference.contender.dir);
  if (isFolder(dir)) return { ok: true, value: reference.contender.in(dir) };
  const hint = pathHint(folders.config, reference.contender.dir);
  const problem = reference.dirProblem('the folder of the contender, relative to the config', hint);
  return { ok: false, problems: [problem] };
}

/** The contenders that the references name, in their order; or the problems of all of them, each file's once. */
export function resolveContenders(
  references: readonly ContenderReference[],
  folders: Folders,
): Defined<readonly Contender[]> {
  const contenders: Contender[] = [];
  const problems: Problem[] = [];
  const folderReads = new Map<string, Defined<readonly Contender[]>>();
  for (const reference of references) {
    if (reference.kind === 'inline') {
      const read = inline(reference, folders);
      if (read.ok) contenders.push(...read.value);
      else problems.push(...read.problems);
      continue;
    }
    const found = locate(reference, folders);
    if (!found.ok) {
      problems.push(found.problem);
      continue;
    }
    const known = folderReads.get(found.dir);
    const read = known ?? readFolder(found.dir, folders);
    folderReads.set(found.dir, read);
    if (!read.ok) {
      if (known === undefined) problems.push(...read.problems);
      continue;
    }
    const contender = read.value.find(({ id }) => id === reference.id);
    if (contender === undefined) problems.push(noSuchVariant(reference, read.value));
    else contenders.push(contender);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: contenders };
}

function noSuchVariant({ id, problem }: ContenderReference, there: readonly Contender[]): Problem {
  const ids = there.map((contender) => contender.id);
  return problem(
    'a contender, or a variant that its contender.yaml lists',
    didYouMean(id, ids) ?? `there are ${ids.join(', ')}`,
  );
}
