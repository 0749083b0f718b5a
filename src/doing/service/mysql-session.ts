import type { Enclosed, Isolation, StartFailure } from '../enclosure/enclosure.ts';
import { folderArguments, toolEnvironment } from './tools.ts';
import type { MysqlTools } from './tools.ts';

/** The server refused a statement, or the connection is gone; the client ends in both cases. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
}

/** One connection as administrator, kept open through one client process: asking starts no process. */
export interface Session {
  /** The rows of the answer, each its columns as text. Questions are answered in order. Rejects with `StatementFailed`. */
  ask(statement: string): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}

/** Commands that the server counts for each `ask`: the statement, and the mark that ends its answer. */
export const COMMANDS_PER_ASK = 2;

export interface SessionRequest {
  readonly tools: MysqlTools;
  readonly isolation: Isolation;
  readonly directory: string;
  readonly socket: string;
  readonly cores: readonly number[];
}

interface Waiting {
  readonly mark: string;
  readonly rows: (readonly string[])[];
  readonly resolve: (rows: readonly (readonly string[])[]) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Batch mode ends at the first error; unbuffered lets each answer out at once; binary mode leaves bytes alone and takes no
 * line for a client command (`\!` would run a program).
 */
function clientArguments({ tools, socket }: SessionRequest): readonly [string, ...string[]] {
  const folders = folderArguments({ 'character-sets-dir': tools.charsets, 'plugin-dir': tools.plugins });
  return [
    tools.client,
    '--no-defaults',
    `--socket=${socket}`,
    '--user=root',
    '--batch',
    '--skip-column-names',
    '--unbuffered',
    '--binary-mode',
    '--skip-reconnect',
    '--default-character-set=utf8mb4',
    '--max-allowed-packet=64M',
    ...folders,
  ];
}

export type SessionStart =
  | { readonly ok: true; readonly value: Session }
  | { readonly ok: false; readonly problem: StartFailure };

/** Opens the session on a server that is ready. */
export async function openSession(request: SessionRequest): Promise<SessionStart> {
  const waiting: Waiting[] = [];
  const takeLine = (line: string): void => {
    const first = waiting[0];
    if (first === undefined) return;
    if (line !== first.mark) {
      first.rows.push(line.split('\t'));
      return;
    }
    waiting.shift();
    first.resolve(first.rows);
  };
  const started = await request.isolation.start({
    name: 'mysql-client',
    argv: clientArguments(request),
    cwd: request.directory,
    env: toolEnvironment(request.tools, request.directory),
    cores: request.cores,
    memoryMiB: null,
    pids: null,
    stdin: 'pipe',
    onLine: takeLine,
  });
  return started.ok ? { ok: true, value: sessionOf(started.value, waiting) } : started;
}

function sessionOf(client: Enclosed, waiting: Waiting[]): Session {
  let ended = false;
  let asked = 0;
  const failure = (): StatementFailed => new StatementFailed(client.lastLines().at(-1) ?? 'the connection was closed');
  void client.exited.then(() => {
    ended = true;
    for (const one of waiting.splice(0)) one.reject(failure());
  });
  return {
    ask: (statement) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(failure());
          return;
        }
        asked += 1;
        // No answer of ours begins with a vertical tab, so no row can pass for the mark.
        const mark = `\u000bend ${asked}`;
        waiting.push({ mark, rows: [], resolve, reject });
        client.write(`${statement};\nSELECT '${mark}';`);
      }),
    close: async () => {
      await client.stop(0);
    },
  };
}
