import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');

/**
 * The modules as the build makes them, for tests of classes with decorators, which Node cannot run from source.
 * Each test file has a folder of its own, since files are tested at the same time.
 */
export function compiled(name: string): (path: string) => Promise<any> {
  const out = join(root, 'dist', `for-${name}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', out], { cwd: root, stdio: 'inherit' });
  return (path) => import(pathToFileURL(join(out, path)).href);
}
