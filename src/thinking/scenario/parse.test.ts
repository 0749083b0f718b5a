import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { DEFAULT_LOAD } from '../load/parse.ts';
import { NO_WORK } from './scenario.ts';
import { parseScenario } from './parse.ts';

type Files = Readonly<Record<string, string>>;

/** Enough of a key for who has no cryptography: a text that names its algorithm. */
function signs(algorithm: string, key: string): boolean {
  return key === `a key for ${algorithm}`;
}

function parse(text: string, files: Files = {}) {
  const read = (file: string) => (files[file] === undefined ? null : { file, text: files[file] });
  return parseScenario({ scenario: { file: 'scenario.yaml', text }, read, signs }, 'mine', '/scenarios/mine');
}

function problems(text: string, files: Files = {}) {
  const parsed = parse(text, files);
  return parsed.ok ? [] : parsed.problems;
}

/** File, place and hint of each problem, for tests that are about finding it. */
function found(text: string, files: Files = {}): readonly string[] {
  return problems(text, files).map(({ file, line, column, key, hint }) => `${file}:${line}:${column} ${key} ${hint}`);
}

const PEOPLE = `
seed: 3
tables:
  - name: people
    rows: 10
    columns:
      - { name: id, type: BIGINT, sequence: 1 }
      - { name: mail, type: TEXT, text: 'p\${id}@example.com' }
`;

test('a question and one path are a whole scenario', () => {
  expect(parse('question: Why?\noperations: [{ id: hello, request: { path: /hello } }]')).toEqual({
    ok: true,
    value: {
      id: 'mine',
      dir: '/scenarios/mine',
      question: 'Why?',
      services: [],
      env: {},
      data: null,
      analysis: null,
      restore: [],
      audits: [],
      timesOf: null,
      cores: [],
      pools: {},
      operations: [
        {
          id: 'hello',
          weight: 1,
          request: { method: 'GET', path: '/hello', headers: {}, body: { kind: 'none' } },
          answer: { status: 200, type: null, body: { kind: 'any' } },
          work: NO_WORK,
        },
      ],
      cases: [
        {
          kind: 'asked',
          client: { kind: 'patient' },
          name: 'operation hello is answered as it says',
          request: { method: 'GET', path: '/hello', headers: {}, body: { kind: 'none' } },
          answer: { status: 200, type: null, body: { kind: 'any' } },
          variants: 3,
        },
      ],
      rooms: null,
      load: DEFAULT_LOAD,
      held: null,
      collector: false,
      memoryMiB: null,
    },
  });
});

const within = (memory: string): string =>
  `question: Why?\nmemory: ${memory}\noperations: [{ id: hello, request: { path: /hello } }]`;

test('a scenario may limit the memory of contenders', () => {
  expect(parse(within('256 MiB'))).toMatchObject({ ok: true, value: { memoryMiB: 256 } });
  expect(parse(within('1.5 GiB'))).toMatchObject({ ok: true, value: { memoryMiB: 1536 } });
  for (const wrong of ['256', '256 MB', '0 MiB', '0.3 MiB', '-1 GiB'])
    expect(problems(within(wrong))).toMatchObject([
      {
        line: 2,
        column: 9,
        key: 'memory',
        expected: 'an amount of memory such as 256 MiB, in whole MiB',
        given: wrong,
      },
    ]);
});

test('rooms have no surge: lateness is counted of requests', () => {
  const rooms = "rooms: { path: /r, count: 1, members: 2, message: '${stamp}' }";
  const files = { 'cases.yaml': '- { name: it greets, request: { path: /hello } }' };
  expect(found(`question: Why?\n${rooms}\ncases: cases.yaml\nload: { surge: {} }`, files)).toEqual([
    'scenario.yaml:4:16 load.surge null',
  ]);
});

test('pools of every kind are read, files and data sets too', () => {
  const parsed = parse(
    `
question: Why?
env: { JWT_SECRET: s }
data: people
pools:
  mail: { column: people.mail }
  who: { row: people }
  token: { jwt: HS256, claims: { mail: '\${mail}' }, expires: -1 h }
  other: { jwt: none }
  id: { range: [1, 9] }
  word: { list: [a, 1, { b: c }] }
  order: { file: orders.ndjson }
  key: { uuid: true }
  name: { text: 12 }
operations: [{ id: hello, request: { method: POST, path: '/\${who.id}', json: '\${order.request}' } }]
`,
    { 'people.yaml': PEOPLE, 'orders.ndjson': '{"request":1}\n\n{"request":[2]}\n' },
  );
  expect(parsed.ok && parsed.value.pools).toEqual({
    mail: { kind: 'column', table: 'people', column: 'mail' },
    who: { kind: 'row', table: 'people' },
    token: { kind: 'jwt', algorithm: 'HS256', claims: { mail: '${mail}' }, expiresS: -3600, secret: 's' },
    other: { kind: 'jwt', algorithm: 'none', claims: {}, expiresS: null, secret: 's' },
    id: { kind: 'range', low: 1, high: 9 },
    word: { kind: 'list', values: ['a', 1, { b: 'c' }] },
    order: { kind: 'list', values: [{ request: 1 }, { request: [2] }] },
    key: { kind: 'uuid' },
    name: { kind: 'text', bytes: 12 },
  });
  expect(parsed.ok && parsed.value.data?.seed).toBe(3);
});

test('a misspelt pool is a problem at the text that names it, with the nearest pool', () => {
  const text = `question: Why?
pools: { email: { list: [a] } }
operations:
  - id: get
    request: { path: '/x', headers: { authorization: 'Bearer \${emial}' } }`;
  expect(problems(text)).toEqual([
    {
      file: 'scenario.yaml',
      line: 5,
      column: 54,
      key: 'operations[0].request.headers.authorization',
      expected: 'one of the pools email, not ${emial}',
      given: "'Bearer ${emial}'",
      hint: 'did you mean email?',
    },
  ]);
});

test.each([
  ['a column that the table lacks', '/${who.mial}', 'did you mean mail?'],
  ['a whole row in a path', '/${who}', null],
  ['a key below a single value', '/${id.mail}', null],
  ['a key that the items of a list lack', '/${order.request.idd}', 'did you mean id?'],
  ['a key that one item of a list lacks', '/${order.extra}', 'item 2 of pool order has nothing there'],
  ['a value that cannot stand in a path', '/${order.request}', 'item 1 of pool order is something else'],
  ['a pool that cannot hold whole paths', '${id}', 'only a list or a file can hold whole paths'],
  ['a reference that is none', '/${who.}', '${who.} is none'],
  ['a space', '/a b', 'write other characters percent-encoded'],
  ['a path that is no path', 'hello', null],
])('%s in a path is a problem there', (_, path, hint) => {
  const text = `question: Why?
data: people
pools: { who: { row: people }, id: { range: [1, 2] }, order: { file: orders.ndjson } }
operations:
  - id: get
    request:
      path: '${path}'`;
  const files = { 'people.yaml': PEOPLE, 'orders.ndjson': '{"request":{"id":1},"extra":1}\n{"request":{"id":2}}' };
  expect(found(text, files)).toEqual([`scenario.yaml:7:13 operations[0].request.path ${hint}`]);
});

test('references in bodies, answers and claims are checked where they stand', () => {
  const text = `question: Why?
pools:
  id: { range: [1, 2] }
  token: { jwt: HS256, secret: s, claims: { deep: { list: ['\${idd}'] } } }
operations:
  - id: get
    request: { path: /, json: { a: ['\${ids}'] } }
    answer: { json: { b: '\${idx}' } }
  - id: text
    request: { path: /, text: 'x \${nothing}' }`;
  expect(found(text)).toEqual([
    'scenario.yaml:4:60 pools.token.claims.deep.list[0] did you mean id?',
    'scenario.yaml:7:37 operations[0].request.json.a[0] did you mean id?',
    'scenario.yaml:8:26 operations[0].answer.json.b did you mean id?',
    'scenario.yaml:10:31 operations[1].request.text null',
  ]);
});

test('claims that lead back to their own pool are a problem', () => {
  const text = `question: Why?
pools:
  a: { jwt: none, claims: { x: '\${b}' } }
  b: { jwt: none, claims: { x: '\${a}' } }
operations: [{ id: get, request: { path: / } }]`;
  expect(found(text)).toEqual(['scenario.yaml:3:27 pools.a.claims null', 'scenario.yaml:4:27 pools.b.claims null']);
});

test.each([
  ['no kind', '{}', 'pools.p null'],
  ['two kinds', '{ uuid: true, text: 3 }', 'pools.p keep one of uuid, text'],
  ['an unknown kind', '{ colum: people.mail }', 'pools.p.colum did you mean column?'],
  ['a table that is not there', '{ row: poeple }', 'pools.p.row did you mean people?'],
  ['a column that is not there', '{ column: people.mial }', 'pools.p.column did you mean mail?'],
  ['a file that is not there', '{ file: no.ndjson }', 'pools.p.file null'],
  ['a file outside the folder', '{ file: ../no.ndjson }', 'pools.p.file null'],
  ['no secret', '{ jwt: HS256 }', 'pools.p.jwt add secret: here, or JWT_SECRET under env:'],
  ['no private key', '{ jwt: RS256 }', 'pools.p.jwt add key: the name of a PEM file in this folder'],
  ['a secret in place of one', '{ jwt: RS256, secret: s }', 'pools.p.secret key: names the file of its private key'],
  ['a key beside a secret', '{ jwt: HS256, key: rs.pem }', 'pools.p.key key belongs to RS256 and ES256'],
  ['a private key that is not there', '{ jwt: ES256, key: no.pem }', 'pools.p.key null'],
  ['a private key for another algorithm', '{ jwt: ES256, key: rs.pem }', 'pools.p.key null'],
  ['an unknown algorithm', '{ jwt: HS265 }', 'pools.p.jwt did you mean HS256?'],
  ['claims without a token', '{ uuid: true, claims: {} }', 'pools.p.claims claims belongs to a jwt pool'],
  ['a range the wrong way round', '{ range: [2, 1] }', 'pools.p.range null'],
  ['an expiry without a unit', '{ jwt: none, expires: 60 }', 'pools.p.expires null'],
])('a pool with %s is a problem', (_, pool, expected) => {
  const text = `question: Why?\ndata: people\npools: { p: ${pool} }\noperations: [{ id: get, request: { path: / } }]`;
  const all = problems(text, { 'people.yaml': PEOPLE, 'rs.pem': 'a key for RS256' });
  expect(all.map(({ line, key, hint }) => `${line} ${key} ${hint}`)).toContain(`3 ${expected}`);
});

test('a token may be signed by a private key, which stands in a file of its own', () => {
  const text = `question: Why?\npools: { t: { jwt: RS256, key: rs.pem } }\noperations: [{ id: get, request: { path: '/\${t}' } }]`;
  expect(parse(text, { 'rs.pem': 'a key for RS256' })).toMatchObject({
    ok: true,
    value: { pools: { t: { kind: 'jwt', algorithm: 'RS256', secret: 'a key for RS256' } } },
  });
});

test('cases, data and keys may be another scenario’s, and cases may be in several files', () => {
  const text = `question: Why?
data: ../other/people
pools: { p: { row: people }, t: { jwt: RS256, key: ../other/rs.pem } }
operations: [{ id: get, request: { path: '/\${p.id}?\${t}' } }]
cases: [../other/cases.yaml, cases.yaml]`;
  const files = {
    '../other/people.yaml': PEOPLE,
    '../other/rs.pem': 'a key for RS256',
    '../other/cases.yaml': '- { name: theirs, request: { path: / } }',
    'cases.yaml': '- { name: ours, request: { path: / } }',
  };
  expect(parse(text, files)).toMatchObject({
    ok: true,
    value: { data: { id: 'people' }, cases: [{ name: 'theirs' }, { name: 'ours' }] },
  });
  const { 'cases.yaml': _ours, ...without } = files;
  expect(found(text, without)).toEqual(['scenario.yaml:5:8 cases null']);
  expect(found(text.replace('../other/cases', '../../cases'), files).join()).toContain('scenario.yaml:5:');
  expect(found(text.replace('../other/people', '../../people'), files)).toEqual(['scenario.yaml:2:7 data null']);
});

test.each(['[1]', '[2, 1]', '[1, 1]', '[0, 1]', '[1, 2.5]', '2'])('%s are no numbers of cores that rise', (cores) => {
  const text = `question: Why?\noperations: [{ id: get, request: { path: / } }]\ncores: ${cores}`;
  expect(problems(text).map(({ line, key }) => `${line} ${key.slice(0, 5)}`)).toEqual(['3 cores']);
  expect(parse(text.replace(cores, '[1, 2, 4]'))).toMatchObject({ ok: true, value: { cores: [1, 2, 4] } });
});

test('a pool that draws from data is a problem where no data set is named', () => {
  const text = `question: Why?\npools: { p: { row: people } }\noperations: [{ id: get, request: { path: '/\${p.id}' } }]`;
  expect(found(text)).toEqual(['scenario.yaml:2:20 pools.p.row name one with data: at the top of the file']);
});

test('a broken data set is told once, not again by everything that draws from it', () => {
  const text = `question: Why?\ndata: people\npools: { p: { row: people } }\noperations: [{ id: get, request: { path: '/\${p.id}' } }]`;
  expect(found(text, { 'people.yaml': PEOPLE.replace('rows: 10', 'rows: -1') })).toEqual([
    'people.yaml:5:11 tables[0].rows null',
  ]);
  expect(found(text)).toEqual(['scenario.yaml:2:7 data null']);
});

test('a pool cannot draw from a table that begins empty', () => {
  const text = `question: Why?\ndata: people\npools: { p: { row: people } }\noperations: [{ id: get, request: { path: '/\${p.id}' } }]`;
  expect(found(text, { 'people.yaml': PEOPLE.replace('rows: 10', 'rows: 0') })).toEqual([
    'scenario.yaml:3:20 pools.p.row people begins empty',
  ]);
});

const SHOP = `question: Why?
services: [mysql]
restore: [TRUNCATE TABLE orders]
times_of: buy
audit:
  - { rule: Nothing is lost, query: SELECT 1 FROM orders WHERE total IS NULL }
  - { rule: Each answer is an order, query: SELECT COUNT(*) FROM orders, counts: buy }
pools: { seq: { serial: 10 } }
operations:
  - { id: buy, request: { path: '/buy/\${seq}' }, work: { mysql: 3 } }
`;

test('proof of the work is read: statements that restore, audits of both kinds, what each service must count', () => {
  const parsed = parse(SHOP);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { restore, audits, timesOf, operations, pools } = parsed.value;
  expect(restore).toEqual(['TRUNCATE TABLE orders']);
  expect(audits).toEqual([
    { kind: 'none', rule: 'Nothing is lost', query: 'SELECT 1 FROM orders WHERE total IS NULL' },
    { kind: 'counts', rule: 'Each answer is an order', query: 'SELECT COUNT(*) FROM orders', operation: 'buy' },
  ]);
  expect([timesOf, operations[0]?.work, pools['seq']]).toEqual([
    'buy',
    { mysql: 3, upstream: 0 },
    { kind: 'serial', digits: 10 },
  ]);
});

test.each([
  ['services: [mysql]', 'services: []', ['3:10 restore', '6:3 audit', '10:65 operations[0].work.mysql']],
  ['times_of: buy', 'times_of: by', ['4:11 times_of']],
  ['counts: buy', 'counts: sell', ['7:82 audit[1].counts']],
  ['TRUNCATE TABLE orders]', "'TRUNCATE TABLE orders; DROP TABLE orders']", ['3:11 restore[0]']],
  ['SELECT COUNT(*) FROM orders', '"SELECT 1\\nFROM orders"', ['7:45 audit[1].query']],
  ['serial: 10', 'serial: 5', ['8:25 pools.seq.serial']],
  ['mysql: 3', 'mysql: 0', ['10:65 operations[0].work.mysql']],
])('a proof in which %s reads %s is refused where it stands', (right, wrong, places) => {
  const told = found(SHOP.replace(right, wrong)).map((one) => one.split(' ').slice(0, 2).join(' '));
  expect(told).toEqual(places.map((place) => `scenario.yaml:${place}`));
});

test('a token cannot hold a serial number, since it is signed before the number is known', () => {
  const text = `question: Why?\nenv: { JWT_SECRET: s }\npools: { seq: { serial: 8 }, t: { jwt: HS256, claims: { n: '\${seq}' } } }\noperations: [{ id: get, request: { path: '/\${t}' } }]`;
  expect(found(text)).toEqual([
    'scenario.yaml:3:55 pools.t.claims tokens are signed before the requests get their numbers',
  ]);
});

test('duplicate ids, names, headers and bodies are problems at the second', () => {
  const text = `question: Why?
services: [mysql, mysql]
env: { PORT: '1' }
operations:
  - { id: get, request: { path: /, headers: { A: x, a: y, Host: z } } }
  - { id: get, request: { path: /, text: a, bytes_of: 3 } }
cases: cases.yaml`;
  const cases = `- { name: one, request: { path: / } }\n- { name: one, request: { path: /, headers: { a: "é" } } }`;
  expect(found(text, { 'cases.yaml': cases })).toEqual([
    'scenario.yaml:2:19 services[1] null',
    'scenario.yaml:3:8 env.PORT Bakeoff sets it itself',
    'scenario.yaml:5:53 operations[0].request.headers.a null',
    'scenario.yaml:5:59 operations[0].request.headers.Host Bakeoff writes it itself',
    'scenario.yaml:6:11 operations[1].id null',
    'scenario.yaml:6:25 operations[1].request keep one of text, bytes_of',
    'cases.yaml:2:11 [1].name case 1 has it',
    'cases.yaml:2:50 [1].request.headers.a null',
  ]);
});

test('a weight of 0, an unknown key and an unknown method are problems', () => {
  const text = `question: Why?
operations:
  - { id: get, wieght: 2, weight: 0, request: { method: get, path: / } }`;
  expect(found(text)).toEqual([
    'scenario.yaml:3:16 operations[0].wieght did you mean weight?',
    'scenario.yaml:3:35 operations[0].weight null',
    'scenario.yaml:3:57 operations[0].request.method did you mean GET?',
  ]);
});

test('missing and broken case files are told where they are named and where they break', () => {
  const text = 'question: Why?\noperations: [{ id: get, request: { path: / } }]\ncases: cases.yaml';
  expect(found(text)).toEqual(['scenario.yaml:3:8 cases null']);
  expect(found(text, { 'cases.yaml': '- { name: one, request: { path: "/${x}" }, anser: {} }' })).toEqual([
    'cases.yaml:1:44 [0].anser did you mean answer?',
  ]);
  expect(found(text, { 'cases.yaml': '- { name: one, request: { path: "/${x}" } }' })).toEqual([
    'cases.yaml:1:33 [0].request.path null',
  ]);
});

function isKey(_algorithm: string, key: string): boolean {
  return key.startsWith('-----BEGIN PRIVATE KEY-----');
}

test("the product's own scenarios are read whole", () => {
  const folder = join(import.meta.dirname, '../../../scenarios');
  for (const id of readdirSync(folder)) {
    const dir = join(folder, id);
    const read = (file: string) =>
      existsSync(join(dir, file)) ? { file: join(id, file), text: readFileSync(join(dir, file), 'utf8') } : null;
    const scenario = read('scenario.yaml');
    if (scenario === null) throw new Error(`${dir} has no scenario.yaml`);
    expect(parseScenario({ scenario, read, signs: isKey }, id, dir)).toMatchObject({ ok: true, value: { id } });
  }
});
