import { readFileSync } from 'node:fs';

import type { Problem } from '../../thinking/definition/problem.ts';

/** A file's text, its absence, or why it cannot be read. */
export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
};

/** Reads a UTF-8 text; bytes that are none are refused rather than replaced. */
export function readText(path: string): TextFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'unreadable', reason: REASONS[error.code] ?? error.message };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreadable', reason: 'it is not UTF-8' };
    throw error;
  }
}

/** The problem of a whole file. */
export function fileProblem(file: string, expected: string, given: string | null, hint: string | null): Problem {
  return { file, line: null, column: null, key: '', expected, given, hint };
}
