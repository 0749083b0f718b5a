import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, refuse, ROOT } from './file.ts';
import { folderOf, footprintExcerpt, footprintFolderPage, readFootprint } from './footprint-page.ts';
import { splice } from './splice.ts';

// `npm run record:footprint -- FILE`: files what `./bakeoff footprint … --json` printed below records/ and shows it in docs/footprint.md.

const PAGE = join(ROOT, 'docs', 'footprint.md');
const MARK = 'footprint';

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return error.message;
    throw error;
  }
}

function record(path: string, made: string): number {
  const document = parsed(path);
  if (typeof document === 'string') return refuse(`${path}: ${document}`);
  const read = readFootprint(document);
  if (!read.ok) return refuse(`${path}: ${read.problem}`);
  const page = readFileSync(PAGE, 'utf8');
  const name = folderOf(read.value);
  // Tried before anything is filed: a page without its markers leaves no half-made record.
  const tried = splice(page, footprintExcerpt(read.value, name), MARK);
  if (!tried.ok) return refuse(`docs/footprint.md: ${tried.problem}`);
  writeFileSync(join(made, 'footprint.json'), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(made, 'README.md'), footprintFolderPage(read.value));
  const folder = file(made, name);
  const spliced = splice(page, footprintExcerpt(read.value, folder), MARK);
  if (!spliced.ok) return refuse(`docs/footprint.md: ${spliced.problem}`);
  writeFileSync(PAGE, spliced.text);
  process.stdout.write(`the footprints are in records/${folder}, their tables in docs/footprint.md\n`);
  return 0;
}

// Beside the records, so that filing is a rename within one file system.
const made = mkdtempSync(join(import.meta.dirname, '.making-'));
try {
  const [path] = process.argv.slice(2);
  process.exitCode =
    path === undefined
      ? refuse('name the file that ./bakeoff footprint … --json printed: npm run record:footprint -- FILE')
      : record(path, made);
} finally {
  rmSync(made, { recursive: true, force: true });
}
