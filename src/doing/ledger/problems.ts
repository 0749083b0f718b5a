import type { LedgerProblem } from './ledger.ts';

/** SQLite's result codes that are expected on a bad day; see https://www.sqlite.org/rescode.html. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** Turns what SQLite or the file system threw into a value; anything unexpected is a bug and is thrown on. */
export function problemOf(error: unknown, file: string): LedgerProblem {
  if (!(error instanceof Error)) throw error;
  const detail = error.message;
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
  switch (code) {
    case FULL:
      return { kind: 'disk-full', file };
    case BUSY:
    case LOCKED:
      return { kind: 'busy', file };
    case CORRUPT:
      return { kind: 'damaged', file, detail };
    case NOT_A_DATABASE:
      return { kind: 'not-a-ledger', file, detail };
    case READ_ONLY:
    case IO_ERROR:
    case CANNOT_OPEN:
      return { kind: 'unreachable', file, detail };
    default:
      break;
  }
  if ('code' in error && error.code === 'ENOSPC') return { kind: 'disk-full', file };
  if ('syscall' in error) return { kind: 'unreachable', file, detail };
  throw error;
}
