import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file whole or not at all: a full disk must not leave half a report under its name. Null: written; else why not. */
export function writeWhole(file: string, text: string): string | null {
  const unfinished = `${file}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    if (existsSync(unfinished)) rmSync(unfinished);
    return `${file}: could not be written (${error.message})`;
  }
}
