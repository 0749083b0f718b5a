import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openStockroom } from './stockroom.js';

const STOCK = { sku: 7, available: 17, warehouse: 'W3' };

/** Runs `act` with a stockroom whose upstream is a server in this process that answers as told. */
async function withUpstream(answer, act) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const stockroom = openStockroom(url, 2000);
  await act(stockroom, server);
  await stockroom.close();
  server.closeAllConnections();
  server.close();
}

const outcomeOf = async (answer) => {
  let outcome;
  await withUpstream(answer, async (stockroom) => {
    outcome = await stockroom.ask('7').outcome;
  });
  return outcome;
};

test('one question is one request for the article as it was given, and connections are kept', async () => {
  const asked = [];
  let connections = 0;
  const answer = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(JSON.stringify(STOCK));
  };
  await withUpstream(answer, async (stockroom, server) => {
    server.on('connection', () => (connections += 1));
    assert.deepEqual((await stockroom.ask('007').outcome).found, { ...STOCK, level: 'ok' });
    // undici takes the connection back a turn after it handed over the answer.
    await setImmediate();
    assert.deepEqual((await stockroom.ask('7').outcome).found, { ...STOCK, level: 'ok' });
  });
  assert.deepEqual([asked, connections], [['GET /stock/007', 'GET /stock/7'], 1]);
});

test('a hundred questions are asked at once', async () => {
  const held = [];
  const answer = (request, response) => {
    held.push(response);
    if (held.length === 100) for (const each of held) each.end(JSON.stringify(STOCK));
  };
  await withUpstream(answer, async (stockroom) => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => stockroom.ask('7').outcome));
    assert.ok(outcomes.every(({ found }) => found.level === 'ok'));
  });
});

test('an upstream that closes in the middle of its answer is a bad gateway and is not asked again', async () => {
  let asked = 0;
  const outcome = await outcomeOf((request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-length': '40' });
    response.write('{"sku":7', () => request.socket.destroy());
  });
  assert.deepEqual([outcome.refusal, asked], ['bad gateway', 1]);
});

test('an upstream that does not speak HTTP, or says too much, is a bad gateway', async () => {
  assert.equal((await outcomeOf((request) => request.socket.end('220 smtp\r\n'))).refusal, 'bad gateway');
  const padded = JSON.stringify(STOCK).padEnd(1024 * 1024);
  const endless = await outcomeOf((request, response) => response.end(padded));
  assert.equal(endless.refusal, 'bad gateway');
});

test('an upstream that is not there is a bad gateway', async () => {
  const stockroom = openStockroom('http://127.0.0.1:1', 2000);
  const { refusal, cause } = await stockroom.ask('7').outcome;
  assert.equal(refusal, 'bad gateway');
  assert.match(cause, /ECONNREFUSED/);
  await stockroom.close();
});

const late = {
  'never answers': () => {},
  'never finishes': (request, response) => response.writeHead(200, { 'content-length': '40' }).write('{"sku":7'),
};
for (const [name, answer] of Object.entries(late)) {
  test(`an upstream that ${name} is a gateway timeout after two seconds`, async () => {
    const start = performance.now();
    assert.equal((await outcomeOf(answer)).refusal, 'gateway timeout');
    const took = performance.now() - start;
    assert.ok(took > 1900 && took < 4000, `${took} ms`);
  });
}

test('a question that nobody waits for ends its request to the upstream', async () => {
  const { promise: gone, resolve } = Promise.withResolvers();
  let question;
  const answer = (request, response) => {
    response.on('close', resolve);
    question.cancel();
  };
  await withUpstream(answer, async (stockroom) => {
    question = stockroom.ask('7');
    assert.equal((await question.outcome).refusal, 'cancelled');
    await gone;
  });
});

test('to cancel what was answered changes nothing', async () => {
  await withUpstream((request, response) => response.end(JSON.stringify(STOCK)), async (stockroom) => {
    const question = stockroom.ask('7');
    assert.equal((await question.outcome).found.sku, 7);
    question.cancel();
    assert.equal((await stockroom.ask('7').outcome).found.sku, 7);
  });
});
