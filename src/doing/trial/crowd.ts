import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldKind, HeldLoad } from '../../thinking/scenario/scenario.ts';

/** Opened at a time: fewer than any listener's backlog, or the rest would come a second later. */
const AT_A_TIME = 200;
/** Longest wait for those opened at a time. */
const OPENED_WITHIN_MS = 10_000;

const UPGRADE = [
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: aGVsZCBjb25uZWN0aW9uIQ==',
];

/** What each sends. */
function requestOf({ kind, path }: Pick<HeldLoad, 'kind' | 'path'>): string {
  const lines = [`GET ${path} HTTP/1.1`, 'host: 127.0.0.1', ...(kind === 'websocket' ? UPGRADE : [])];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Whether an answer that begins so is the one that is to come; a waiting one is to have none. */
function isAsked(kind: HeldKind, status: number | null): boolean {
  return kind === 'websocket' ? status === 101 : kind === 'idle' && status !== null && status >= 200 && status < 300;
}

/** Connections that are opened one after the other and kept open. What is sent to them is read and dropped. */
export class Crowd {
  readonly #port: number;
  readonly #kind: HeldKind;
  readonly #request: string;
  readonly #all = new Set<Socket>();
  readonly #open = new Set<Socket>();
  #lost: string | null = null;

  constructor(port: number, held: Pick<HeldLoad, 'kind' | 'path'>) {
    this.#port = port;
    this.#kind = held.kind;
    this.#request = requestOf(held);
  }

  /** Those that are as they are to be: asked and not answered, or answered as asked and not closed. */
  get open(): number {
    return this.#open.size;
  }

  /** How the first that was lost ended; null where none was. */
  get lost(): string | null {
    return this.#lost;
  }

  /** Opens what is missing to so many. One that is lost is not opened again. */
  async growTo(count: number, signal: AbortSignal): Promise<void> {
    while (this.#all.size < count && !signal.aborted) {
      const next = Math.min(AT_A_TIME, count - this.#all.size);
      const opened = Promise.all(Array.from({ length: next }, async () => this.#openOne()));
      // One that never comes about is not counted; the others need not wait for it.
      await Promise.race([opened, sleep(OPENED_WITHIN_MS, undefined, { ref: false })]);
    }
  }

  leave(): void {
    for (const socket of this.#all) socket.destroy();
  }

  /** Resolves when it is as it is to be, or lost. */
  #openOne(): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1' });
      this.#all.add(socket);
      const keep = (): void => {
        this.#open.add(socket);
        resolve();
      };
      const lose = (how: string): void => {
        this.#lost ??= how;
        this.#open.delete(socket);
        socket.destroy();
        resolve();
      };
      socket.once('connect', () => socket.write(this.#request, () => (this.#kind === 'waiting' ? keep() : undefined)));
      socket.once('data', (chunk: Buffer) => {
        const status = statusIn(chunk);
        if (isAsked(this.#kind, status)) keep();
        else lose(status === null ? 'no answer of HTTP' : `answered with status ${status}`);
      });
      // Flows on after the first piece.
      socket.on('data', () => undefined);
      socket.once('error', (error) => lose('code' in error ? String(error.code) : error.message));
      socket.once('close', () => lose('closed'));
    });
  }
}

function statusIn(chunk: Buffer): number | null {
  const status = /^HTTP\/1\.1 (\d{3})/u.exec(chunk.subarray(0, 16).toString('latin1'))?.[1];
  return status === undefined ? null : Number(status);
}
