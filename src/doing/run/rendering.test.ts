import { createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseScenario } from '../../thinking/scenario/parse.ts';
import { renderBlock } from './rendering.ts';

const NOW = new Date('2026-11-28T12:00:00Z');

/** The token in the path of a request that a scenario with this key sends. */
function tokenBy(algorithm: string, key: KeyObject): string {
  const text = `question: Who?
pools: { token: { jwt: ${algorithm}, key: key.pem, claims: { email: ada@shop.example }, expires: 1 h } }
operations: [{ id: get, request: { path: '/\${token}' } }]`;
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  const read = (file: string) => (file === 'key.pem' ? { file, text: pem } : null);
  const parsed = parseScenario({ scenario: { file: 'scenario.yaml', text }, read, signs: () => true }, 'mine', '/');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { demand } = renderBlock(parsed.value, 7, NOW);
  const bytes = demand.kind === 'requests' ? demand.operations[0]?.variants[0]?.bytes : undefined;
  return /^GET \/(?<token>\S+) /u.exec(bytes ?? '')?.groups?.['token'] ?? '';
}

function part(token: string, place: number): unknown {
  return JSON.parse(Buffer.from(token.split('.')[place] ?? '', 'base64url').toString('utf8'));
}

test.each([
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, 256],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey, 64],
])('a token by %s is signed by the private key, in the form that RFC 7518 asks for', (algorithm, key, length) => {
  const token = tokenBy(algorithm, key);
  const [head = '', claims = '', signature = ''] = token.split('.');
  expect(part(token, 0)).toEqual({ alg: algorithm, typ: 'JWT' });
  expect(part(token, 1)).toEqual({ email: 'ada@shop.example', exp: NOW.getTime() / 1000 + 3600 });
  const signed = Buffer.from(signature, 'base64url');
  expect(signed.length).toBe(length);
  const publicKey = { key: createPublicKey(key), dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, signed)).toBe(true);
  expect(verify('sha256', Buffer.from(`${head}.${claims}x`), publicKey, signed)).toBe(false);
});
