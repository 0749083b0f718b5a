import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

import type { Listener } from './probe.ts';

const LISTENING = '0A';

/** A listening socket as the kernel's table shows it. */
export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/**
 * Every listening TCP socket on a port, of both families, with the pids that hold it. Several sockets may share one port
 * (SO_REUSEPORT, or one a family), so each stands on its own; a process whose descriptors this user may not read is not named.
 */
export function listeners(port: number): readonly Listener[] {
  const sockets = [...table('tcp'), ...table('tcp6')].filter((socket) => socket.port === port);
  if (sockets.length === 0) return [];
  const holders = new Map<string, number[]>(sockets.map((socket) => [`socket:[${socket.inode}]`, []]));
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    for (const link of heldLinks(pid)) {
      const pids = holders.get(link);
      if (pids !== undefined && !pids.includes(pid)) pids.push(pid);
    }
  }
  return sockets.map(({ address, inode }) => ({ address, port, pids: holders.get(`socket:[${inode}]`) ?? [] }));
}

/** Ports below this belong to well-known programs. */
const FIRST_PORT = 20_000;
/** So many are tried before the system is asked for one. */
const TRIES = 20;

/**
 * A port of 127.0.0.1 that nobody uses, below those that the system gives to outgoing connections: a contender that keeps thousands of
 * them open would else take the next one's port now and then. Another program may take it before it is used: be ready to ask again.
 */
export async function freePort(): Promise<number> {
  const room = firstOutgoing() - FIRST_PORT;
  const tries = room > 0 ? TRIES : 0;
  for (let time = 0; time < tries; time += 1) {
    const bound = await bind(FIRST_PORT + Math.floor(Math.random() * room));
    if (bound !== null) return bound;
  }
  const given = await bind(0);
  if (given === null) throw new Error('the system gave no free port');
  return given;
}

/** The lowest port of an outgoing connection; 0 where it cannot be read. */
function firstOutgoing(): number {
  try {
    return Number(/^(\d+)\s/u.exec(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // another system, or a closed /proc: its own choice is as good as any
  }
}

/** The port once it was listened on and let go; null where somebody has it. */
function bind(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('a TCP server without a port'));
        else resolve(address.port);
      });
    });
  });
}

/** The listening sockets in the text of `/proc/net/tcp` or `tcp6`. */
export function parseListening(text: string): readonly ListeningSocket[] {
  const found: ListeningSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/u);
    const [, local = '', , state] = fields;
    const [hex = '', port = ''] = local.split(':');
    const inode = fields[9];
    if (state === LISTENING && inode !== undefined) {
      found.push({ address: addressOf(hex), port: Number.parseInt(port, 16), inode });
    }
  }
  return found;
}

/** The kernel prints addresses as 32-bit words in the host's byte order, which is little-endian wherever we start. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/gu) ?? []).flatMap((word) => (word.match(/../gu) ?? []).toReversed());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  if (bytes.slice(0, -1).every((byte) => byte === '00')) return bytes.at(-1) === '01' ? '::1' : '::';
  const groups: string[] = [];
  for (let index = 0; index < bytes.length; index += 2) {
    groups.push(Number.parseInt(`${bytes[index]}${bytes[index + 1]}`, 16).toString(16));
  }
  return groups.join(':');
}

function table(name: 'tcp' | 'tcp6'): readonly ListeningSocket[] {
  try {
    return parseListening(readFileSync(`/proc/self/net/${name}`, 'latin1'));
  } catch (error) {
    // A kernel without IPv6 has no such table and no such socket.
    if (name === 'tcp6') return [];
    throw error;
  }
}

/** Where a process's descriptors point; nothing for a process that has ended or is closed to us. */
function heldLinks(pid: number): readonly string[] {
  const directory = `/proc/${pid}/fd`;
  const links: string[] = [];
  try {
    for (const descriptor of readdirSync(directory)) {
      try {
        links.push(readlinkSync(`${directory}/${descriptor}`));
      } catch {
        // Closed in between: then it is held no more.
      }
    }
  } catch {
    return links;
  }
  return links;
}
