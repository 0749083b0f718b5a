import { createHmac, sign } from 'node:crypto';

const HASHES = { 256: 'sha256', 384: 'sha384', 512: 'sha512' };
const encoded = (text) => Buffer.from(text).toString('base64url');

export const soon = () => Math.floor(Date.now() / 1000) + 60;

/**
 * A token put together by hand, so that no library under test vouches for itself.
 *
 * @param {object | string} claims a text stands as it is
 * @param {string} alg
 * @param {import('node:crypto').KeyObject | string} key that it is signed with; a text or none for HS and `none`
 */
export function tokenOf(claims, alg, key) {
  const payload = typeof claims === 'string' ? claims : JSON.stringify(claims);
  const signed = `${encoded(JSON.stringify({ alg, typ: 'JWT' }))}.${encoded(payload)}`;
  return `${signed}.${signatureOf(signed, alg, key).toString('base64url')}`;
}

function signatureOf(text, alg, key) {
  if (alg === 'none') return Buffer.alloc(0);
  const hash = HASHES[alg.slice(2)];
  if (alg.startsWith('HS')) return createHmac(hash, key).update(text).digest();
  // A JWT carries the two numbers of an elliptic signature side by side; a key that is not elliptic takes no notice.
  return sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
}
