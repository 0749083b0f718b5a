import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { readSettings, shareOf } from './settings.js';

const DATABASE_URL = 'mysql://user:password@127.0.0.1:3306/made';
const JWT_SECRET = 'a secret';
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWT_PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'pem' });
const ES256 = { JWT_ALGORITHM: 'ES256', JWT_PUBLIC_KEY };
const users = { url: DATABASE_URL, connections: 10, driver: 'mysql2', statements: 'prepared' };
const shop = { url: DATABASE_URL, connections: 10 };

test('without an environment there is one process and no part that needs one', () => {
  assert.deepEqual(readSettings({}), {
    port: 3000,
    host: '127.0.0.1',
    workers: 1,
    users: null,
    shop: null,
    tokens: null,
    cpuWorkers: null,
    cacheEntries: null,
    upstreamUrl: null,
    upstreamPatienceMs: 2000,
  });
});

test('users need a key, the shop needs to be on, and both may be asked for', () => {
  const parts = (env) => {
    const settings = readSettings(env);
    return [settings.users, settings.shop];
  };
  assert.deepEqual(parts({ DATABASE_URL, JWT_SECRET }), [users, null]);
  assert.deepEqual(parts({ DATABASE_URL, ...ES256 }), [users, null]);
  assert.deepEqual(parts({ DATABASE_URL, SHOP: 'on' }), [null, shop]);
  assert.deepEqual(parts({ DATABASE_URL, JWT_SECRET, SHOP: 'on' }), [users, shop]);
  assert.deepEqual(parts({ JWT_SECRET }), [null, null]);
  assert.deepEqual(parts({ ...ES256 }), [null, null]);
});

test('tokens are signed with a secret, or with a key whose public half is given', () => {
  const key = createSecretKey(Buffer.from(JWT_SECRET));
  const tokens = { library: 'jsonwebtoken', algorithm: 'HS256', key };
  assert.deepEqual(readSettings({ JWT_SECRET }).tokens, tokens);
  assert.deepEqual(readSettings({ JWT_SECRET, JWT_ALGORITHM: 'HS256', JWT_PUBLIC_KEY: 'x' }).tokens, tokens);
  assert.deepEqual(readSettings({ JWT_SECRET, JWT_KEY: 'string' }).tokens, { ...tokens, key: JWT_SECRET });
  assert.deepEqual(readSettings({ JWT_SECRET, JWT_LIBRARY: 'jose' }).tokens, { ...tokens, library: 'jose' });
  const signed = readSettings({ ...ES256, JWT_LIBRARY: 'fast-jwt' }).tokens;
  assert.deepEqual([signed.library, signed.algorithm], ['fast-jwt', 'ES256']);
  assert.ok(signed.key.equals(publicKey));
  // A public key is an object whatever is said of the secret's form.
  assert.ok(readSettings({ ...ES256, JWT_KEY: 'string' }).tokens.key.equals(publicKey));
});

test('the driver, the form of statements and the size of the pool are those of the users alone', () => {
  const env = { DATABASE_URL, JWT_SECRET, SHOP: 'on', DB_DRIVER: 'mariadb', DB_STATEMENTS: 'text', DB_POOL: '40' };
  const told = { ...users, driver: 'mariadb', statements: 'text', connections: 40 };
  assert.deepEqual([readSettings(env).users, readSettings(env).shop], [told, shop]);
});

test('a database bounds the number of processes, since each needs a connection', () => {
  assert.equal(readSettings({ CORES: '16' }).workers, 16);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, JWT_SECRET }).workers, 10);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, SHOP: 'on' }).workers, 10);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, JWT_SECRET, DB_POOL: '2' }).workers, 2);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, JWT_SECRET, DB_POOL: '40' }).workers, 16);
  assert.equal(readSettings({ CORES: '16', DATABASE_URL, JWT_SECRET, DB_POOL: '40', SHOP: 'on' }).workers, 10);
});

test('workers share a pool whole, and differ by one connection at most', () => {
  const shares = (connections, workers) => Array.from({ length: workers }, (_, at) => shareOf(connections, workers, at));
  assert.deepEqual(shares(10, 1), [10]);
  assert.deepEqual(shares(10, 4), [3, 3, 2, 2]);
  assert.deepEqual(shares(2, 2), [1, 1]);
  assert.deepEqual(shares(40, 3), [14, 13, 13]);
});

test('the upstream may be given more patience', () => {
  assert.equal(readSettings({ UPSTREAM_PATIENCE_MS: '60000' }).upstreamPatienceMs, 60_000);
});

test('an upstream is told without a slash at its end', () => {
  assert.equal(readSettings({ UPSTREAM_URL: 'http://127.0.0.1:4567/' }).upstreamUrl, 'http://127.0.0.1:4567');
  assert.equal(readSettings({ UPSTREAM_URL: 'http://stock:80/v1' }).upstreamUrl, 'http://stock/v1');
});

const refused = [
  [{ JWT_ALGORITHM: 'HS512', JWT_SECRET }, /^Error: JWT_ALGORITHM must be HS256, RS256 or ES256, not "HS512"$/],
  [{ JWT_ALGORITHM: 'none' }, /JWT_ALGORITHM must be/],
  [{ JWT_ALGORITHM: 'ES256' }, /JWT_PUBLIC_KEY is missing: with JWT_ALGORITHM=ES256/],
  [{ JWT_ALGORITHM: 'RS256', JWT_SECRET, DATABASE_URL }, /JWT_PUBLIC_KEY is missing: with JWT_ALGORITHM=RS256/],
  [{ JWT_ALGORITHM: 'RS256', JWT_PUBLIC_KEY }, /JWT_PUBLIC_KEY must be an RSA key/],
  [{ JWT_ALGORITHM: 'ES256', JWT_PUBLIC_KEY: 'x' }, /JWT_PUBLIC_KEY must be a public key/],
  [{ JWT_PUBLIC_KEY, DATABASE_URL }, /DATABASE_URL is set, but nothing uses it/],
  [{ JWT_LIBRARY: 'jwt' }, /JWT_LIBRARY must be jsonwebtoken, fast-jwt or jose, not "jwt"/],
  [{ JWT_KEY: 'string', JWT_LIBRARY: 'jose', JWT_SECRET }, /JWT_KEY=string is about jsonwebtoken/],
  [{ DB_DRIVER: 'mysql' }, /DB_DRIVER must be mysql2 or mariadb, not "mysql"/],
  [{ DB_STATEMENTS: 'binary' }, /DB_STATEMENTS must be prepared or text, not "binary"/],
  [{ SHOP: 'on' }, /DATABASE_URL is missing: with SHOP=on/],
  [{ SHOP: 'on', JWT_SECRET }, /DATABASE_URL is missing: with SHOP=on/],
  [{ DATABASE_URL }, /DATABASE_URL is set, but nothing uses it/],
  [{ DATABASE_URL, SHOP: 'off' }, /DATABASE_URL is set, but nothing uses it/],
  [{ UPSTREAM_PATIENCE_MS: '2s' }, /UPSTREAM_PATIENCE_MS must be a whole number/],
  [{ UPSTREAM_URL: '127.0.0.1:4567' }, /UPSTREAM_URL must have the form/],
  [{ UPSTREAM_URL: 'ftp://127.0.0.1' }, /UPSTREAM_URL must have the form/],
  [{ UPSTREAM_URL: 'http://127.0.0.1/?sku=' }, /UPSTREAM_URL must have the form/],
];
for (const name of ['CORES', 'CPU_WORKERS', 'CACHE_ENTRIES', 'DB_POOL']) {
  for (const value of ['0', '-1', '1.5', '1e3', '0x10', ' 1', 'all', '99999999999999999999']) {
    refused.push([{ [name]: value }, new RegExp(`^Error: ${name} must be a whole number from 1, not "${value}"$`)]);
  }
}

for (const [env, sentence] of refused) {
  test(`${JSON.stringify(env)} is refused with a sentence`, () => {
    assert.throws(() => readSettings(env), sentence);
  });
}
