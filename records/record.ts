import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRun, recordExcerpt, recordPage } from './page.ts';
import { splice } from './splice.ts';

// `npm run record [-- RUN]`: files a finished run of the store below records/ and shows its tables in the README.

const ROOT = join(import.meta.dirname, '..');
const README = join(ROOT, 'README.md');

/** Says what is wrong and gives exit code 2. */
function refuse(problem: string): number {
  process.stderr.write(`record: ${problem}\n`);
  return 2;
}

/** Moves `made` to a folder that did not exist before: nothing recorded is ever written over. Gives its name. */
function file(made: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}-${number}`;
    try {
      mkdirSync(join(import.meta.dirname, free));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    renameSync(made, join(import.meta.dirname, free)); // over an empty folder, which is ours since mkdir made it
    return free;
  }
}

function record(run: string | null, made: string): number {
  const [json, md, html] = ['result.json', 'report.md', 'report.html'].map((name) => join(made, name));
  if (json === undefined || md === undefined || html === undefined) throw new Error('three names give three paths');
  const named = run === null ? [] : [run];
  const report = spawnSync(join(ROOT, 'bakeoff'), ['report', ...named, '--json', json, '--md', md, '--html', html], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (report.error !== undefined) return refuse(`./bakeoff does not start: ${report.error.message}`);
  if (report.status !== 0) return report.status ?? 1;
  const read = readRun(JSON.parse(readFileSync(json, 'utf8')));
  if (!read.ok) return refuse(read.problem);
  const page = readFileSync(README, 'utf8');
  const tables = readFileSync(md, 'utf8');
  // Tried before anything is filed: a README without its markers leaves no half-made record.
  const tried = splice(page, recordExcerpt(read.value, read.value.folder, tables));
  if (!tried.ok) return refuse(`README.md: ${tried.problem}`);
  writeFileSync(join(made, 'README.md'), recordPage(read.value));
  const folder = file(made, read.value.folder);
  const spliced = splice(page, recordExcerpt(read.value, folder, tables));
  if (!spliced.ok) return refuse(`README.md: ${spliced.problem}`);
  writeFileSync(README, spliced.text);
  process.stdout.write(`${read.value.run} is in records/${folder}, its tables in README.md\n`);
  return 0;
}

// Beside the records, so that filing is a rename within one file system.
const made = mkdtempSync(join(import.meta.dirname, '.making-'));
try {
  process.exitCode = record(process.argv[2] ?? null, made);
} finally {
  rmSync(made, { recursive: true, force: true });
}
