import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, refuse, reportFiles, ROOT, writeReport } from './file.ts';
import { readRun, recordExcerpt, recordPage } from './page.ts';
import { splice } from './splice.ts';

// `npm run record [-- RUN]`: files a finished run of the store below records/ and shows its tables in the README.

const README = join(ROOT, 'README.md');

function record(run: string | null, made: string): number {
  const { json, md } = reportFiles(made);
  const written = writeReport(run, made);
  if (written !== 0) return written;
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
