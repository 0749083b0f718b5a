import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Ledger, LedgerProblem } from './ledger.ts';
import { APPLICATION_ID, CREATE, LEDGER_VERSION } from './schema.ts';
import { ledgerOn } from './store.ts';
import { problemOf } from './problems.ts';

export type Opened =
  | { readonly ok: true; readonly value: Ledger }
  | { readonly ok: false; readonly problem: LedgerProblem };

/**
 * Opens the ledger, making it if there is none. `now` labels rows; it is never subtracted.
 * A damaged, foreign or newer file is refused and left untouched: a report can still be made by the program that wrote it.
 */
export function openLedger(file: string, now: () => Date): Opened {
  const fresh = file === ':memory:' || !existsSync(file);
  let database: DatabaseSync | null = null;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    database = new DatabaseSync(file, { timeout: 5000 });
    const problem = fresh ? create(database) : inspect(database, file);
    if (problem !== null) {
      database.close();
      return { ok: false, problem };
    }
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    return { ok: true, value: ledgerOn(database, file, now) };
  } catch (error) {
    database?.close();
    return { ok: false, problem: problemOf(error, file) };
  }
}

function create(database: DatabaseSync): null {
  database.exec('BEGIN');
  database.exec(CREATE);
  database.exec('COMMIT');
  return null;
}

function inspect(database: DatabaseSync, file: string): LedgerProblem | null {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  // A file left empty by a program killed before its first commit is as good as none.
  if (application === 0 && version === 0 && tables(database) === 0) return create(database);
  if (application !== APPLICATION_ID) return { kind: 'not-a-ledger', file, detail: `application id ${application}` };
  if (version > LEDGER_VERSION) return { kind: 'written-by-newer', file, version, known: LEDGER_VERSION };
  const check = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  return check === 'ok' ? null : { kind: 'damaged', file, detail: String(check) };
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function tables(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
}
