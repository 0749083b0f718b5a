import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** A server in this process that notes when each request came. */
export interface Recorder {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** When each request came, in ns; one request a packet, since no connection has two at a time. */
  readonly times: readonly number[];
  close(): void;
}

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** On `core`, where it never sleeps: it would wake up as late as the generators do whose sending it is to see. */
export async function openRecorder(core: number): Promise<Recorder> {
  const times: number[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      times.push(Number(process.hrtime.bigint()));
      socket.write(ANSWER);
    });
  });
  const url = `http://127.0.0.1:${await portOf(server)}/`;
  const before = coresOfThisProcess();
  bindTo(String(core));
  const stayAwake = (): void => void (server.listening && setImmediate(stayAwake));
  stayAwake();
  const close = (): void => {
    server.close();
    bindTo(before);
  };
  return { url, times, close };
}

async function portOf(server: Server): Promise<number> {
  const listening = Promise.withResolvers<number>();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') listening.resolve(address.port);
  });
  return listening.promise;
}

function coresOfThisProcess(): string {
  const found = /^Cpus_allowed_list:\s*(\S+)$/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (found === undefined) throw new Error('/proc/self/status does not tell the cores of this process');
  return found;
}

/** All threads of this process. Node cannot do it by itself. */
function bindTo(cores: string): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(process.pid)], { stdio: 'ignore' });
}
