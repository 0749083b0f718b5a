import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';

const BEARER = /^Bearer +(\S+)$/i;
const RULES = { algorithms: ['HS256'] };

/**
 * Prepares the check of `Authorization` headers against one shared secret.
 * The key becomes a KeyObject once: given a string, jsonwebtoken tries to read it as a public key on every call,
 * and that failed attempt costs more than the whole verification. `form: 'string'` keeps the slow way measurable.
 *
 * @param {string} secret the shared secret; its UTF-8 bytes are the HMAC key
 * @param {'object' | 'string'} form how the key is handed to the library
 * @returns {(header: string | undefined) => string | null} the e-mail address the token vouches for, or null
 */
export function bearerCheck(secret, form) {
  const key = form === 'string' ? secret : createSecretKey(Buffer.from(secret, 'utf8'));

  return function verifiedEmail(header) {
    const token = BEARER.exec(header ?? '')?.[1];
    const claims = token === undefined ? null : verifiedClaims(token, key);
    // The library checks `exp` only where it is present; this service wants every token to end.
    if (claims === null || claims.exp === undefined) return null;
    return typeof claims.email === 'string' && claims.email !== '' ? claims.email : null;
  };
}

function verifiedClaims(token, key) {
  try {
    return jwt.verify(token, key, RULES);
  } catch {
    // Whatever is thrown here was caused by the stranger's text (a payload that is no JSON even raises SyntaxError,
    // not the library's own class); the key was proven at the start. All of it means: not verified.
    return null;
  }
}
