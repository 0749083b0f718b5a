import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { refuse, ROOT } from './file.ts';
import { splice } from './splice.ts';
import { teamsIn } from './teams.ts';

// `npm run record:decide`: asks for each team of docs/decide.md and shows there what comes of it.

const PAGE = join(ROOT, 'docs', 'decide.md');
const MARK = 'decide';

function answerOf(config: string, made: string): string | number {
  const file = join(made, 'bakeoff.yaml');
  writeFileSync(file, config);
  // A store without runs, so that the page rests on what anybody can read here.
  const args = ['decide', '--config', file, '--store', join(made, 'store'), '--record', join(ROOT, 'records')];
  const told = spawnSync(join(ROOT, 'bakeoff'), args, {
    cwd: made,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (told.error !== undefined) return refuse(`./bakeoff does not start: ${told.error.message}`);
  return told.status === 0 ? z.string().parse(told.stdout) : (told.status ?? 1);
}

function recordDecide(made: string): number {
  const page = readFileSync(PAGE, 'utf8');
  const parts: string[] = [];
  for (const { title, config } of teamsIn(page)) {
    const answer = answerOf(config, made);
    if (typeof answer === 'number') return answer;
    parts.push(`### ${title}: the answer\n\n\`\`\`\n${answer.trim()}\n\`\`\``);
  }
  const spliced = splice(page, parts.join('\n\n'), MARK);
  if (!spliced.ok) return refuse(`docs/decide.md: ${spliced.problem}`);
  writeFileSync(PAGE, spliced.text);
  process.stdout.write(`${parts.length} answers are in docs/decide.md\n`);
  return 0;
}

const made = mkdtempSync(join(tmpdir(), 'bakeoff-decide-'));
try {
  process.exitCode = recordDecide(made);
} finally {
  rmSync(made, { recursive: true, force: true });
}
