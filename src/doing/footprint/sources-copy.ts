import { copyFile, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sourcesOf } from '../definition/sources.ts';

/** Copies a contender's sources, and nothing that was fetched or built, into an empty folder. */
export async function copySources(from: string, to: string): Promise<void> {
  for await (const { kind, path } of sourcesOf(from)) {
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true });
    if (kind === 'link') await symlink(await readlink(join(from, path)), target);
    else await copyFile(join(from, path), target);
  }
}

/**
 * Puts a comment before the first line of a source file, so that all lines below it have other numbers: at its end, a compiler would
 * make the same code of it, and a linker that compares would have nothing to do.
 */
export async function putComment(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const shebang = /^#!.*\n/u.exec(text)?.[0] ?? '';
  await writeFile(file, `${shebang}// One line more.\n${text.slice(shebang.length)}`);
}
