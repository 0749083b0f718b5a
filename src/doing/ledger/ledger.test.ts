import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeMeasurement } from '../../thinking/measurement/made-rounds.ts';
import type { RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Ledger } from './ledger.ts';
import { openLedger } from './open.ts';

const now = (): Date => new Date('2026-11-24T00:00:00Z');
const identity: RoundIdentity = {
  run: 'r-1',
  scenario: 'hello',
  entry: 'placebo',
  contender: 'node-fastify',
  block: 0,
  position: 1,
  sitting: 0,
};
const outcome: RoundOutcome = { kind: 'void', identity, reason: { kind: 'interrupted' }, measurement: null };

const begin = (ledger: Ledger, id = 'r-1'): void => {
  expect(ledger.begin({ id, created: '2026-11-24T00:00:00Z', name: 'test', plan: { seed: 7 }, machine: {} })).toEqual({
    ok: true,
  });
};

describe('the ledger', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bakeoff-ledger-test-'));
    file = join(folder, 'nested', 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (): Ledger => {
    const opened = openLedger(file, now);
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    return opened.value;
  };
  it('gives back what was sealed, and not what was only started', () => {
    const ledger = open();
    begin(ledger);
    ledger.startRound(identity);
    expect(ledger.rounds('r-1')).toEqual([]);
    ledger.sealRound(identity, outcome);
    ledger.startRound({ ...identity, block: 1 });
    ledger.close();
    const again = open();
    expect(again.rounds('r-1')).toEqual([outcome]);
    expect(again.run('r-1')).toMatchObject({ state: 'running', plan: { seed: 7 } });
    again.close();
  });

  it('never writes over a sealed round', () => {
    const ledger = open();
    begin(ledger);
    ledger.startRound(identity);
    ledger.sealRound(identity, outcome);
    ledger.sealRound(identity, { ...outcome, reason: { kind: 'service-died', service: 'mysql', lastLines: [] } });
    expect(ledger.rounds('r-1')).toEqual([outcome]);
    ledger.close();
  });

  it('gives as unknown what an earlier program did not look at', () => {
    const measurement = madeMeasurement({ entry: 'go', block: 0, position: 0 });
    const {
      busy: _busy,
      own: _own,
      capacity: _capacity,
      surge: _surge,
      memoryLimitMiB: _limit,
      ...before
    } = measurement;
    const { connections: _unseen, ...steady } = measurement.steady;
    const calm = { pressureS: { cpu: 0, memory: 0, io: 0 }, queueWaitS: 0, swappedPages: 0, throttledS: 0 };
    const surroundings = { ...calm, thermalEvents: 0, clockJumpMs: 0, coreSpeed: null };
    const stored = { kind: 'measured', measurement: { ...before, steady: { ...steady, surroundings } } };
    const ledger = open();
    begin(ledger);
    ledger.startRound(identity);
    ledger.sealRound(identity, stored as unknown as RoundOutcome);
    const [read] = ledger.rounds('r-1');
    expect(read).toEqual({
      kind: 'measured',
      measurement: {
        ...measurement,
        steady: { ...steady, connections: null, surroundings: { ...surroundings, watched: null, cores: null } },
      },
    });
    ledger.close();
  });

  it('keeps notes in order and removes a run with all that belongs to it', () => {
    const ledger = open();
    begin(ledger);
    ledger.note('r-1', { kind: 'rate', scenario: 'hello', detail: 2000 });
    ledger.note('r-1', { kind: 'built', scenario: null, detail: { ms: 12 } });
    ledger.startRound(identity);
    ledger.sealRound(identity, outcome);
    expect(ledger.notes('r-1').map((note) => note.kind)).toEqual(['rate', 'built']);
    ledger.remove('r-1');
    expect(ledger.runs()).toEqual([]);
    expect(ledger.notes('r-1')).toEqual([]);
    expect(ledger.rounds('r-1')).toEqual([]);
    ledger.close();
  });

  it("refuses another program's database, a newer ledger and garbage, and leaves them as they are", () => {
    const foreign = join(folder, 'foreign.db');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    expect(openLedger(foreign, now)).toMatchObject({ ok: false, problem: { kind: 'not-a-ledger' } });

    open().close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(openLedger(file, now)).toMatchObject({ ok: false, problem: { kind: 'written-by-newer', version: 99 } });

    const garbage = join(folder, 'garbage.db');
    writeFileSync(garbage, 'not a database, but long enough to be looked at '.repeat(50));
    const before = readFileSync(garbage);
    expect(openLedger(garbage, now)).toMatchObject({ ok: false, problem: { kind: 'not-a-ledger' } });
    expect(readFileSync(garbage)).toEqual(before);
  });

  it('says that the disk is full instead of throwing, and the store opens again once there is room', () => {
    const script = join(folder, 'filler.mjs');
    writeFileSync(
      script,
      `import { openLedger } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))};
       import { writeFileSync, rmSync } from "node:fs";
       const file = process.argv[2] + "/ledger.db";
       const opened = openLedger(file, () => new Date());
       opened.value.begin({ id: "r-1", created: "now", name: "full", plan: {}, machine: {} });
       let kept = 0, problem = null;
       while (problem === null && kept < 100) {
         const written = opened.value.note("r-1", { kind: "big", scenario: null, detail: "x".repeat(100_000) });
         if (written.ok) kept++; else problem = written.problem.kind;
       }
       opened.value.close();
       const again = openLedger(file, () => new Date());
       console.log(JSON.stringify({ problem, kept, again: again.ok && again.value.notes("r-1").length }));`,
    );
    const seen = JSON.parse(onSmallDisk(folder, script)) as { problem: string; kept: number; again: number };
    expect(seen.problem).toBe('disk-full');
    expect(seen.kept).toBeGreaterThan(0);
    expect(seen.again).toBe(seen.kept);
  });

  it('loses no acknowledged row when its process is killed', async () => {
    const script = join(folder, 'writer.mjs');
    writeFileSync(
      script,
      `import { openLedger } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))};
       const { value: ledger } = openLedger(${JSON.stringify(file)}, () => new Date());
       ledger.begin({ id: "r-1", created: "now", name: "killed", plan: {}, machine: {} });
       for (let n = 0; ; n++) { if (ledger.note("r-1", { kind: "n", scenario: null, detail: n }).ok) process.stdout.write(n + "\\n"); }`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let acknowledged = -1;
    child.stdout.on('data', (chunk: Buffer) => {
      const numbers = chunk.toString().trim().split('\n').map(Number).filter(Number.isInteger);
      acknowledged = numbers.at(-1) ?? acknowledged;
      if (acknowledged > 20) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const ledger = open();
    const kept = ledger.notes('r-1').map((note) => Number(note.detail));
    expect(kept.length).toBeGreaterThan(acknowledged);
    expect(kept).toEqual(kept.map((_, index) => index));
    ledger.close();
  });
});

/** Runs a script with a file system of 2 MiB at its disposal, in a mount namespace of its own that ends with it. */
function onSmallDisk(folder: string, script: string): string {
  const disk = join(folder, 'disk');
  const steps = 'mkdir "$1" && mount -t tmpfs -o size=2m tmpfs "$1" && exec "$2" "$3" "$1"';
  const namespace = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  return execFileSync('unshare', [...namespace, 'sh', '-c', steps, 'sh', disk, process.execPath, script], {
    encoding: 'utf8',
  });
}
