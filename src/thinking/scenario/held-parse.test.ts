import { expect, test } from 'vitest';
import { heldSchema } from './held-parse.ts';
import { parseScenario } from './parse.ts';

const messages = (wire: unknown): readonly string[] =>
  heldSchema.safeParse(wire).error?.issues.map(({ message }) => message) ?? [];

test('each kind has its path, and an environment of its own where one is given', () => {
  expect(heldSchema.parse({ waiting: '/slow', counts: [100, 1000], env: { PATIENCE: '60' } })).toEqual({
    kind: 'waiting',
    path: '/slow',
    counts: [100, 1000],
    env: { PATIENCE: '60' },
  });
  expect(heldSchema.parse({ idle: '/', counts: [1, 2] })).toMatchObject({ kind: 'idle', env: {} });
  expect(heldSchema.parse({ websocket: '/chat?room=a', counts: [1, 2] })).toMatchObject({ path: '/chat?room=a' });
});

test.for([
  [{ counts: [1, 2] }, 'one of waiting, idle, websocket'],
  [{ idle: '/', waiting: '/', counts: [1, 2] }, 'one of waiting, idle, websocket'],
  [{ idle: '/', counts: [2] }, 'numbers of connections, rising, two or more'],
  [{ idle: '/', counts: [2, 2] }, 'numbers of connections, rising, two or more'],
  [{ idle: '/', counts: [1, 60_001] }, 'numbers of connections, rising, two or more'],
  [{ idle: '/a\r\nhost: other', counts: [1, 2] }, 'a path that begins with /'],
  [{ idle: 'hello', counts: [1, 2] }, 'a path that begins with /'],
  [{ idle: '/', counts: [1, 2], env: { 'a b': '1' } }, 'Invalid key in record'],
] as const)('%j is told its rule', ([wire, rule]) => {
  expect(messages(wire).join('; ')).toContain(rule);
});

test('what Bakeoff sets itself is not to be set for the process of held connections', () => {
  const text = `question: Why?\nheld: { idle: /, counts: [1, 2], env: { PORT: '1', MINE: '2' } }\noperations: [{ id: get, request: { path: / } }]`;
  const sources = { scenario: { file: 'scenario.yaml', text }, read: () => null, signs: () => false };
  expect(parseScenario(sources, 'made', '/made')).toMatchObject({
    ok: false,
    problems: [{ line: 2, column: 41, key: 'held.env.PORT', hint: 'Bakeoff sets it itself' }],
  });
});
