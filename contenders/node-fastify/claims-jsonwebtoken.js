import jwt from 'jsonwebtoken';

/**
 * Reads the claims of tokens with jsonwebtoken; null where a token is not verified.
 * The key is best a KeyObject: given a string, jsonwebtoken tries to read it as a public key on every call,
 * and that failed attempt costs more than the whole verification. A string keeps the slow way measurable.
 *
 * @param {string} algorithm the only one that is accepted
 * @param {import('node:crypto').KeyObject | string} key
 */
export function claimsReader(algorithm, key) {
  const rules = { algorithms: [algorithm] };

  return function verifiedClaims(token) {
    try {
      return jwt.verify(token, key, rules);
    } catch {
      // Whatever is thrown here was caused by the stranger's text (a payload that is no JSON even raises SyntaxError,
      // not the library's own class); the key was proven at the start. All of it means: not verified.
      return null;
    }
  };
}
