import { expect, test } from 'vitest';

import { renderCases, renderOperations, requestsOf } from './render.ts';
import type { Means } from './draw.ts';
import { parseScenario } from './parse.ts';
import type { Scenario } from './scenario.ts';
import type { Slot } from './slots.ts';

const MEANS: Means = { sign: () => '', nowS: 1_800_000_000, host: '127.0.0.1' };

function scenario(operation: string, pools = 'seq: { serial: 10 }'): Scenario {
  const text = `question: Why?\npools: { ${pools} }\noperations: [${operation}]`;
  const parsed = parseScenario(
    { scenario: { file: 'scenario.yaml', text }, read: () => null, signs: () => false },
    'mine',
    '/',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const FEED = "{ id: feed, request: { path: '/feed/${seq}' }, answer: { json: { feed: '${seq}' } } }";
const BUY =
  "{ id: buy, request: { method: POST, path: /buy, json: { name: 'Zoé', id: 'r-${tag}-${seq}', again: '${seq}' } } }";

/** The bytes with each slot filled in as the load generator does it. */
function sent(bytes: string, slots: readonly Slot[], phase: number, k: number): string {
  const buffer = Buffer.from(bytes);
  for (const { at, width, fill } of slots) {
    buffer.write(
      String(fill === 'phase' ? phase : k)
        .padStart(width, '0')
        .slice(-width),
      at,
    );
  }
  return buffer.toString();
}

test('a serial number in a path is filled in where it stands, the phase first', () => {
  const [feed] = renderOperations(scenario(FEED), 1, 5, MEANS);
  const request = feed?.requests[0];
  expect(request?.slots).toEqual([
    { at: 10, width: 2, fill: 'phase' },
    { at: 12, width: 8, fill: 'k' },
  ]);
  expect(sent(request?.bytes ?? '', request?.slots ?? [], 3, 4711)).toMatch(/^GET \/feed\/0300004711 HTTP/u);
});

test('in a body it is found by bytes, behind letters of two, as often as it stands there', () => {
  const [buy] = renderOperations(scenario(BUY, 'seq: { serial: 10 }, tag: { text: 4 }'), 1, 5, MEANS);
  const { bytes = '', slots = [] } = buy?.requests[1] ?? {};
  expect(slots).toHaveLength(4);
  const body: unknown = JSON.parse(sent(bytes, slots, 2, 17).split('\r\n\r\n')[1] ?? '');
  expect(body).toMatchObject({ name: 'Zoé', id: expect.stringMatching(/^r-\w{4}-0200000017$/u), again: '0200000017' });
});

test('the answer that must come holds the number that was sent', () => {
  const [feed] = renderOperations(scenario(FEED), 1, 5, MEANS);
  expect(feed?.expected(0, { phase: '3', k: '4711' }).body).toMatchObject({ json: { feed: '0300004711' } });
  expect(feed?.expected(1, { phase: '21', k: '123456789' }).body).toMatchObject({ json: { feed: '2123456789' } });
  expect(() => feed?.expected(5000, { phase: '0', k: '0' })).toThrow(/no variant 5000/u);
});

test('cases have serial numbers that no load has, each its own', () => {
  const cases = requestsOf(renderCases(scenario(FEED), 1, MEANS));
  expect(cases.map(({ path }) => path)).toEqual(['/feed/9900000000', '/feed/9900000001', '/feed/9900000002']);
  expect(cases.map(({ expected }) => expected.body)).toMatchObject(
    ['9900000000', '9900000001', '9900000002'].map((feed) => ({ json: { feed } })),
  );
});

test('a request without a serial number has no slots and one answer whatever its number', () => {
  const plain = scenario(
    "{ id: plain, request: { path: '/x/${n}' }, answer: { json: '${n}' } }",
    'n: { range: [1, 9] }',
  );
  const [operation] = renderOperations(plain, 1, 3, MEANS);
  expect(operation?.requests.every(({ slots }) => slots.length === 0)).toBe(true);
  expect(operation?.expected(1, { phase: '1', k: '1' })).toBe(operation?.requests[1]?.expected);
});
