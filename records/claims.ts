import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse, ROOT } from './file.ts';
import { splice } from './splice.ts';

// `npm run record:claims`: shows in docs/claims.md what the records say of the article's claims.

const PAGE = join(ROOT, 'docs', 'claims.md');
const MARK = 'claims';

function recordClaims(made: string): number {
  const file = join(made, 'claims.md');
  // A store without runs, so that the page rests on what anybody can read here.
  const args = ['claims', '--store', join(made, 'store'), '--record', join(ROOT, 'records'), '--md', file];
  const told = spawnSync(join(ROOT, 'bakeoff'), args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  if (told.error !== undefined) return refuse(`./bakeoff does not start: ${told.error.message}`);
  if (told.status !== 0) return told.status ?? 1;
  const lowered = readFileSync(file, 'utf8').replaceAll(/^## /gmu, '### ');
  const spliced = splice(readFileSync(PAGE, 'utf8'), lowered, MARK);
  if (!spliced.ok) return refuse(`docs/claims.md: ${spliced.problem}`);
  writeFileSync(PAGE, spliced.text);
  process.stdout.write('what the records say of the claims is in docs/claims.md\n');
  return 0;
}

const made = mkdtempSync(join(tmpdir(), 'bakeoff-claims-'));
try {
  process.exitCode = recordClaims(made);
} finally {
  rmSync(made, { recursive: true, force: true });
}
