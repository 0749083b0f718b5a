import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arenaExcerpt, arenaFolderPage, type ArenaPart } from './arena-page.ts';
import { file, refuse, reportFiles, ROOT, writeReport } from './file.ts';
import { readAny } from './page.ts';
import { splice } from './splice.ts';

// `npm run record:arena -- RUN RUN …`: files finished runs of the store, one for each kind of work, below records/ and shows them in docs/arena.md.

const PAGE = join(ROOT, 'docs', 'arena.md');
const MARK = 'arena';

type Made = { readonly ok: true; readonly part: ArenaPart } | { readonly ok: false; readonly code: number };

/** Writes a run's report into a folder of its own below `made`. */
function partOf(run: string, made: string): Made {
  const passing = join(made, '.report');
  mkdirSync(passing);
  const code = writeReport(run, passing);
  if (code !== 0) return { ok: false, code };
  const files = reportFiles(passing);
  const read = readAny(JSON.parse(readFileSync(files.json, 'utf8')));
  if (!read.ok) return { ok: false, code: refuse(read.problem) };
  const { value, scenarios } = read;
  const tables = readFileSync(files.md, 'utf8');
  return { ok: true, part: { run: value, tables, folder: file(passing, scenarios.join('-'), made) } };
}

function recordArena(runs: readonly string[], made: string): number {
  const parts: ArenaPart[] = [];
  for (const run of runs) {
    const one = partOf(run, made);
    if (!one.ok) return one.code;
    parts.push(one.part);
  }
  const [first] = parts;
  if (first === undefined)
    return refuse('name the runs, in the order they are to stand in: npm run record:arena -- RUN RUN …');
  const page = readFileSync(PAGE, 'utf8');
  const name = `${first.run.folder}-arena`;
  // Tried before anything is filed: a page without its markers leaves no half-made record.
  const tried = splice(page, arenaExcerpt(parts, name), MARK);
  if (!tried.ok) return refuse(`docs/arena.md: ${tried.problem}`);
  writeFileSync(join(made, 'README.md'), arenaFolderPage(parts));
  const folder = file(made, name);
  const spliced = splice(page, arenaExcerpt(parts, folder), MARK);
  if (!spliced.ok) return refuse(`docs/arena.md: ${spliced.problem}`);
  writeFileSync(PAGE, spliced.text);
  process.stdout.write(`${parts.length} runs are in records/${folder}, their tables in docs/arena.md\n`);
  return 0;
}

// Beside the records, so that filing is a rename within one file system.
const made = mkdtempSync(join(import.meta.dirname, '.making-'));
try {
  process.exitCode = recordArena(process.argv.slice(2), made);
} finally {
  rmSync(made, { recursive: true, force: true });
}
