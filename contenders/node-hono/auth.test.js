import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { bearerCheck } from './auth.js';

const SECRET = '0123456789abcdef0123456789abcdef';
const HASHES = { HS256: 'sha256', HS512: 'sha512' };
const soon = () => Math.floor(Date.now() / 1000) + 60;
const encoded = (text) => Buffer.from(text).toString('base64url');

// Tokens are put together by hand, so that the library under test does not vouch for itself.
function token(claims, { alg = 'HS256', secret = SECRET } = {}) {
  const payload = typeof claims === 'string' ? claims : JSON.stringify(claims);
  const signed = `${encoded(JSON.stringify({ alg, typ: 'JWT' }))}.${encoded(payload)}`;
  const hash = HASHES[alg];
  return `${signed}.${hash === undefined ? '' : createHmac(hash, secret).update(signed).digest('base64url')}`;
}

for (const form of ['object', 'string']) {
  const verifiedEmail = bearerCheck(SECRET, form);
  const good = token({ email: 'a@example.com', exp: soon() });

  test(`key as ${form}: a signed token that has not ended yields its e-mail address`, () => {
    assert.equal(verifiedEmail(`Bearer ${good}`), 'a@example.com');
    assert.equal(verifiedEmail(`bearer ${good}`), 'a@example.com');
  });

  const refused = {
    'no header': undefined,
    'an empty header': '',
    'another scheme': `Basic ${good}`,
    'a token without scheme': good,
    'a scheme without token': 'Bearer ',
    'two parts': `Bearer ${good.split('.').slice(0, 2).join('.')}`,
    'a payload that is no JSON': `Bearer ${token('not json')}`,
    'a broken signature': `Bearer ${good.slice(0, -4)}AAAA`,
    'another secret': `Bearer ${token({ email: 'a@example.com', exp: soon() }, { secret: 'another' })}`,
    'HS512': `Bearer ${token({ email: 'a@example.com', exp: soon() }, { alg: 'HS512' })}`,
    'no algorithm': `Bearer ${token({ email: 'a@example.com', exp: soon() }, { alg: 'none' })}`,
    'an end in the past': `Bearer ${token({ email: 'a@example.com', exp: soon() - 120 })}`,
    'no end': `Bearer ${token({ email: 'a@example.com' })}`,
    'an end that is no number': `Bearer ${token({ email: 'a@example.com', exp: 'never' })}`,
    'no e-mail address': `Bearer ${token({ exp: soon() })}`,
    'an e-mail address that is no text': `Bearer ${token({ email: 7, exp: soon() })}`,
    'an empty e-mail address': `Bearer ${token({ email: '', exp: soon() })}`,
  };
  for (const [name, header] of Object.entries(refused)) {
    test(`key as ${form}: ${name} is refused`, () => {
      assert.equal(verifiedEmail(header), null);
    });
  }
}
