import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { ExpectedBody } from '../../thinking/contract/contract.ts';
import type { RenderedRequest } from '../../thinking/scenario/request.ts';
import type { Upstream } from '../service/service.ts';
import type { Checked } from './checked.ts';
import { leave } from './leaving.ts';
import { readSlowly } from './slow-readers.ts';

let server: Server | null = null;
let apart: ChildProcess | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  apart?.kill('SIGKILL');
  apart = null;
});

async function serving(answer: (response: ServerResponse) => void): Promise<number> {
  const started = createServer((_, response) => answer(response));
  server = started;
  started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has an address of that form
  return (started.address() as AddressInfo).port;
}

function question(body: ExpectedBody): RenderedRequest {
  const rendered = {
    method: 'GET',
    path: '/',
    headers: {},
    body: '',
    bytes: '',
    minLength: 0,
    maxLength: null,
    slots: [],
  };
  return { ...rendered, expected: { status: 200, type: null, body } };
}

function refuse(): never {
  throw new Error('nobody asks this here');
}

/** An upstream of which only what was abandoned is looked at. */
function upstream(abandoned: () => number): Upstream {
  return {
    name: 'upstream',
    version: '1',
    env: {},
    counts: () => Promise.resolve({ requests: 0, answered: 0, abandoned: abandoned(), mostInFlight: 0 }),
    cpuSeconds: refuse,
    alive: () => true,
    lastLines: refuse,
    stop: refuse,
  };
}

const EVENTS = question({ kind: 'events', events: [], order: 'given', exact: true });
const LEAVES = { kind: 'leaves', afterEvents: 1, abandons: 2 } as const;

function checked(port: number, of: Upstream | null = null): Checked {
  return { port, upstream: of, pids: () => [process.pid] };
}

test('a service that gives its questions up when the client leaves keeps the contract', async () => {
  let abandoned = 3;
  const port = await serving((response) => {
    response.write('data: 1\n\n');
    response.on('close', () => (abandoned += 2));
  });
  expect(
    await leave(
      checked(
        port,
        upstream(() => abandoned),
      ),
      EVENTS,
      LEAVES,
    ),
  ).toEqual([]);
});

test('one that goes on asking for nobody is caught', async () => {
  const port = await serving((response) => void response.write('data: 1\n\n'));
  const found = await leave(
    checked(
      port,
      upstream(() => 3),
    ),
    EVENTS,
    LEAVES,
  );
  expect(found).toEqual([
    { where: 'upstream', expected: '2 requests given up when the client left', got: '0 within 1000 ms' },
  ]);
});

test('one that tells all at once, when its own clock has given the questions up, is caught', async () => {
  let abandoned = 0;
  const port = await serving((response) => {
    abandoned += 2;
    response.write('data: 1\n\ndata: 2\n\n');
  });
  const found = await leave(
    checked(
      port,
      upstream(() => abandoned),
    ),
    EVENTS,
    LEAVES,
  );
  expect(found).toMatchObject([{ where: 'upstream', got: '0 within 1000 ms' }]);
});

test('one that tells nothing before it knows all gives its client nothing to leave after', async () => {
  const port = await serving((response) => void response.end());
  const found = await leave(
    checked(
      port,
      upstream(() => 0),
    ),
    EVENTS,
    LEAVES,
  );
  expect(found).toEqual([{ where: 'events', expected: '1 of them', got: '0 before the end' }]);
});

const PIECE = Buffer.alloc(64 * 1024, 'x');
const PIECES = 320;
const WHOLE = Buffer.concat(Array.from({ length: PIECES }, () => PIECE));
const BYTES = question({ kind: 'bytes', length: WHOLE.length, crc32: crc32(WHOLE) });
/** Eight times twenty mebibytes, of which the system keeps some itself. */
const SLOW = { kind: 'slow', readers: 8, forMs: 300, mostMiB: 40 } as const;

/** A process of its own, so that its memory is of nothing else; it makes the answer piece by piece, or all of it at once. */
async function servingApart(how: 'pipe' | 'write'): Promise<Checked> {
  const script = `
    const piece = () => Buffer.alloc(64 * 1024, 'x');
    require('node:http').createServer((_, response) => {
      if ('${how}' === 'pipe') {
        require('node:stream').Readable.from((function* () { for (let n = 0; n < ${PIECES}; n += 1) yield piece(); })()).pipe(response);
        return;
      }
      for (let n = 0; n < ${PIECES}; n += 1) response.write(piece());
      response.end();
    }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  apart = child;
  const [line] = await once(child.stdout, 'data');
  return { port: Number(String(line)), upstream: null, pids: () => (child.pid === undefined ? [] : [child.pid]) };
}

test('a service that waits for slow readers costs little memory and sends every byte', async () => {
  expect(await readSlowly(await servingApart('pipe'), BYTES, SLOW)).toEqual([]);
});

test('one that makes its answer ahead of them is caught by its memory', async () => {
  expect(await readSlowly(await servingApart('write'), BYTES, SLOW)).toMatchObject([
    { where: 'memory', expected: 'at most 40 MiB more for 8 clients that do not read' },
  ]);
});

test('one that leaves a byte out or changes one is caught', async () => {
  const short = await serving((response) => response.end(WHOLE.subarray(1)));
  expect(await readSlowly(checked(short), BYTES, { ...SLOW, readers: 1 })).toMatchObject([
    { where: 'body', expected: `${WHOLE.length} bytes`, got: `${WHOLE.length - 1} bytes` },
  ]);
  server?.close();
  const changed = Buffer.concat([WHOLE.subarray(1), Buffer.from('y')]);
  const wrong = await serving((response) => response.end(changed));
  expect(await readSlowly(checked(wrong), BYTES, { ...SLOW, readers: 1 })).toMatchObject([
    { where: 'body', expected: `CRC-32 ${crc32(WHOLE)}` },
  ]);
});
