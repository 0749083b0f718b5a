import type { Argv } from '../../thinking/contender/contender.ts';
import type { Exit, Isolation } from '../enclosure/enclosure.ts';

/** How a command of a contender's definition is run: where, with what in its environment, and for how long at most. */
export interface CommandMeans {
  readonly isolation: Isolation;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

export type CommandEnd =
  /** With the CPU seconds of all that it started, as exactly as the enclosure can know them. */
  | { readonly kind: 'ended'; readonly exit: Exit; readonly lastLines: readonly string[]; readonly cpuS: number }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'too-long'; readonly lastLines: readonly string[] }
  | { readonly kind: 'interrupted' };

/**
 * Runs a command to its end inside an enclosure of its own, so that nothing it started outlives it.
 *
 * @param onLine called with each line of its standard output, where that is the answer and not something to show.
 */
export async function runCommand(
  name: string,
  argv: Argv,
  means: CommandMeans,
  onLine: ((line: string) => void) | null = null,
): Promise<CommandEnd> {
  const started = await means.isolation.start({
    name,
    argv,
    cwd: means.cwd,
    env: means.environment,
    cores: null,
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine,
  });
  if (!started.ok) return { kind: 'not-started', reason: started.problem.reason };
  const enclosed = started.value;
  const end = await Promise.race([enclosed.exited, after(means.withinMs), aborted(means.signal)]);
  await enclosed.stop(end === 'too-long' || end === 'interrupted' ? 500 : 0);
  if (end === 'too-long') return { kind: 'too-long', lastLines: enclosed.lastLines() };
  if (end === 'interrupted') return { kind: 'interrupted' };
  return { kind: 'ended', exit: end, lastLines: enclosed.lastLines(), cpuS: enclosed.cpuSeconds() };
}

async function after(ms: number): Promise<'too-long'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('too-long'), ms).unref();
  });
}

async function aborted(signal: AbortSignal): Promise<'interrupted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('interrupted');
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
}

/** `exit code 1`, `killed by SIGKILL`, as failures quote it. */
export function exitText(exit: Exit): string {
  switch (exit.kind) {
    case 'code':
      return `exit code ${exit.code}`;
    case 'signal':
      return `killed by ${exit.signal}`;
    case 'out-of-memory':
      return `out of memory at ${exit.limitMiB} MiB`;
  }
}
