import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder that holds `src/`, `contenders/` and `scenarios/`. */
export const ROOT = join(import.meta.dirname, '../..');

/** The version in package.json. */
export function version(): string {
  const about: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (typeof about === 'object' && about !== null && 'version' in about && typeof about.version === 'string') {
    return about.version;
  }
  throw new TypeError('package.json names no version');
}
