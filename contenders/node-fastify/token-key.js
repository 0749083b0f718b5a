import { createPublicKey } from 'node:crypto';

/** By algorithm: what a key must be, and how that is known. RFC 7518 wants 2048 bits for RS256 and P-256 for ES256. */
const KINDS = {
  RS256: {
    name: 'an RSA key of 2048 bits or more',
    fits: ({ asymmetricKeyType, asymmetricKeyDetails }) =>
      asymmetricKeyType === 'rsa' && asymmetricKeyDetails.modulusLength >= 2048,
  },
  ES256: {
    name: 'a key on the curve P-256',
    fits: ({ asymmetricKeyType, asymmetricKeyDetails }) =>
      asymmetricKeyType === 'ec' && asymmetricKeyDetails.namedCurve === 'prime256v1',
  },
};

/**
 * The key that signatures of an algorithm are verified with, parsed once. Throws with a sentence where it is none.
 *
 * @param {'RS256' | 'ES256'} algorithm
 * @param {string} pem SPKI
 */
export function publicKeyFrom(pem, algorithm) {
  const key = readKey(pem);
  const { name, fits } = KINDS[algorithm];
  if (fits(key)) return key;
  throw new Error(`JWT_PUBLIC_KEY must be ${name}, since JWT_ALGORITHM is ${algorithm}`);
}

function readKey(pem) {
  const sentence = 'JWT_PUBLIC_KEY must be a public key as PEM text: -----BEGIN PUBLIC KEY----- and so on';
  // createPublicKey also takes certificates and, worse, private keys, whose public half it works out.
  if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) throw new Error(sentence);
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new Error(sentence, { cause });
  }
}
