import { jwtVerify } from 'jose';

const WEB_CRYPTO = {
  HS256: { name: 'HMAC', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
};

/**
 * Reads the claims of tokens with jose, which verifies by WebCrypto and so in a thread of Node's pool; the promise is
 * of null where a token is not verified. The key becomes a CryptoKey once: a secret in another form jose would import
 * on every call.
 *
 * @param {string} algorithm the only one that is accepted
 * @param {import('node:crypto').KeyObject} key
 */
export function claimsReader(algorithm, key) {
  const cryptoKey = key.toCryptoKey(WEB_CRYPTO[algorithm], false, ['verify']);
  const rules = { algorithms: [algorithm], requiredClaims: ['exp'] };

  return async function verifiedClaims(token) {
    try {
      return (await jwtVerify(token, cryptoKey, rules)).payload;
    } catch {
      // Caused by the stranger's text, as with jsonwebtoken.
      return null;
    }
  };
}
