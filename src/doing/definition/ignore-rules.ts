import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Whether the rules leave out a file or folder, given by its absolute path. */
export type Ignores = (path: string) => boolean;

export const ignoresNothing: Ignores = () => false;

/**
 * The rules of a folder's `.gitignore` added to those from above. Understood are names and paths with `*` within one
 * segment; lines with `!`, `**`, `?`, `[` or `\` leave nothing out here.
 */
export async function readIgnoreRules(folder: string, above: Ignores): Promise<Ignores> {
  const patterns = (await linesOf(join(folder, '.gitignore'))).flatMap(patternOf);
  if (patterns.length === 0) return above;
  return (path) => {
    if (above(path)) return true;
    const inside = relative(folder, path).split('\\').join('/');
    return patterns.some((pattern) => pattern.test(inside));
  };
}

async function linesOf(file: string): Promise<readonly string[]> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/u);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function patternOf(line: string): readonly RegExp[] {
  const rule = line.trim();
  if (rule === '' || rule.startsWith('#') || /[!?[\]\\]|\*\*/u.test(rule)) return [];
  const bare = rule.replace(/\/$/u, '');
  const body = bare
    .replace(/^\//u, '')
    .split('*')
    .map((part) => part.replaceAll(/[.+^${}()|]/gu, String.raw`\$&`))
    .join('[^/]*');
  // A slash at the start or in the middle ties the rule to its own folder; a bare name counts at any depth.
  return [new RegExp(bare.includes('/') ? `^${body}$` : `(?:^|/)${body}$`, 'u')];
}
