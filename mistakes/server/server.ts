import { writeSync } from 'node:fs';

/**
 * What a trigger's requests meet in JavaScript and TypeScript: a server that answers one after the other, contains what a handler
 * throws as HTTP frameworks do, and says on standard output what came of each. `server.go` and `server.rs` do the same.
 */
export interface Server {
  request(label: string, answer: () => unknown): Promise<void>;
  /** Says how much the requests left taken, and that the process is alive; nothing runs after it. */
  end(taken?: number): never;
}

const print = (line: string): void => void writeSync(1, `${line}\n`);

export function startServer(): Server {
  // A server lives on, whatever its requests wait for; without this, Node would end as soon as they wait for nothing.
  setInterval(() => undefined, 1000);
  return {
    request: async (label, answer) => {
      try {
        print(`answer ${label}: ${JSON.stringify(await answer())}`);
      } catch (error) {
        print(`failed ${label}: ${String(error).split('\n')[0]}`);
      }
    },
    end: (taken = 0) => {
      print(`left taken: ${taken}`);
      print('alive');
      process.exit(0);
    },
  };
}
