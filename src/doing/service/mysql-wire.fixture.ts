import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A bare MySQL connection that sends single commands of the protocol: the client program cannot ping or prepare. */
export interface WireConnection {
  query(sql: string): Promise<void>;
  ping(): Promise<void>;
  /** Gives the statement's number. */
  prepare(sql: string): Promise<number>;
  execute(statement: number): Promise<void>;
  /** COM_RESET_CONNECTION. */
  reset(): Promise<void>;
  end(): void;
}

const PROTOCOL_41 = 0x200;
const SECURE_CONNECTION = 0x8000;
const PLUGIN_AUTH = 0x8_0000;

function sha1(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Answers arrive in one piece here: they are small and the server is on this machine, so a short silence ends them. */
function answer(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      setTimeout(() => {
        socket.off('data', take);
        const all = Buffer.concat(chunks);
        if (all[4] === 0xff) reject(new Error(all.subarray(7).toString()));
        else resolve(all);
      }, 20);
    };
    socket.on('data', take);
  });
}

function send(socket: Socket, sequence: number, payload: Buffer): Promise<Buffer> {
  const head = Buffer.from([payload.length & 0xff, payload.length >> 8, 0, sequence]);
  const got = answer(socket);
  socket.write(Buffer.concat([head, payload]));
  return got;
}

/** The reply to the server's greeting, with mysql_native_password. */
function login(greeting: Buffer, user: string, password: string): Buffer {
  const versionEnd = greeting.indexOf(0, 5);
  const first = greeting.subarray(versionEnd + 5, versionEnd + 13);
  const second = greeting.subarray(versionEnd + 32, versionEnd + 44);
  const once = sha1(Buffer.from(password));
  const mask = sha1(first, second, sha1(once));
  const proof = once.map((byte, index) => byte ^ (mask[index] ?? 0));
  const fixed = Buffer.alloc(32);
  fixed.writeUInt32LE(PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH, 0);
  fixed.writeUInt32LE(1 << 24, 4);
  fixed[8] = 45;
  return Buffer.concat([
    fixed,
    Buffer.from(`${user}\0`),
    Buffer.from([20]),
    proof,
    Buffer.from('mysql_native_password\0'),
  ]);
}

/** Connects and logs in as the URL says. */
export async function wireConnection(url: URL): Promise<WireConnection> {
  const socket = connect(Number(url.port), url.hostname);
  const greeting = await answer(socket);
  await send(socket, 1, login(greeting, url.username, url.password));
  const command = (code: number, rest: Buffer): Promise<Buffer> =>
    send(socket, 0, Buffer.concat([Buffer.from([code]), rest]));
  return {
    query: async (sql) => void (await command(0x03, Buffer.from(sql))),
    ping: async () => void (await command(0x0e, Buffer.alloc(0))),
    prepare: async (sql) => (await command(0x16, Buffer.from(sql))).readUInt32LE(5),
    execute: async (statement) => {
      const rest = Buffer.alloc(9);
      rest.writeUInt32LE(statement, 0);
      rest.writeUInt32LE(1, 5);
      await command(0x17, rest);
    },
    reset: async () => void (await command(0x1f, Buffer.alloc(0))),
    end: () => socket.destroy(),
  };
}
