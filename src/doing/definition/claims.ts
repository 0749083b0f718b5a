import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Claim, PublicFigure } from '../../thinking/claim/claim.ts';
import { parseClaims, parseFigures } from '../../thinking/claim/parse.ts';
import type { PartPrices } from '../../thinking/cost/price.ts';
import { parsePrices } from '../../thinking/cost/prices-parse.ts';
import type { Defined, Problem } from '../../thinking/definition/problem.ts';
import type { Source } from '../../thinking/definition/reader.ts';
import { isFolder, shown } from './folders.ts';
import { fileProblem, readText } from './text-file.ts';

/** Claims, and the public figures they name. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly figures: readonly PublicFigure[];
  /** Of the last list of prices that tells what a vCPU and a GiB cost: the user's own where there is one. */
  readonly parts: PartPrices | null;
}

/**
 * Reads all `claims/*.yaml` and `evidence/*.yaml` of the product, and of the folder where the user stands: a claim of one's own is a
 * file there. Or all that is wrong with any of them.
 */
export function loadClaims(own: string, cwd: string): Defined<Claims> {
  const folders = [...new Set([resolve(own), resolve(cwd)])];
  const problems: Problem[] = [];
  const sourcesIn = (kind: 'claims' | 'evidence' | 'evidence/prices'): readonly Source[] =>
    folders.flatMap((folder) => yamlFiles(join(folder, kind))).flatMap((path) => sourceOf(path, cwd, problems));
  const keep = <T>(read: Defined<readonly T[]>): readonly T[] => {
    if (read.ok) return read.value;
    problems.push(...read.problems);
    return [];
  };
  const figures = sourcesIn('evidence').flatMap((source) => keep(parseFigures(source)));
  const lists = sourcesIn('evidence/prices').flatMap((source) => {
    const read = parsePrices(source);
    if (!read.ok) problems.push(...read.problems);
    return read.ok ? [read.value] : [];
  });
  const parts = lists.findLast((list) => list.parts !== null)?.parts ?? null;
  const taken = new Set<string>();
  const claims = sourcesIn('claims').flatMap((source) => keep(parseClaims(source, figures, taken)));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { claims, figures, parts } };
}

function yamlFiles(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.toSorted().map((name) => join(folder, name));
}

function sourceOf(path: string, cwd: string, problems: Problem[]): readonly Source[] {
  const file = shown(path, cwd);
  const read = readText(path);
  if (read.kind === 'text') return [{ file, text: read.text }];
  const given = read.kind === 'missing' ? null : read.reason;
  problems.push(fileProblem(file, 'a readable text', given, null));
  return [];
}
