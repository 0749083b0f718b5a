import { WebSocket } from 'ws';
import type { Said } from '../../thinking/scenario/talk.ts';

/** What a client was sent. */
export type Message = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary' };

/** A client of a talk, with what it has been sent and has not looked at. */
export interface Talker {
  /** Resolves when the last of it is handed to the system; rejects never: a broken connection shows when something is awaited. */
  say(said: Said, times: number, pieces: number, withinMs: number): Promise<void>;
  /** The next message; null: none came in time, or none will. */
  next(withinMs: number): Promise<Message | null>;
  waiting(): readonly Message[];
  /** Whether a ping comes back with its payload. */
  ping(withinMs: number): Promise<boolean>;
  /** Reads nothing more until its end is awaited. */
  pause(): void;
  /** The code it was closed with, 1006 for an end without one; null: it is open. */
  ended(): number | null;
  untilEnded(withinMs: number): Promise<number | null>;
  end(): void;
}

export type Joined =
  | { readonly kind: 'joined'; readonly talker: Talker }
  | { readonly kind: 'refused'; readonly reason: string };

/** Opens a connection. A refusal is told as `status N`, or by the system's words. */
export function join(port: number, path: string, withinMs: number): Promise<Joined> {
  // As clients come that ask for nothing special: a contender that compresses without being asked breaks the protocol.
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    perMessageDeflate: false,
    handshakeTimeout: withinMs,
    maxPayload: 1024 * 1024,
  });
  const talker = talkerOn(socket);
  return new Promise((resolve) => {
    socket.once('open', () => resolve({ kind: 'joined', talker }));
    socket.once('unexpected-response', (_, response) => {
      resolve({ kind: 'refused', reason: `status ${response.statusCode}` });
      response.resume();
      socket.terminate();
    });
    socket.on('error', (error) => resolve({ kind: 'refused', reason: error.message }));
  });
}

const nobody = (): void => undefined;

function talkerOn(socket: WebSocket): Talker {
  const inbox: Message[] = [];
  let code: number | null = null;
  let wake = nobody;
  socket.on('message', (data: Buffer, binary: boolean) => {
    inbox.push(binary ? { kind: 'binary' } : { kind: 'text', text: data.toString('utf8') });
    wake();
  });
  socket.on('close', (closedWith) => {
    code = closedWith;
    wake();
  });
  const news = async (withinMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    say: async (said, times, pieces, withinMs) => {
      for (let time = 1; time < times; time += 1) send(socket, said, pieces, () => undefined);
      await inTime(withinMs, (done) => send(socket, said, pieces, done));
    },
    next: async (withinMs) => {
      if (inbox.length === 0 && code === null) await news(withinMs);
      return inbox.shift() ?? null;
    },
    waiting: () => inbox,
    ping: async (withinMs) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      const payload = Buffer.from('still there?');
      return inTime(withinMs, (done) => {
        socket.once('pong', (data: Buffer) => done(data.equals(payload)));
        socket.once('close', () => done(false));
        socket.ping(payload);
      });
    },
    pause: () => socket.pause(),
    ended: () => code,
    untilEnded: async (withinMs) => {
      const until = performance.now() + withinMs;
      socket.resume();
      for (;;) {
        const left = until - performance.now();
        if (code !== null || left <= 0) return code;
        await news(left);
      }
    },
    end: () => {
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      else socket.terminate();
    },
  };
}

/** What `begin` comes to, or false in time. */
function inTime(withinMs: number, begin: (done: (ok?: unknown) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), withinMs);
    begin((ok) => {
      clearTimeout(timer);
      resolve(ok === true);
    });
  });
}

/** One message, in so many frames of about the same length. */
function send(socket: WebSocket, said: Said, pieces: number, done: () => void): void {
  const bytes = said.kind === 'text' ? Buffer.from(said.text) : Buffer.from(said.base64, 'base64');
  const binary = said.kind === 'bytes' && said.opcode === 'binary';
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let from = 0; from === 0 || from < bytes.length; from += size) {
    const fin = from + size >= bytes.length;
    // What cannot be sent any more is told by the end of the connection.
    socket.send(bytes.subarray(from, from + size), { binary, fin }, fin ? done : () => undefined);
  }
}
