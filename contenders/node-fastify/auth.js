import * as jsonwebtoken from './claims-jsonwebtoken.js';

const BEARER = /^Bearer +(\S+)$/i;

// Whoever does not ask for the other two does not load them.
const OPENERS = {
  jsonwebtoken: async ({ algorithm, key }) => bearerCheck(jsonwebtoken.claimsReader(algorithm, key)),
  'fast-jwt': async ({ algorithm, key }) =>
    bearerCheck((await import('./libraries/claims-fast-jwt.js')).claimsReader(algorithm, key)),
  jose: async ({ algorithm, key }) => bearerCheckLater((await import('./libraries/claims-jose.js')).claimsReader(algorithm, key)),
};

/**
 * Prepares the check of `Authorization` headers: it gives the e-mail address a token vouches for, or null, and with
 * jose a promise of it.
 *
 * @param {{ library: 'jsonwebtoken' | 'fast-jwt' | 'jose', algorithm: 'HS256' | 'RS256' | 'ES256',
 *           key: import('node:crypto').KeyObject | string }} tokens
 * @returns {Promise<(header: string | undefined) => string | null | Promise<string | null>>}
 */
export const openTokens = (tokens) => OPENERS[tokens.library](tokens);

/** @param {(token: string) => object | null} verifiedClaims */
function bearerCheck(verifiedClaims) {
  return function verifiedEmail(header) {
    const token = BEARER.exec(header ?? '')?.[1];
    return token === undefined ? null : emailIn(verifiedClaims(token));
  };
}

/** @param {(token: string) => Promise<object | null>} verifiedClaims */
function bearerCheckLater(verifiedClaims) {
  return async function verifiedEmail(header) {
    const token = BEARER.exec(header ?? '')?.[1];
    return token === undefined ? null : emailIn(await verifiedClaims(token));
  };
}

function emailIn(claims) {
  // Not every library asks for `exp` where it is absent; this service wants every token to end.
  if (claims === null || claims.exp === undefined) return null;
  return typeof claims.email === 'string' && claims.email !== '' ? claims.email : null;
}
