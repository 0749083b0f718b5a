import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { openTokens } from './auth.js';
import { soon, tokenOf } from './token.fixture.js';

const SECRET = '0123456789abcdef0123456789abcdef';
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
const [rsaPair, ecPair] = [rsa(), ec()];

/** By algorithm: what signs, what verifies, and what else somebody might sign with. */
const ALGORITHMS = {
  HS256: { signedBy: SECRET, key: createSecretKey(Buffer.from(SECRET)), another: 'another', HS512: SECRET },
  RS256: { signedBy: rsaPair.privateKey, key: rsaPair.publicKey, another: rsa().privateKey, RS512: rsaPair.privateKey },
  ES256: { signedBy: ecPair.privateKey, key: ecPair.publicKey, another: ec().privateKey, ES384: ec('P-384').privateKey },
};

const good = () => ({ email: 'a@example.com', exp: soon() });
const brokenClaims = {
  'a payload that is no JSON': () => 'not json',
  'a payload that is no object': () => '"text"',
  'a payload that is null': () => 'null',
  'an end in the past': () => ({ ...good(), exp: soon() - 120 }),
  'an end a moment ago': () => ({ ...good(), exp: soon() - 61 }),
  'no end': () => ({ email: 'a@example.com' }),
  'an end that is no number': () => ({ ...good(), exp: 'never' }),
  'a beginning in the future': () => ({ ...good(), nbf: soon() }),
  'no e-mail address': () => ({ exp: soon() }),
  'an e-mail address that is no text': () => ({ ...good(), email: 7 }),
  'an empty e-mail address': () => ({ ...good(), email: '' }),
};

function refusedHeaders(algorithm) {
  const { signedBy, key, another, ...otherSizes } = ALGORITHMS[algorithm];
  const token = tokenOf(good(), algorithm, signedBy);
  const refused = {
    'no header': undefined,
    'an empty header': '',
    'another scheme': `Basic ${token}`,
    'a token without scheme': token,
    'a scheme without token': 'Bearer ',
    'two parts': `Bearer ${token.split('.').slice(0, 2).join('.')}`,
    'four parts': `Bearer ${token}.${token.split('.')[2]}`,
    'a broken signature': `Bearer ${token.slice(0, -4)}AAAA`,
    'a letter behind the signature': `Bearer ${token}A`,
    'no signature': `Bearer ${token.split('.').slice(0, 2).join('.')}.`,
    'another key': `Bearer ${tokenOf(good(), algorithm, another)}`,
    'no algorithm': `Bearer ${tokenOf(good(), 'none')}`,
  };
  for (const [size, signer] of Object.entries(otherSizes)) {
    refused[`${size} in place of it`] = `Bearer ${tokenOf(good(), size, signer)}`;
  }
  for (const [name, claims] of Object.entries(brokenClaims)) {
    refused[name] = `Bearer ${tokenOf(claims(), algorithm, signedBy)}`;
  }
  if (key.type === 'public') {
    const pem = key.export({ type: 'spki', format: 'pem' });
    const der = key.export({ type: 'spki', format: 'der' });
    refused['HS256 with the text of the public key as its secret'] = `Bearer ${tokenOf(good(), 'HS256', pem)}`;
    refused['HS256 with the trimmed text'] = `Bearer ${tokenOf(good(), 'HS256', pem.trim())}`;
    refused['HS256 with the bytes of the public key'] = `Bearer ${tokenOf(good(), 'HS256', der)}`;
  }
  return refused;
}

const checks = [['jsonwebtoken', 'HS256', SECRET]];
for (const library of ['jsonwebtoken', 'fast-jwt', 'jose']) {
  for (const [algorithm, { key }] of Object.entries(ALGORITHMS)) checks.push([library, algorithm, key]);
}

for (const [library, algorithm, key] of checks) {
  const verifiedEmail = await openTokens({ library, algorithm, key });
  const by = `${algorithm} by ${library}${typeof key === 'string' ? ', key as a string' : ''}`;
  const token = tokenOf(good(), algorithm, ALGORITHMS[algorithm].signedBy);

  test(`${by}: a signed token that has not ended yields its e-mail address`, async () => {
    assert.equal(await verifiedEmail(`Bearer ${token}`), 'a@example.com');
    assert.equal(await verifiedEmail(`bearer ${token}`), 'a@example.com');
  });

  for (const [name, header] of Object.entries(refusedHeaders(algorithm))) {
    test(`${by}: ${name} is refused`, async () => {
      assert.equal(await verifiedEmail(header), null);
    });
  }

  test(`${by}: nobody waits where nothing is asked of another thread`, () => {
    assert.equal(verifiedEmail(`Bearer ${token}`) instanceof Promise, library === 'jose');
  });
}

test('fast-jwt remembers no token: one that ends is refused from then on', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const verifiedEmail = await openTokens({ library: 'fast-jwt', algorithm: 'HS256', key: ALGORITHMS.HS256.key });
  const header = `Bearer ${tokenOf(good(), 'HS256', SECRET)}`;
  assert.equal(verifiedEmail(header), 'a@example.com');
  t.mock.timers.tick(61_000);
  assert.equal(verifiedEmail(header), null);
});
