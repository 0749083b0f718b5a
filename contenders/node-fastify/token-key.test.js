import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { publicKeyFrom } from './token-key.js';

const spki = ({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

test('a public key of the right kind is read, whatever white space is around it', () => {
  assert.equal(publicKeyFrom(spki(RSA), 'RS256').asymmetricKeyType, 'rsa');
  assert.ok(publicKeyFrom(`\n${spki(P256)}\n\n`, 'ES256').equals(P256.publicKey));
});

const broken = spki(RSA).split('\n').toSpliced(2, 1).join('\n');
const refused = {
  'words': ['not a key', 'RS256', /public key as PEM text/],
  'a key with a line missing': [broken, 'RS256', /public key as PEM text/],
  'a private key': [RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }), 'RS256', /public key as PEM text/],
  'an RSA key in its own form': [RSA.publicKey.export({ type: 'pkcs1', format: 'pem' }), 'RS256', /public key as PEM text/],
  'an elliptic key for RS256': [spki(P256), 'RS256', /an RSA key of 2048 bits or more/],
  'a short RSA key': [spki(generateKeyPairSync('rsa', { modulusLength: 1024 })), 'RS256', /an RSA key of 2048 bits/],
  'an RSA key for PSS alone': [spki(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })), 'RS256', /an RSA key/],
  'an RSA key for ES256': [spki(RSA), 'ES256', /a key on the curve P-256, since JWT_ALGORITHM is ES256$/],
  'another curve': [spki(generateKeyPairSync('ec', { namedCurve: 'P-384' })), 'ES256', /a key on the curve P-256/],
  'an Edwards key': [spki(generateKeyPairSync('ed25519')), 'ES256', /a key on the curve P-256/],
};
for (const [name, [pem, algorithm, sentence]] of Object.entries(refused)) {
  test(`${name} is refused with a sentence`, () => {
    assert.throws(() => publicKeyFrom(pem, algorithm), sentence);
  });
}
