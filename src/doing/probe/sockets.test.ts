import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';

import { freePort, listeners, parseListening } from './sockets.ts';

async function listenOn(port: number, host: string, more: { reusePort?: boolean } = {}) {
  const server = createServer();
  server.listen({ port, host, ...more });
  await once(server, 'listening');
  return server;
}

test('addresses of both families are read, and sockets that do not listen are left out', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const tail = '00000000:00000000 00:00000000 00000000     0        0';
  const lines = [
    `   0: 0100007F:1F90 00000000:0000 0A ${tail} 111 1 0`,
    `   1: 0100007F:1F90 0100007F:C001 01 ${tail} 222 1 0`,
    `   2: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A ${tail} 333 1 0`,
    `   3: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A ${tail} 444 1 0`,
  ];
  expect(parseListening(head + lines.join('\n'))).toEqual([
    { address: '127.0.0.1', port: 8080, inode: '111' },
    { address: '::1', port: 80, inode: '333' },
    { address: '::', port: 80, inode: '444' },
  ]);
});

test('a free port has no listener, and one that is taken names its owner', async () => {
  const port = await freePort();
  expect(listeners(port)).toEqual([]);
  const server = await listenOn(port, '127.0.0.1');
  expect(listeners(port)).toEqual([{ address: '127.0.0.1', port, pids: [process.pid] }]);
  server.close();
});

test('a squatter that shares the port is a listener of its own', async () => {
  const port = await freePort();
  const script = `require('node:net').createServer().listen({ port: ${port}, host: '127.0.0.1', reusePort: true }, () => console.log('up'))`;
  const squatter = spawn(process.execPath, ['-e', script]);
  await once(squatter.stdout, 'data');
  const server = await listenOn(port, '127.0.0.1', { reusePort: true });
  const owners = listeners(port).map(({ pids }) => pids);
  expect(owners).toHaveLength(2);
  expect(owners).toEqual(expect.arrayContaining([[process.pid], [squatter.pid]]));
  server.close();
  squatter.kill('SIGKILL');
  await once(squatter, 'exit');
});

test('a child that inherited the socket is named beside its parent', async () => {
  const port = await freePort();
  const script = `const server = require('node:net').createServer().listen(${port}, '127.0.0.1', () =>
    require('node:child_process').spawn('sleep', ['300'], { stdio: ['ignore', 'ignore', 'ignore', server._handle.fd] }) && console.log('up'))`;
  const parent = spawn(process.execPath, ['-e', script], { detached: true });
  await once(parent.stdout, 'data');
  const [listener] = listeners(port);
  expect(listener?.pids).toHaveLength(2);
  expect(listener?.pids).toContain(parent.pid);
  process.kill(-(parent.pid ?? 0), 'SIGKILL');
  await once(parent, 'exit');
});

test('a free port lies below those of outgoing connections', async () => {
  const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
  const ports = await Promise.all(Array.from({ length: 20 }, async () => freePort()));
  for (const port of ports) {
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(Number(range.split(/\s/u)[0]));
  }
});
