import { relative } from 'node:path';
import { loadClaims } from '../doing/definition/claims.ts';
import type { Claim } from '../thinking/claim/claim.ts';
import { judge, type Judged } from '../thinking/claim/judge.ts';
import { didYouMean } from '../thinking/definition/nearest.ts';
import { claimsMarkdown } from '../thinking/report/claims-page.ts';
import { claimsDocument, claimsReport } from '../thinking/report/claims.ts';
import { claimsHtml } from '../thinking/report/html/claims.ts';
import { problemLine } from '../thinking/report/words.ts';
import { gather } from './evidence.ts';
import { writeWhole } from './files.ts';
import { ROOT } from './product.ts';
import { widthOf } from './publish.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface ClaimsOptions extends GlobalOptions {
  /** Of the claims asked for; none: all. */
  readonly ids: readonly string[];
  /** Files and folders with documents that are evidence beside the store's runs; none: the repository's own records. */
  readonly records: readonly string[];
  readonly files: { readonly html: string | null; readonly md: string | null };
}

/** `bakeoff claims [ID...]`: published claims, each held against what was measured here or is on record. */
export function claims(options: ClaimsOptions, world: World): number {
  const defined = loadClaims(ROOT, world.cwd);
  if (!defined.ok) {
    for (const problem of defined.problems) world.err.write(`${problemLine(problem)}\n`);
    return EXIT.usage;
  }
  const chosen = choose(defined.value.claims, options.ids, world);
  if (chosen === null) return EXIT.usage;
  const evidence = gather(options, options.records, world);
  if (evidence === null) return EXIT.unfit;
  const { figures, parts } = defined.value;
  return show(
    chosen.map((claim) => judge(claim, { ...evidence, figures, parts })),
    options,
    world,
  );
}

function choose(all: readonly Claim[], ids: readonly string[], world: World): readonly Claim[] | null {
  if (ids.length === 0) return all;
  const known = all.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  for (const id of unknown) {
    world.err.write(`${id}: expected the id of a claim; ${didYouMean(id, known) ?? `there are ${known.join(', ')}`}\n`);
  }
  return unknown.length > 0 ? null : all.filter(({ id }) => ids.includes(id));
}

function show(judged: readonly Judged[], options: ClaimsOptions, world: World): number {
  const files = [
    { file: options.files.html, text: claimsHtml },
    { file: options.files.md, text: claimsMarkdown },
  ];
  let written = 0;
  for (const { file, text } of files) {
    if (file === null) continue;
    const problem = writeWhole(file, text(judged));
    world.err.write(`${problem ?? `wrote ${relative(world.cwd, file)}`}\n`);
    if (problem !== null) return EXIT.unfit;
    written += 1;
  }
  if (options.json) world.out.write(`${JSON.stringify(claimsDocument(judged), null, 2)}\n`);
  else if (written === 0) world.out.write(claimsReport(judged, widthOf(world)));
  return EXIT.ok;
}
