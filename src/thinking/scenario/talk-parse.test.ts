import { expect, test } from 'vitest';

import { parseScenario } from './parse.ts';

const ROOMS = `question: What?
rooms: { path: '/chat?room=\${room}', count: 3, members: 4, message: '{"text":"\${stamp}"}' }
cases: cases.yaml
load: { connections: 7 }
`;

function read(cases: string, scenario = ROOMS) {
  const sources = {
    scenario: { file: 'scenario.yaml', text: scenario },
    read: (file: string) => (file === 'cases.yaml' ? { file, text: cases } : null),
    signs: () => false,
  };
  return parseScenario(sources, 'chat', '/');
}

function problems(cases: string, scenario = ROOMS): readonly (readonly [string | null, string])[] {
  const parsed = read(cases, scenario);
  return parsed.ok ? [] : parsed.problems.map(({ key, expected }) => [key, expected] as const);
}

test('what the members of a room get may be told whole, with the mark in its place', () => {
  const delivered = "delivered: { json: { seq: 1, text: '${stamp}' }, counting: seq }";
  const told = ROOMS.replace(`"}' }`, `"}', ${delivered} }`);
  expect(told).not.toBe(ROOMS);
  const cases = '- { name: one, talk: [{ join: anna, path: / }] }';
  expect(read(cases, told)).toMatchObject({
    ok: true,
    value: { rooms: { delivered: { json: { seq: 1, text: '${stamp}' }, counting: 'seq' } } },
  });
  expect(read(cases)).toMatchObject({ ok: true, value: { rooms: { delivered: null } } });
  expect(problems(cases, told.replace("text: '${stamp}'", 'text: hello'))).toEqual([
    ['rooms.delivered.json', 'a message that holds ${stamp} once, where the mark is to come'],
  ]);
});

test('a talk is read step by step, and every member of the rooms is a connection', () => {
  const parsed = read(`- name: all steps
  talk:
    - { join: anna, path: /chat?room=a }
    - { say: anna, json: { text: hello }, times: 3, pieces: 2 }
    - { say: anna, binary_base64: AAE= }
    - { say: anna, text_base64: /w== }
    - { hear: [anna], json: { seq: 1 }, times: 3, counting: seq }
    - { silence: [anna] }
    - { agree: [anna], times: 4 }
    - { ping: anna }
    - { deaf: anna }
    - repeat: 2
      steps: [{ say: anna, text: plain }]
    - { leave: anna }
    - { closed: anna, code: 1008 }
    - { closed: anna }
    - { refused: /chat, status: 400 }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.value.load.connections).toBe(12);
  expect(parsed.value.rooms).toMatchObject({ count: 3, members: 4 });
  const [only] = parsed.value.cases;
  expect(only).toEqual({
    kind: 'talk',
    name: 'all steps',
    steps: [
      { kind: 'join', as: 'anna', path: '/chat?room=a' },
      { kind: 'say', as: 'anna', said: { kind: 'text', text: '{"text":"hello"}' }, times: 3, pieces: 2 },
      { kind: 'say', as: 'anna', said: { kind: 'bytes', base64: 'AAE=', opcode: 'binary' }, times: 1, pieces: 1 },
      { kind: 'say', as: 'anna', said: { kind: 'bytes', base64: '/w==', opcode: 'text' }, times: 1, pieces: 1 },
      { kind: 'hear', as: ['anna'], json: { seq: 1 }, times: 3, counting: 'seq' },
      { kind: 'silence', as: ['anna'] },
      { kind: 'agree', as: ['anna'], times: 4 },
      { kind: 'ping', as: 'anna' },
      { kind: 'deaf', as: 'anna' },
      {
        kind: 'repeat',
        times: 2,
        steps: [{ kind: 'say', as: 'anna', said: { kind: 'text', text: 'plain' }, times: 1, pieces: 1 }],
      },
      { kind: 'leave', as: 'anna' },
      { kind: 'closed', as: 'anna', code: 1008 },
      { kind: 'closed', as: 'anna', code: null },
      { kind: 'refused', path: '/chat', status: 400 },
    ],
  });
});

test('a step does one thing, with what belongs to it, by clients that have joined', () => {
  const found = problems(`- name: broken
  talk:
    - { join: anna }
    - { join: ben, path: /a }
    - { ping: ben, deaf: ben }
    - { path: /a }
    - { say: ben }
    - { say: ben, text: a, json: 1 }
    - { hear: [ben] }
    - { hear: [ben, cleo], json: 1 }
    - { ping: ben, times: 2 }
    - { repeat: 2 }
    - { repeat: 2, steps: [{ ping: dora }] }
`);
  expect(found.map(([, expected]) => expected)).toEqual([
    'the path beside join',
    'one of join, refused, say, hear, agree, silence, ping, deaf, leave, closed, which says what is done',
    'one of join, refused, say, hear, agree, silence, ping, deaf, leave, closed, which says what is done',
    'one of json, text, text_base64, binary_base64 beside say',
    'one of json, text, text_base64, binary_base64 beside say',
    'the json beside hear',
    'clients that have joined',
    'no times beside ping',
    'repeat and steps together, and nothing beside them',
    'clients that have joined',
  ]);
});

test('a talk asks for nothing, and a case that is no talk asks for something', () => {
  expect(problems('- { name: a, talk: [{ join: a, path: /a }], request: { path: /a } }')).toEqual([
    ['[0].request', 'no request beside talk'],
  ]);
  expect(problems('- { name: a }')).toEqual([['[0]', 'a request, or a talk']]);
});

test('who leaves has events to leave, and who reads slowly has bytes that are known', () => {
  expect(
    problems(`- { name: a, request: { path: /a }, leaves: { after_events: 1, abandons: 1 } }
- { name: b, request: { path: /a }, slow: { readers: 2, for: 1 s, most_mib: 8 } }
`),
  ).toEqual([
    ['[0].leaves', 'an answer of events to leave'],
    ['[1].slow', 'an answer of bytes, which is known however long it is'],
  ]);
  const parsed =
    read(`- { name: a, request: { path: /a }, answer: { events: [] }, leaves: { after_events: 1, abandons: 2 } }
- { name: b, request: { path: /a }, answer: { bytes: { length: 1, crc32: 1 } }, slow: { readers: 2, for: 1 s, most_mib: 8 } }
`);
  expect(parsed.ok && parsed.value.cases.map((one) => one.kind === 'asked' && one.client)).toEqual([
    { kind: 'leaves', afterEvents: 1, abandons: 2 },
    { kind: 'slow', readers: 2, forMs: 1000, mostMiB: 8 },
  ]);
});

test('rooms stand in place of operations, and their contract is in cases', () => {
  expect(problems('', 'question: What?\n')).toEqual([
    ['operations', 'operations, or rooms: what contenders are loaded with'],
  ]);
  expect(problems('', ROOMS.replace('cases: cases.yaml\n', '')).map(([, expected]) => expected)).toEqual([
    'cases beside rooms: the contract',
  ]);
  expect(
    problems('- { name: a, request: { path: /a } }', `${ROOMS}operations: [{ id: a, request: { path: /a } }]\n`),
  ).toEqual([['operations', 'no operations beside rooms']]);
  expect(problems('- { name: a, request: { path: /a } }', ROOMS.replace('count: 3', 'count: 50000'))).toEqual([
    ['rooms.count', 'at most 60000 connections, count times members'],
  ]);
  expect(problems('', ROOMS.replace('${stamp}', 'stamp')).map(([key]) => key)).toEqual(['rooms.message']);
});
