import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { sourcesOf } from './sources.ts';

/**
 * The sha256 of a contender's sources, as `sha256:…`: of relative paths in byte order, contents, link targets and who may
 * execute. What counts as a source is `sourcesOf`'s to say; in doubt it counts, since a needless rebuild is cheaper than an
 * unnoticed change.
 */
export async function digestFolder(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const { kind, path } of sourcesOf(dir)) {
    const file = join(dir, path);
    if (kind === 'link') add(hash, 'link', path, Buffer.from(await readlink(file)));
    else {
      const executable = ((await stat(file)).mode & 0o111) !== 0;
      add(hash, executable ? 'program' : 'file', path, await readFile(file));
    }
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Lengths keep two files from passing for one with their contents joined. */
function add(hash: Hash, kind: string, path: string, content: Uint8Array): void {
  hash.update(`${kind}\0${path}\0${content.length}\0`);
  hash.update(content);
}
