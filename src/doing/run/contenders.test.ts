import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Argv, Contender } from '../../thinking/contender/contender.ts';
import { onCores } from '../../thinking/contender/cores.ts';
import { madeContender } from '../../thinking/plan/made-bakeoff.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { buildAll, type Prepared } from './contenders.ts';
import type { RunEvent } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-contenders-test-'));
const dir = join(folder, 'mine');
let isolation: Isolation | null = null;

beforeAll(async () => {
  isolation = await openIsolation({ run: 'contenders-test', tmp: folder });
  mkdirSync(dir);
});
afterAll(async () => {
  await isolation?.close();
  rmSync(folder, { recursive: true });
});

const write = (text: string, program: string): Argv => ['sh', '-c', `echo ${text} > ${program}`];

const MINE: Contender = {
  ...madeContender('mine', 'all'),
  dir,
  version: null,
  build: [write('plain', 'server')],
  start: ['./server'],
};

function variant(name: string, program: string): Contender {
  return {
    ...MINE,
    id: `mine+${name}`,
    build: [write(name, program)],
    start: [`./${program}`],
    variant: { of: 'mine', name, why: name, builds: true },
  };
}

async function build(contenders: readonly Contender[]): Promise<{ prepared: Prepared; told: readonly RunEvent[] }> {
  if (isolation === null) throw new Error('no isolation was opened');
  const told: RunEvent[] = [];
  const prepared = await buildAll(contenders, false, isolation, {
    environment: { PATH: process.env['PATH'] ?? '' },
    stamps: join(folder, 'stamps'),
    clock: () => 0,
    signal: new AbortController().signal,
    tell: (event) => void told.push(event),
  });
  if (prepared === null) throw new Error('it was interrupted');
  return { prepared, told };
}

test('variants that build something of their own are built beside their contender', async () => {
  const { prepared } = await build([MINE, variant('odd', 'server-odd'), variant('even', 'server-even')]);
  expect([...prepared.built.keys()]).toEqual(['mine', 'mine+odd', 'mine+even']);
  expect([...prepared.failed]).toEqual([]);
});

test('on a number of cores a contender is built, or fails, as it does without', async () => {
  const broken: Contender = { ...MINE, id: 'broken', build: [['sh', '-c', 'exit 1']] };
  const { prepared, told } = await build([MINE, broken, onCores(MINE, 2, 'cores'), onCores(broken, 2, 'cores')]);
  expect(prepared.built.get('mine@2')).toMatchObject({ contender: { id: 'mine@2', cores: 2 } });
  expect(prepared.failed.get('broken@2')).toEqual(prepared.failed.get('broken'));
  expect(told.filter(({ kind }) => kind === 'building')).toHaveLength(2);
});

test('of two that build the same file only the last is started, and the other is told', async () => {
  const { prepared, told } = await build([MINE, variant('overwriting', 'server')]);
  expect([...prepared.built.keys()]).toEqual(['mine+overwriting']);
  const failure = { kind: 'overwritten', program: './server', dir };
  expect(prepared.failed.get('mine')).toEqual(failure);
  expect(told).toContainEqual({ kind: 'failed', contender: 'mine', scenario: null, failure });
});
