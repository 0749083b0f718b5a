import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { processesNaming } from '../setup/survivors.mjs';
import { resultOf, ROOT, say, startBakeoff } from './run-bakeoff.ts';

/**
 * Leaving no trace: one run, killed with SIGKILL at twenty random moments and resumed after each. Two seconds after a kill nothing
 * of it may live or lie about; in the end the run is complete and no sealed round was measured twice. `npm run prove:trace`,
 * about five minutes.
 */

const KILLS = 20;
const LONGEST_MS = 9000;
const GRACE_MS = 2000;

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-trace-'));
const temporary = join(folder, 'tmp');
const store = join(folder, 'store');
mkdirSync(temporary);
const env = { ...process.env, TMPDIR: temporary };
const first = ['run', 'node-fastify', 'go-nethttp', '--scenario', 'hello', 'jwt-mysql', '--profile', 'smoke'];
const resume = ['run', '--resume'];

let held = true;
const check = (ok: boolean, what: string): void => {
  held = say(ok, what) && held;
};

/** What of ours is there: processes that name our folders, control groups, temporary files. */
function traces(): readonly string[] {
  const processes = [...processesNaming(folder), ...processesNaming(join(ROOT, 'contenders'))];
  return [
    ...new Set(processes.map(({ pid, command }) => `process ${pid} ${command}`)),
    ...groups('/sys/fs/cgroup').map((group) => `group ${group}`),
    ...readdirSync(temporary).map((name) => `file ${name}`),
  ];
}

/** Control groups named after us, three levels deep: our own group may be nested in its launcher's. */
function groups(place: string, depth = 4): readonly string[] {
  if (depth === 0 || !existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => (name.startsWith('bakeoff-') ? [join(place, name)] : groups(join(place, name), depth - 1)));
}

/** Sealed rounds, as the ledger keeps them. */
function sealed(): readonly string[] {
  const file = join(store, 'ledger.db');
  if (!existsSync(file)) return [];
  const ledger = new DatabaseSync(file, { readOnly: true });
  try {
    return ledger
      .prepare('SELECT id, scenario, block, entry FROM round WHERE outcome IS NOT NULL ORDER BY id')
      .all()
      .map((row) => Object.values(row).join(' '));
  } finally {
    ledger.close();
  }
}

try {
  const before = traces();
  for (let kill = 1; kill <= KILLS; kill++) {
    const kept = sealed();
    const { child, ended } = startBakeoff([...(kill === 1 ? first : resume), '--store', store], env);
    const after = Math.round(300 + Math.random() * (LONGEST_MS - 300));
    await Promise.race([sleep(after), ended]);
    child.kill('SIGKILL');
    await ended;
    await sleep(GRACE_MS);
    const left = traces().filter((trace) => !before.includes(trace));
    check(
      left.length === 0,
      `kill ${kill} after ${after} ms, ${sealed().length} rounds sealed${left.length === 0 ? '' : `: ${left.join('; ')}`}`,
    );
    check(
      kept.every((round) => sealed().includes(round)),
      `kill ${kill} lost no sealed round`,
    );
  }
  const end = await startBakeoff([...resume, '--store', store, '--json'], env).ended;
  const result = resultOf(end);
  check(
    result.complete,
    `the resumed run ended complete (exit code ${end.code}; ${result.blocks.done} blocks done, ${result.blocks.void} void${result.refused === null ? '' : `; ${result.refused.reason}`})`,
  );
  const rounds = sealed().map((round) => round.split(' ').slice(1).join(' '));
  check(new Set(rounds).size === rounds.length, `${rounds.length} sealed rounds, none twice`);
  await sleep(GRACE_MS);
  const left = traces().filter((trace) => !before.includes(trace));
  check(left.length === 0, `nothing is left after the end${left.length === 0 ? '' : `: ${left.join('; ')}`}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = held ? 0 : 1;
