import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a file or folder counts, by its path below the folder that is added up. */
export type Counts = (path: string, isFolder: boolean) => boolean;

const ALL: Counts = () => true;

/** A file below a folder. */
export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files below a folder with their lengths; links are not followed. Lengths and not blocks on disk: those depend on the file
 * system, and an image is packed anyway. Null where the folder is not there.
 */
export async function filesBelow(folder: string, counts: Counts = ALL): Promise<readonly SizedFile[] | null> {
  const found: SizedFile[] = [];
  const waiting = [''];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await listed(join(folder, next));
    if (entries === null) {
      if (next === '') return null;
      continue;
    }
    for (const entry of entries) {
      const path = next === '' ? entry.name : `${next}/${entry.name}`;
      if (!counts(path, entry.isDirectory())) continue;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) found.push({ path, bytes: (await lstat(join(folder, path))).size });
    }
  }
  return found;
}

export function totalOf(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function listed(folder: string): Promise<Awaited<ReturnType<typeof entriesOf>> | null> {
  try {
    return await entriesOf(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true });
}
