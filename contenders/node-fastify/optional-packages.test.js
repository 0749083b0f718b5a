import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const OPTIONAL = ['fast-jwt', 'jose', 'mariadb'];

/** Which of the optional packages a process of its own loads that opens tokens with a library. */
function loadedWith(library) {
  const program = `
    import { createSecretKey } from 'node:crypto';
    import { registerHooks } from 'node:module';
    const asked = new Set();
    registerHooks({ resolve: (name, context, next) => (asked.add(name), next(name, context)) });
    const { openTokens } = await import('./auth.js');
    await Promise.all(['./app.js', './settings.js', './shop.js', './users.js'].map((file) => import(file)));
    await openTokens({ library: '${library}', algorithm: 'HS256', key: createSecretKey(Buffer.from('secret')) });
    console.log(JSON.stringify([...asked]));
  `;
  const args = ['--input-type=module', '--eval', program];
  const asked = JSON.parse(execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' }));
  assert.ok(asked.includes('mysql2/promise'), 'what is always loaded is seen');
  return OPTIONAL.filter((name) => asked.includes(name));
}

test('a package that only a variant needs is loaded by nobody else', () => {
  assert.deepEqual(loadedWith('jsonwebtoken'), []);
  assert.deepEqual(loadedWith('jose'), ['jose']);
  assert.deepEqual(loadedWith('fast-jwt'), ['fast-jwt']);
});
