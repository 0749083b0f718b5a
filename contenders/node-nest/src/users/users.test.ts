import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, test } from 'node:test';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { compiled } from '../compiled.ts';

const from = compiled('users');
const { APP_OPTIONS, configure, createAdapter } = await from('app.js');
const { AppModule } = await from('app.module.js');
const { UsersService } = await from('users/users.service.js');

const SECRET = '0123456789abcdef0123456789abcdef';
const HASHES: Record<string, string> = { HS256: 'sha256', HS512: 'sha512' };
const ZOE = { id: 1, email: 'a@example.com', firstName: 'Zoë', lastName: 'E', country: 'DE', balanceCents: 5_000_000_000 };

const soon = (): number => Math.floor(Date.now() / 1000) + 60;
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

// Tokens are put together by hand, so that the library under test does not vouch for itself.
function token(claims: unknown, { alg = 'HS256', secret = SECRET } = {}): string {
  const payload = typeof claims === 'string' ? claims : JSON.stringify(claims);
  const signed = `${encoded(JSON.stringify({ alg, typ: 'JWT' }))}.${encoded(payload)}`;
  const hash = HASHES[alg];
  return `${signed}.${hash === undefined ? '' : createHmac(hash, secret).update(signed).digest('base64url')}`;
}

/** The application with all its parts but the database, in whose place two addresses are known. */
async function appWith(jwtKey: 'object' | 'string'): Promise<NestFastifyApplication> {
  const users = {
    async findByEmail(email: string) {
      if (email === 'broken@example.com') throw new Error('expected in this test: the database has gone');
      return email === ZOE.email ? ZOE : null;
    },
  };
  const settings = { databaseUrl: 'mysql://nobody@127.0.0.1:1/none', jwtSecret: SECRET, jwtKey };
  const module = await Test.createTestingModule({ imports: [AppModule.register(settings, 1)] })
    .overrideProvider(UsersService)
    .useValue(users)
    .compile();
  const app: NestFastifyApplication = module.createNestApplication(createAdapter(), { ...APP_OPTIONS, logger: false });
  return configure(app).init();
}

for (const form of ['object', 'string'] as const) {
  const app = await appWith(form);
  after(() => app.close());
  const ask = (authorization?: string) =>
    app.inject({ url: '/user', headers: authorization === undefined ? {} : { authorization } });
  const good = token({ email: ZOE.email, exp: soon() });

  test(`key as ${form}: a signed token that has not ended yields its user`, async () => {
    for (const scheme of ['Bearer', 'bearer']) {
      const answer = await ask(`${scheme} ${good}`);
      assert.equal(answer.statusCode, 200);
      assert.deepEqual(answer.json(), ZOE);
    }
  });

  test(`key as ${form}: a token of an address that no user has is answered with 404`, async () => {
    const answer = await ask(`Bearer ${token({ email: 'nobody@example.com', exp: soon() })}`);
    assert.equal(answer.statusCode, 404);
    assert.deepEqual(answer.json(), { error: 'not found' });
  });

  test(`key as ${form}: a database that fails is answered with 500 and no detail`, async () => {
    const answer = await ask(`Bearer ${token({ email: 'broken@example.com', exp: soon() })}`);
    assert.equal(answer.statusCode, 500);
    assert.deepEqual(answer.json(), { error: 'internal error' });
  });

  const refused: Record<string, string | undefined> = {
    'no header': undefined,
    'an empty header': '',
    'another scheme': `Basic ${good}`,
    'a token without scheme': good,
    'a scheme without token': 'Bearer ',
    'two parts': `Bearer ${good.split('.').slice(0, 2).join('.')}`,
    'a payload that is no JSON': `Bearer ${token('not json')}`,
    'a payload that is null': `Bearer ${token('null')}`,
    'a broken signature': `Bearer ${good.slice(0, -4)}AAAA`,
    'another secret': `Bearer ${token({ email: ZOE.email, exp: soon() }, { secret: 'another' })}`,
    'HS512': `Bearer ${token({ email: ZOE.email, exp: soon() }, { alg: 'HS512' })}`,
    'no algorithm': `Bearer ${token({ email: ZOE.email, exp: soon() }, { alg: 'none' })}`,
    'an end in the past': `Bearer ${token({ email: ZOE.email, exp: soon() - 120 })}`,
    'no end': `Bearer ${token({ email: ZOE.email })}`,
    'an end that is no number': `Bearer ${token({ email: ZOE.email, exp: 'never' })}`,
    'no e-mail address': `Bearer ${token({ exp: soon() })}`,
    'an e-mail address that is no text': `Bearer ${token({ email: 7, exp: soon() })}`,
    'an empty e-mail address': `Bearer ${token({ email: '', exp: soon() })}`,
  };
  for (const [name, header] of Object.entries(refused)) {
    test(`key as ${form}: ${name} is refused`, async () => {
      const answer = await ask(header);
      assert.equal(answer.statusCode, 401);
      assert.deepEqual(answer.json(), { error: 'unauthorized' });
    });
  }
}
