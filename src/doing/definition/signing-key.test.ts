import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { signs } from './signing-key.ts';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const spki = { type: 'spki', format: 'pem' } as const;
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: pem, publicKeyEncoding: spki });
const ec = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve, privateKeyEncoding: pem, publicKeyEncoding: spki });
const P256 = ec('prime256v1');

test('a private key signs by the one algorithm that it is for', () => {
  expect([signs('RS256', RSA.privateKey), signs('ES256', RSA.privateKey)]).toEqual([true, false]);
  expect([signs('RS256', P256.privateKey), signs('ES256', P256.privateKey)]).toEqual([false, true]);
});

test('another curve, a public key and a text that is no key sign by none', () => {
  for (const text of [ec('secp384r1').privateKey, P256.publicKey, RSA.publicKey, 'no key', '']) {
    expect([signs('RS256', text), signs('ES256', text)]).toEqual([false, false]);
  }
});
