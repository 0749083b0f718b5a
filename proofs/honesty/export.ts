import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openLedger } from '../../src/doing/ledger/open.ts';
import { planOf } from '../../src/command/store.ts';
import type { Measurement, RoundOutcome } from '../../src/thinking/measurement/measurement.ts';
import type { Phase } from '../../src/thinking/measurement/phase.ts';
import { identityOf } from '../../src/doing/run/blocks.ts';
import type { RecordedRun } from './recording.ts';

/**
 * Files the runs of a store as a recording: `node proofs/honesty/export.ts STORE FOLDER`. Histograms are left out, since they are
 * nine tenths of it and no verdict reads them.
 */
const [store, folder] = process.argv.slice(2);
if (store === undefined || folder === undefined) throw new Error('expected STORE and FOLDER');

const opened = openLedger(join(store, 'ledger.db'), () => new Date());
if (!opened.ok) throw new Error(`${store}: ${opened.problem.kind}`);
const ledger = opened.value;

const NONE = { response: null, service: null };
const bare = (phase: Phase): Phase => ({ ...phase, histograms: NONE });
const without = (measured: Measurement): Measurement => ({
  ...measured,
  steady: bare(measured.steady),
  busy: measured.busy === null ? null : bare(measured.busy),
  own: measured.own.map(({ share, phase }) => ({ share, phase: bare(phase) })),
  peak: bare(measured.peak),
});

function lean(outcome: RoundOutcome): RoundOutcome {
  if (outcome.kind === 'failed' || outcome.measurement === null) return outcome;
  return { ...outcome, measurement: without(outcome.measurement) };
}

const lines = ledger
  .runs()
  .toReversed()
  .flatMap((entry) => {
    const plan = planOf(entry);
    const outcomes = ledger.rounds(entry.id);
    return plan.scenarios.map((lineUp): RecordedRun => ({
      run: entry.id,
      created: entry.created,
      machine: plan.digests['machine'] ?? '',
      profile: plan.profile.name,
      gates: plan.gates,
      lineUp,
      outcomes: outcomes.filter((outcome) => identityOf(outcome).scenario === lineUp.scenario).map(lean),
    }));
  });
ledger.close();
mkdirSync(folder, { recursive: true });
const packed = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { level: 9 });
writeFileSync(join(folder, 'rounds.ndjson.gz'), packed);
process.stdout.write(`${lines.length} runs, ${packed.length} bytes\n`);
