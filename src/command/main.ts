import { readFileSync } from 'node:fs';

/** The version in package.json. */
function version(): string {
  const about: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof about === 'object' && about !== null && 'version' in about && typeof about.version === 'string') {
    return about.version;
  }
  throw new TypeError('package.json names no version');
}

if (process.argv.includes('--version')) {
  process.stdout.write(`${version()}\n`);
} else {
  process.stderr.write('usage: bakeoff --version\n');
  process.exitCode = 2;
}
