import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';

import type { ExpectedAnswer, Json } from '../contract/contract.ts';
import { DEFAULT_LOAD } from '../load/parse.ts';
import { UNSENT } from './draw.ts';
import type { Draw, Means } from './draw.ts';
import { renderRequest } from './request.ts';
import type { Pool, RequestTemplate, Scenario } from './scenario.ts';

const MEANS: Means = {
  sign: (algorithm, secret, input) =>
    createHmac(algorithm.replace('HS', 'sha'), secret).update(input).digest('base64url'),
  nowS: 1_800_000_000,
  host: '127.0.0.1:4000',
};
const DRAW: Draw = { seed: 1, label: 'test', items: {}, serial: UNSENT };
const ANY: ExpectedAnswer = { status: 200, type: null, body: { kind: 'any' } };
const wanted = (json: Json): ExpectedAnswer => ({ ...ANY, body: { kind: 'json', json, exact: false } });
const GET: RequestTemplate = { method: 'GET', path: '/', headers: {}, body: { kind: 'none' } };

function scenarioWith(pools: Readonly<Record<string, Pool>>): Scenario {
  return {
    id: 'made-up',
    dir: '/',
    question: '?',
    services: [],
    env: {},
    analysis: null,
    restore: [],
    audits: [],
    timesOf: null,
    data: {
      id: 'people',
      seed: 4,
      tables: [
        {
          name: 'people',
          rows: 1000,
          columns: [
            { name: 'id', type: 'BIGINT', source: { kind: 'sequence', start: 1 } },
            { name: 'mail', type: 'TEXT', source: { kind: 'text', template: 'p${id}@example.com' } },
          ],
          keys: [],
        },
      ],
    },
    pools,
    operations: [],
    rooms: null,
    cases: [],
    cores: [],
    load: DEFAULT_LOAD,
    held: null,
    collector: false,
    memoryMiB: null,
  };
}

function render(pools: Readonly<Record<string, Pool>>, request: Partial<RequestTemplate>, answer = ANY, draw = DRAW) {
  return renderRequest(scenarioWith(pools), { ...GET, ...request }, answer, draw, MEANS);
}

const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
const list = (...values: Extract<Pool, { kind: 'list' }>['values']): Pool => ({ kind: 'list', values });

test('a request without a body is a request line, a host and nothing more than needed', () => {
  const { bytes, minLength } = render({}, { path: '/hello' });
  expect(bytes).toBe('GET /hello HTTP/1.1\r\nhost: 127.0.0.1:4000\r\nconnection: keep-alive\r\n\r\n');
  expect(minLength).toBe(0);
});

test('a JSON body is compact, typed and counted in bytes', () => {
  const body = { kind: 'json', json: { name: '${name}', n: 1 } } as const;
  const { bytes, headers } = render({ name: list('Zoé') }, { method: 'POST', body });
  expect(headers).toEqual({
    host: '127.0.0.1:4000',
    connection: 'keep-alive',
    'content-type': 'application/json',
    'content-length': '21',
  });
  expect(bytes.endsWith('\r\n\r\n{"name":"Zoé","n":1}')).toBe(true);
  expect(Buffer.byteLength('{"name":"Zoé","n":1}')).toBe(21);
});

test("the template's own content type stands, and a filler has the size it says", () => {
  const { headers, body } = render(
    {},
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: { kind: 'filler', bytes: 1_100_000 } },
  );
  expect(headers['content-type']).toBe('application/json');
  expect(headers['content-length']).toBe('1100000');
  expect(body).toHaveLength(1_100_000);
});

test('a POST without a body says that its length is 0', () => {
  expect(render({}, { method: 'POST' }).headers['content-length']).toBe('0');
  expect(render({}, {}).headers).not.toHaveProperty('content-length');
});

test('a reference alone becomes the value, in the answer too', () => {
  const answer = wanted('${order.answer}');
  const body = { kind: 'json', json: '${order.request}' } as const;
  const pools = { order: list({ request: { n: [1, 2] }, answer: { total: 3 } }) };
  const { body: sent, expected, minLength } = render(pools, { method: 'POST', body }, answer);
  expect(sent).toBe('{"n":[1,2]}');
  expect(expected).toEqual(wanted({ total: 3 }));
  expect(minLength).toBe('{"total":3}'.length);
});

test('all references to a pool mean one draw, also inside a token', () => {
  const pools: Readonly<Record<string, Pool>> = {
    who: { kind: 'row', table: 'people' },
    token: {
      kind: 'jwt',
      algorithm: 'HS256',
      claims: { email: '${who.mail}', n: 1 },
      expiresS: 3600,
      secret: 's3cret',
    },
  };
  const request = { path: '/people/${who.id}', headers: { authorization: 'Bearer ${token}' } };
  const { path, headers, expected } = render(pools, request, wanted({ id: '${who.id}' }));
  const id = Number(path.split('/').at(-1));
  expect(expected).toEqual(wanted({ id }));
  const [head = '', claims = '', signature] = (headers['authorization'] ?? '').slice('Bearer '.length).split('.');
  expect(decoded(head)).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(decoded(claims)).toEqual({ email: `p${id}@example.com`, n: 1, exp: 1_800_003_600 });
  expect(signature).toBe(createHmac('sha256', 's3cret').update(`${head}.${claims}`).digest('base64url'));
});

test('tokens may be expired, endless or unsigned', () => {
  const token = { kind: 'jwt', algorithm: 'none', claims: {}, secret: '' } as const;
  const pools: Readonly<Record<string, Pool>> = {
    old: { ...token, expiresS: -3600 },
    endless: { ...token, algorithm: 'HS512', expiresS: null },
  };
  const { headers } = render(pools, { headers: { old: '${old}', endless: '${endless}' } });
  const [, claims = '', signature] = (headers['old'] ?? '').split('.');
  expect(Buffer.from(claims, 'base64url').toString()).toBe('{"exp":1799996400}');
  expect(signature).toBe('');
  const parts = (headers['endless'] ?? '').split('.');
  expect(Buffer.from(parts[1] ?? '', 'base64url').toString()).toBe('{}');
  expect(Buffer.from(parts[2] ?? '', 'base64url')).toHaveLength(64);
});

test('a drawn value cannot end a header, add one or leave its place in a path', () => {
  const evil = 'x\r\nEvil: 1\r\n\r\nGET / HTTP/1.1 é';
  const { bytes } = render({ evil: list(evil) }, { path: '/a/${evil}?q=${evil}', headers: { name: '${evil}' } });
  expect(bytes.split('\r\n')).toHaveLength(6);
  expect(bytes).not.toMatch(/^evil:/imu);
  expect(bytes.split('\r\n')[0]).toBe(
    'GET /a/x%0D%0AEvil%3A%201%0D%0A%0D%0AGET%20%2F%20HTTP%2F1.1%20%C3%A9?q=x%0D%0AEvil%3A%201%0D%0A%0D%0AGET%20%2F%20HTTP%2F1.1%20%C3%A9 HTTP/1.1',
  );
  expect(bytes).toContain('name: x%0D%0AEvil: 1%0D%0A%0D%0AGET / HTTP/1.1 %C3%A9\r\n');
});

test('a pool of whole paths keeps their slashes and queries', () => {
  expect(render({ url: list('/a/b?c=d&e=%20f g') }, { path: '${url}' }).path).toBe('/a/b?c=d&e=%20f%20g');
});

test('pools of every kind give values of their kind', () => {
  const pools: Readonly<Record<string, Pool>> = {
    uuid: { kind: 'uuid' },
    text: { kind: 'text', bytes: 12 },
    range: { kind: 'range', low: -3, high: -1 },
    column: { kind: 'column', table: 'people', column: 'mail' },
  };
  const json = { uuid: '${uuid}', text: '${text}', range: '${range}', column: '${column}' };
  for (let variant = 0; variant < 50; variant += 1) {
    const draw = { ...DRAW, label: `variant ${variant}` };
    expect(render(pools, { body: { kind: 'json', json } }, wanted(json), draw).expected.body).toMatchObject({
      json: {
        uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u),
        text: expect.stringMatching(/^[a-z0-9]{12}$/u),
        range: expect.toSatisfy((value: number) => [-3, -2, -1].includes(value)),
        column: expect.stringMatching(/^p\d+@example\.com$/u),
      },
    });
  }
});

test('no length is promised for HEAD or where the answer may be compressed', () => {
  const answer = wanted({ a: 1 });
  expect(render({}, {}, answer).minLength).toBe(7);
  expect(render({}, { method: 'HEAD' }, answer).minLength).toBe(0);
  expect(render({}, { headers: { 'Accept-Encoding': 'gzip' } }, answer).minLength).toBe(0);
});

test('events and bytes are drawn as values, and no correct body of them is shorter', () => {
  const pools: Readonly<Record<string, Pool>> = {
    feed: { kind: 'list', values: [{ events: [{ id: '7', data: { n: 1 } }, { data: 2 }], length: 300, crc32: 5 }] },
  };
  const events = { kind: 'events', events: '${feed.events}', order: 'given', exact: true } as const;
  const streamed = render(pools, {}, { ...ANY, body: events });
  expect(streamed.expected.body).toMatchObject({ events: [{ id: '7', data: { n: 1 } }, { data: 2 }] });
  expect(streamed).toMatchObject({ minLength: 'id:7\ndata:{"n":1}\n\ndata:2\n\n'.length, maxLength: null });
  const bytes = { kind: 'bytes', length: '${feed.length}', crc32: '${feed.crc32}' } as const;
  expect(render(pools, {}, { ...ANY, body: bytes })).toMatchObject({
    expected: { body: { length: 300, crc32: 5 } },
    minLength: 300,
    maxLength: 300,
  });
});
