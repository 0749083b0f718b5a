import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Contender } from '../../thinking/contender/contender.ts';
import { shipsFile, shippedFolder } from '../../thinking/footprint/shipped.ts';
import type { Unknown } from '../../thinking/footprint/footprint.ts';
import { filesBelow, totalOf } from './folder-size.ts';

/** Bytes that must be shipped for a contender to run, or why they are not known. */
export type ArtefactSize =
  | { readonly ok: true; readonly bytes: number }
  | { readonly ok: false; readonly why: Unknown };

/**
 * The program that a compiled contender starts; of one that a runtime reads, its files without tests, pages and settings of tools.
 * Installed packages are not in it: they are counted with the dependencies.
 */
export async function ownArtefact({ dir, language, start }: Contender): Promise<ArtefactSize> {
  const [program, script] = start;
  if (language === 'node') return shippedFiles(dir, script ?? '');
  if (!program.includes('/')) return { ok: false, why: { kind: 'no-program', start: start.join(' ') } };
  try {
    return { ok: true, bytes: statSync(join(dir, program)).size };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { ok: false, why: { kind: 'unreadable', file: basename(program), reason: String(error.code) } };
  }
}

async function shippedFiles(dir: string, script: string): Promise<ArtefactSize> {
  const folder = shippedFolder(script);
  const files = await filesBelow(dir, (path, isFolder) => shipsFile(path, isFolder, folder));
  if (files === null) return { ok: false, why: { kind: 'unreadable', file: basename(dir), reason: 'ENOENT' } };
  return { ok: true, bytes: totalOf(files) };
}
