import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = new URL('..', import.meta.url);
let place = '';
let clone = '';

// A clone whose pinned Node is a script that tells how it was called, and in what environment.
const TELLER = `#!/bin/sh
for word in "$@"; do echo "argument $word"; done
echo "path $PATH"
env | grep '^npm_' || echo 'no npm_ variables'
`;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'launch-'));
  clone = join(place, 'a clone');
  for (const path of ['bakeoff', 'setup/launch.sh', 'setup/pinned.sh']) {
    cpSync(new URL(path, repository), join(clone, path));
  }
  put('setup/node/package-lock.json', 'node lock');
  put('package-lock.json', 'packages lock');
  settle();
});
afterEach(() => rmSync(place, { recursive: true }));

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), content);
  chmodSync(join(clone, path), mode);
}

function settle(): void {
  put('setup/node/node_modules/.bakeoff-stamp', 'node lock');
  put('node_modules/.bakeoff-program-stamp', 'packages lock');
  put('.bakeoff/setup/bin/node', TELLER, 0o755);
}

function launch(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: place,
    env: { PATH: '/usr/bin:/bin', ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a clone that is set up starts the program at once, with every argument as it was given', () => {
  const { stdout, stderr } = launch(join(clone, 'bakeoff'), ['compare', 'a b', '', '*']);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    `argument ${clone}/src/command/main.ts`,
    'argument compare',
    'argument a b',
    'argument ',
    'argument *',
  ]);
  expect(stderr).toBe('');
});

test('links to the launcher, also links to links and relative ones, find the clone', () => {
  symlinkSync(join('a clone', 'bakeoff'), join(place, 'first'));
  mkdirSync(join(place, 'bin'));
  symlinkSync('../first', join(place, 'bin', 'bakeoff'));
  expect(launch(join(place, 'bin', 'bakeoff'), ['--version']).stdout).toContain(
    `argument ${clone}/src/command/main.ts`,
  );
});

test('the pinned Node comes first on PATH, and what npm adds to the environment is gone', () => {
  const { stdout } = launch(join(clone, 'bakeoff'), ['--help'], {
    PATH: `${clone}/node_modules/.bin:/opt/npm/node-gyp-bin:/usr/bin:/bin`,
    npm_lifecycle_event: 'start',
    npm_package_name: 'bakeoff',
  });
  expect(stdout).toContain(`path ${clone}/.bakeoff/setup/bin:/usr/bin:/bin\n`);
  expect(stdout).toContain('no npm_ variables');
});

test.each([
  ['a lock file changed', () => put('package-lock.json', 'another lock'), ['--version'], 'program'],
  ['the verb starts contenders', () => {}, ['--plain', 'run', 'go-gin'], 'measuring'],
])('set-up is called when %s', (_, change, args, need) => {
  change();
  const { stderr } = launch(join(clone, 'bakeoff'), args);
  expect(stderr).toContain(`argument ${clone}/setup/setup.mjs\nargument ${clone}\nargument ${need}\n`);
});

test('help is never preceded by a set-up for measuring', () => {
  expect(launch(join(clone, 'bakeoff'), ['run', '--help']).stderr).toBe('');
});

test('a machine without Node, or with one too old, is told what to install', () => {
  rmSync(join(clone, '.bakeoff'), { recursive: true });
  const tools = join(place, 'tools');
  mkdirSync(tools);
  for (const name of ['sh', 'cmp', 'readlink']) symlinkSync(`/usr/bin/${name}`, join(tools, name));
  const none = launch(join(clone, 'bakeoff'), ['--version'], { PATH: tools });
  expect(none).toMatchObject({ status: 5, stdout: '' });
  expect(none.stderr).toContain('missing: Node.js 20 or newer');
  writeFileSync(join(tools, 'node'), '#!/bin/sh\necho v18.19.0\n', { mode: 0o755 });
  const old = launch(join(clone, 'bakeoff'), ['--version'], { PATH: tools });
  expect(old.status).toBe(5);
  expect(old.stderr).toContain('is v18.19.0');
});

test('a command for the checks sees the tools of the tests', () => {
  put('node_modules/.bakeoff-tests-stamp', 'packages lock');
  put('node_modules/.bin/linter', '#!/bin/sh\necho "linted $1"\n', 0o755);
  const { stdout, status } = launch('/bin/sh', [join(clone, 'setup', 'pinned.sh'), 'linter', 'all of it']);
  expect({ stdout, status }).toEqual({ stdout: 'linted all of it\n', status: 0 });
});
