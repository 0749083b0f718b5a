import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { KeyPairAlgorithm } from '../../thinking/scenario/scenario.ts';

/** Whether the text is a private key, as PEM, that signs by the algorithm (RFC 7518, 3.3 and 3.4: RSA; EC on P-256). */
export function signs(algorithm: KeyPairAlgorithm, text: string): boolean {
  const key = privateKey(text);
  if (key === null) return false;
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  return algorithm === 'RS256' ? kind === 'rsa' : kind === 'ec' && details?.namedCurve === 'prime256v1';
}

function privateKey(text: string): KeyObject | null {
  try {
    return createPrivateKey(text);
  } catch {
    // Whatever OpenSSL says of a text that is no key: to its writer it is no key.
    return null;
  }
}
