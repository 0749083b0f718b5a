import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Json } from '../../thinking/contract/contract.ts';
import type { Measurement, RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import type { Ledger, Note, RunEntry, RunState, Written } from './ledger.ts';
import { problemOf } from './problems.ts';

type Row = Record<string, unknown>;

/** The ledger over an open database. Each write is one transaction, durable when it returns. */
export function ledgerOn(database: DatabaseSync, file: string, now: () => Date): Ledger {
  const write = (sql: string, ...values: readonly SQLInputValue[]): Written => {
    try {
      database.prepare(sql).run(...values);
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: problemOf(error, file) };
    }
  };
  const all = (sql: string, ...values: readonly SQLInputValue[]): readonly Row[] =>
    database.prepare(sql).all(...values);
  const at = (): string => now().toISOString();

  return {
    begin: (run) =>
      write(
        "INSERT INTO run (id, created, state, name, plan, machine) VALUES (?, ?, 'running', ?, ?, ?)",
        run.id,
        run.created,
        run.name,
        JSON.stringify(run.plan),
        JSON.stringify(run.machine),
      ),
    startRound: (of) =>
      write(
        'INSERT INTO round (run, scenario, block, entry, position, started) VALUES (?, ?, ?, ?, ?, ?)',
        of.run,
        of.scenario,
        of.block,
        of.entry,
        of.position,
        at(),
      ),
    sealRound: (of, outcome) => write(SEAL, at(), JSON.stringify(outcome), ...key(of)),
    note: (run, note) =>
      write(
        'INSERT INTO note (run, at, kind, scenario, detail) VALUES (?, ?, ?, ?, ?)',
        run,
        at(),
        note.kind,
        note.scenario,
        JSON.stringify(note.detail),
      ),
    setState: (run, state) => write('UPDATE run SET state = ? WHERE id = ?', state, run),
    run: (id) => all('SELECT * FROM run WHERE id = ?', id).map(runEntry)[0] ?? null,
    runs: () => all('SELECT * FROM run ORDER BY created DESC, id').map(runEntry),
    rounds: (run) =>
      all('SELECT outcome FROM round WHERE run = ? AND outcome IS NOT NULL ORDER BY sealed, id', run).map((row) =>
        outcomeOf(row['outcome']),
      ),
    notes: (run) => all('SELECT kind, scenario, detail FROM note WHERE run = ? ORDER BY id', run).map(noteOf),
    remove: (run) => write('DELETE FROM run WHERE id = ?', run),
    close: () => database.close(),
  };
}

/** Seals the newest start of the round that is not sealed yet; a sealed row never changes. */
const SEAL = `
UPDATE round SET sealed = ?, outcome = ? WHERE id = (
  SELECT max(id) FROM round WHERE run = ? AND scenario = ? AND block = ? AND entry = ? AND outcome IS NULL
)`;

function key(of: RoundIdentity): readonly SQLInputValue[] {
  return [of.run, of.scenario, of.block, of.entry];
}

function runEntry(row: Row): RunEntry {
  return {
    id: String(row['id']),
    created: String(row['created']),
    state: stateOf(String(row['state'])),
    name: String(row['name']),
    plan: json(row['plan']),
    machine: json(row['machine']),
  };
}

function noteOf(row: Row): Note {
  return {
    kind: String(row['kind']),
    scenario: typeof row['scenario'] === 'string' ? row['scenario'] : null,
    detail: json(row['detail']),
  };
}

const STATES: readonly RunState[] = ['running', 'paused', 'interrupted', 'complete', 'refused'];

function stateOf(text: string): RunState {
  const state = STATES.find((one) => one === text);
  if (state !== undefined) return state;
  throw new Error(`the ledger holds a run in an unknown state: ${text}`);
}

/** A document this program wrote itself. */
function json(text: unknown): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON, by definition
  return JSON.parse(String(text)) as Json;
}

/**
 * An outcome this program wrote itself. The version checked at opening stands for its shape, so it is not checked again:
 * that check would have to change with every field and would refuse nothing that the version does not.
 */
function outcomeOf(text: unknown): RoundOutcome {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger's version was checked at opening
  return completedOutcome(JSON.parse(String(text)) as RoundOutcome);
}

/** A stored outcome in which what earlier programs of the same version did not observe yet is unknown. */
export function completedOutcome(outcome: RoundOutcome): RoundOutcome {
  if (outcome.kind === 'measured') return { ...outcome, measurement: completed(outcome.measurement) };
  const identity = completedIdentity(outcome.identity);
  if (outcome.kind === 'failed') return { ...outcome, identity };
  return { ...outcome, identity, measurement: outcome.measurement === null ? null : completed(outcome.measurement) };
}

/** Runs of earlier programs were one sitting, however long they were interrupted. */
function completedIdentity(stored: RoundIdentity): RoundIdentity {
  return { ...UNOBSERVED_IN_IDENTITY, ...stored };
}

function completed(stored: Measurement): Measurement {
  const identity = completedIdentity(stored.identity);
  const round = { ...UNOBSERVED_IN_ROUND, ...stored, identity };
  const { steady, busy, own, peak, surge } = round;
  return {
    ...round,
    steady: completedPhase(steady),
    busy: busy === null ? null : completedPhase(busy),
    own: own.map(({ share, phase }) => ({ share, phase: completedPhase(phase) })),
    peak: completedPhase(peak),
    surge: surge === null ? null : { ...surge, phase: completedPhase(surge.phase) },
  };
}

function completedPhase(stored: Phase): Phase {
  const phase = { ...UNOBSERVED_IN_PHASE, ...stored };
  const { surroundings, parts } = phase;
  const around = surroundings === null ? null : { ...UNOBSERVED_AROUND, ...surroundings };
  const completedParts = Object.entries(parts).map(([id, part]) => [id, { ...UNOBSERVED_IN_PART, ...part }] as const);
  return { ...phase, surroundings: around, parts: Object.fromEntries(completedParts) };
}

const UNOBSERVED_IN_ROUND = {
  cores: null,
  busy: null,
  own: [],
  surge: null,
  held: null,
  collected: null,
  memoryLimitMiB: null,
  capacity: null,
} as const;
const UNOBSERVED_IN_IDENTITY = { sitting: 0 } as const;
const UNOBSERVED_IN_PART = { pieces: null } as const;
const UNOBSERVED_AROUND = { cores: null, watched: null } as const;
const UNOBSERVED_IN_PHASE = {
  surroundings: null,
  meanServiceMs: null,
  connections: null,
  parts: {},
  timesOf: null,
  upstreamRequestsPerAnswer: null,
} as const;
