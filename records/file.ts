import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Of the repository. */
export const ROOT = join(import.meta.dirname, '..');

/** Says what is wrong and gives exit code 2. */
export function refuse(problem: string): number {
  process.stderr.write(`record: ${problem}\n`);
  return 2;
}

/** Where a report's three forms lie in a folder. */
export function reportFiles(folder: string): { readonly json: string; readonly md: string; readonly html: string } {
  const [json, md, html] = ['result.json', 'report.md', 'report.html'].map((name) => join(folder, name));
  if (json === undefined || md === undefined || html === undefined) throw new Error('three names give three paths');
  return { json, md, html };
}

/** Writes the report of a run, of the newest where none is named, in its three forms. Gives an exit code: 0 is well. */
export function writeReport(run: string | null, folder: string): number {
  const { json, md, html } = reportFiles(folder);
  const named = run === null ? [] : [run];
  const report = spawnSync(join(ROOT, 'bakeoff'), ['report', ...named, '--json', json, '--md', md, '--html', html], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (report.error !== undefined) return refuse(`./bakeoff does not start: ${report.error.message}`);
  return report.status ?? 1;
}

/** Moves `made` to a folder of `within` that did not exist before: nothing recorded is ever written over. Gives its name. */
export function file(made: string, name: string, within: string = import.meta.dirname): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}-${number}`;
    try {
      mkdirSync(join(within, free));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    renameSync(made, join(within, free)); // over an empty folder, which is ours since mkdir made it
    return free;
  }
}
