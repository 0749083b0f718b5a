import type { EventEmitter } from 'node:events';

export type Queue = EventEmitter<{ message: [text: string] }>;

export function firstHost(queue: Queue): Promise<string> {
  return new Promise((resolve) => {
    queue.once('message', (text) => resolve(URL.parse(text)?.hostname ?? 'no link'));
  });
}
