import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from './settings.js';

const DATABASE_URL = 'mysql://user:password@127.0.0.1:3306/made';
const JWT_SECRET = 'a secret';

test('without an environment there is one process and no part that needs one', () => {
  assert.deepEqual(readSettings({}), {
    port: 3000,
    host: '127.0.0.1',
    workers: 1,
    usersUrl: null,
    shopUrl: null,
    jwtSecret: null,
    jwtKey: 'object',
    cpuWorkers: null,
    cacheEntries: null,
    upstreamUrl: null,
  });
});

test('users need a secret, the shop needs to be on, and both may be asked for', () => {
  const urls = (env) => {
    const { usersUrl, shopUrl } = readSettings(env);
    return [usersUrl, shopUrl];
  };
  assert.deepEqual(urls({ DATABASE_URL, JWT_SECRET }), [DATABASE_URL, null]);
  assert.deepEqual(urls({ DATABASE_URL, SHOP: 'on' }), [null, DATABASE_URL]);
  assert.deepEqual(urls({ DATABASE_URL, JWT_SECRET, SHOP: 'on' }), [DATABASE_URL, DATABASE_URL]);
  assert.deepEqual(urls({ JWT_SECRET }), [null, null]);
});

test('a database bounds the number of processes, since each needs a connection', () => {
  assert.equal(readSettings({ CORES: '16' }).workers, 16);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, JWT_SECRET }).workers, 10);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, SHOP: 'on' }).workers, 10);
});

test('an upstream is told without a slash at its end', () => {
  assert.equal(readSettings({ UPSTREAM_URL: 'http://127.0.0.1:4567/' }).upstreamUrl, 'http://127.0.0.1:4567');
  assert.equal(readSettings({ UPSTREAM_URL: 'http://stock:80/v1' }).upstreamUrl, 'http://stock/v1');
});

const refused = [
  [{ SHOP: 'on' }, /DATABASE_URL is missing: with SHOP=on/],
  [{ SHOP: 'on', JWT_SECRET }, /DATABASE_URL is missing: with SHOP=on/],
  [{ DATABASE_URL }, /DATABASE_URL is set, but nothing uses it/],
  [{ DATABASE_URL, SHOP: 'off' }, /DATABASE_URL is set, but nothing uses it/],
  [{ UPSTREAM_URL: '127.0.0.1:4567' }, /UPSTREAM_URL must have the form/],
  [{ UPSTREAM_URL: 'ftp://127.0.0.1' }, /UPSTREAM_URL must have the form/],
  [{ UPSTREAM_URL: 'http://127.0.0.1/?sku=' }, /UPSTREAM_URL must have the form/],
];
for (const name of ['CORES', 'CPU_WORKERS', 'CACHE_ENTRIES']) {
  for (const value of ['0', '-1', '1.5', '1e3', '0x10', ' 1', 'all', '99999999999999999999']) {
    refused.push([{ [name]: value }, new RegExp(`^Error: ${name} must be a whole number from 1, not "${value}"$`)]);
  }
}

for (const [env, sentence] of refused) {
  test(`${JSON.stringify(env)} is refused with a sentence`, () => {
    assert.throws(() => readSettings(env), sentence);
  });
}
