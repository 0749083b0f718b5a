import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { digestsOf } from './digests.ts';
import { loadBakeoff } from './load.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakeoff-digests-'));
  write({
    'bakeoff.yaml': `contenders: [{ name: mine, dir: ./service, language: node, start: [node, server.js] }]
scenarios: [lender, borrower]
`,
    'service/server.js': '',
    'scenarios/lender/scenario.yaml': 'question: Why?\noperations: [{ id: a, request: { path: /a } }]\n',
    'scenarios/lender/cases.yaml': '- { name: it answers, request: { path: /a } }\n',
    'scenarios/lender/words.ndjson': '"one"\n',
    'scenarios/borrower/scenario.yaml': `question: Why not?
pools: { word: { file: ../lender/words.ndjson } }
operations: [{ id: a, request: { path: '/\${word}' } }]
cases: ../lender/cases.yaml
`,
  });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

async function digests(): Promise<Readonly<Record<string, string>>> {
  const bakeoff = await loadBakeoff(null, root);
  if (!bakeoff.ok) throw new Error(JSON.stringify(bakeoff.problems));
  return digestsOf(bakeoff.value);
}

test('a scenario is another one when a file that it borrows is', async () => {
  const before = await digests();
  expect(await digests()).toEqual(before);
  write({ 'scenarios/lender/words.ndjson': '"two"\n' });
  const pool = await digests();
  expect(pool['scenario borrower']).not.toBe(before['scenario borrower']);
  // It names no pool of its own.
  expect(pool['scenario lender']).toBe(before['scenario lender']);
  write({ 'scenarios/lender/cases.yaml': '- { name: it answers again, request: { path: /a } }\n' });
  expect((await digests())['scenario borrower']).not.toBe(pool['scenario borrower']);
});
