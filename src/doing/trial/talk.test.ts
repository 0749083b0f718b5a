import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { TalkStep } from '../../thinking/scenario/talk.ts';
import { talkThrough } from './talk.ts';

let server: WebSocketServer | null = null;

afterEach(() => {
  for (const client of server?.clients ?? []) client.terminate();
  server?.close();
});

interface Ways {
  /** Who hears what a member says. */
  readonly heardBy?: (members: readonly WebSocket[], sender: WebSocket) => readonly WebSocket[];
  readonly answer?: (text: string, n: number) => string;
  readonly compresses?: boolean;
}

/** A chat of one room that does what it is told to do wrong. */
async function chat({ heardBy, answer, compresses = false }: Ways): Promise<number> {
  const started = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: compresses });
  server = started;
  let n = 0;
  started.on('connection', (socket, request) => {
    if (request.url === '/close') socket.close(1008);
    socket.on('message', (data: RawData, binary) => {
      if (binary) {
        socket.close(1003);
        return;
      }
      n += 1;
      const text = Buffer.isBuffer(data) ? data.toString() : '';
      const members = [...started.clients];
      const hearers = heardBy?.(members, socket) ?? members.filter((one) => one !== socket);
      for (const one of hearers) one.send(answer?.(text, n) ?? `{"seq":${n},"said":${text}}`);
    });
  });
  await once(started, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has an address of that form
  return (started.address() as AddressInfo).port;
}

const say = (times = 1, pieces = 1): TalkStep => ({
  kind: 'say',
  as: 'anna',
  said: { kind: 'text', text: '"x"' },
  times,
  pieces,
});
const hear = (times = 1, seq = 1): TalkStep => ({
  kind: 'hear',
  as: ['ben'],
  json: { seq, said: 'x' },
  times,
  counting: times === 1 ? null : 'seq',
});
const JOINED: readonly TalkStep[] = [
  { kind: 'join', as: 'anna', path: '/' },
  { kind: 'join', as: 'ben', path: '/' },
];

async function talked(ways: Ways, ...steps: readonly TalkStep[]) {
  return talkThrough(await chat(ways), [...JOINED, ...steps]);
}

test('a chat that does as it should keeps its contract', async () => {
  const silence: TalkStep = { kind: 'silence', as: ['anna', 'ben'] };
  const ping: TalkStep = { kind: 'ping', as: 'anna' };
  expect(await talked({}, say(), hear(), say(20), hear(20, 2), say(1, 3), hear(1, 22), ping, silence)).toBeNull();
  expect(
    await talked(
      {},
      { kind: 'say', as: 'anna', said: { kind: 'bytes', base64: 'AAE=', opcode: 'binary' }, times: 1, pieces: 1 },
      { kind: 'closed', as: 'anna', code: 1003 },
      { kind: 'leave', as: 'ben' },
      { kind: 'closed', as: 'ben', code: 1000 },
    ),
  ).toBeNull();
});

test('a message that its sender hears too breaks the silence', async () => {
  const found = await talked({ heardBy: (members) => members }, say(), hear(), { kind: 'silence', as: ['anna'] });
  expect(found).toMatchObject({
    request: 'step 5 of its talk, silence',
    differences: [{ where: 'anna', expected: 'nothing', got: '{"seq":1,"said":"x"}' }],
  });
});

test('a message said twice, left out or out of order shows in its number', async () => {
  const twice = await talked({ answer: (text, n) => `{"seq":${n === 4 ? 3 : n},"said":${text}}` }, say(6), hear(6));
  expect(twice?.differences).toEqual([{ where: 'ben: json.seq', expected: '4', got: '3' }]);
  let held: string | null = null;
  const swapped = await talked(
    {
      answer: (text, n) => {
        const now = `{"seq":${n},"said":${text}}`;
        if (n === 2) held = now;
        return n === 2 ? `{"seq":3,"said":${text}}` : n === 3 ? (held ?? now) : now;
      },
    },
    say(4),
    hear(4),
  );
  expect(swapped?.differences[0]).toEqual({ where: 'ben: json.seq', expected: '2', got: '3' });
});

const jumps = (text: string, n: number): string => `{"seq":${n > 4 ? n + 1 : n},"said":${text}}`;

test('numbers go on from one hearing to the next', async () => {
  const turn: TalkStep = {
    kind: 'repeat',
    times: 3,
    steps: [say(2), hear(2)].flatMap((one) => (one.kind === 'repeat' ? [] : [one])),
  };
  expect(await talked({}, turn)).toBeNull();
  expect(await talked({ answer: jumps }, turn)).toMatchObject({
    request: 'step 3 of its talk, hear',
    differences: [{ where: 'ben: json.seq', expected: '5', got: '6' }],
  });
});

test('an upgrade that should be refused, one that is, and a wrong code of closing are told', async () => {
  const port = await chat({});
  expect(await talkThrough(port, [{ kind: 'refused', path: '/', status: 400 }])).toMatchObject({
    differences: [{ where: '/', expected: 'status 400', got: 'status 101' }],
  });
  const steps: readonly TalkStep[] = [
    { kind: 'join', as: 'cleo', path: '/close' },
    { kind: 'closed', as: 'cleo', code: 1009 },
  ];
  expect(await talkThrough(port, steps)).toMatchObject({
    differences: [{ where: 'cleo', expected: 'closed with 1009', got: 'code 1008' }],
  });
});
