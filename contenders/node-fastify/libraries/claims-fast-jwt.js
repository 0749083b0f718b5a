import { createVerifier } from 'fast-jwt';

/**
 * Reads the claims of tokens with fast-jwt; null where a token is not verified.
 * Its cache is off, so that every token is verified every time, as with the other libraries.
 *
 * @param {string} algorithm the only one that is accepted
 * @param {import('node:crypto').KeyObject} key
 */
export function claimsReader(algorithm, key) {
  const verify = createVerifier({
    // It takes bytes or PEM text, and makes a KeyObject of its own of them, once.
    key: key.type === 'secret' ? key.export() : key.export({ type: 'spki', format: 'pem' }),
    algorithms: [algorithm],
    requiredClaims: ['exp'],
    cache: false,
  });

  return function verifiedClaims(token) {
    try {
      return verify(token);
    } catch {
      // Caused by the stranger's text, as with jsonwebtoken.
      return null;
    }
  };
}
