import { readProcFile } from './processes.ts';

/** Environment that tells a runtime, an allocator or a thread pool what to do. Whatever else stands there is the contender's own. */
const NAMES: readonly string[] = [
  'GODEBUG',
  'GOGC',
  'GOMAXPROCS',
  'GOMEMLIMIT',
  'LD_PRELOAD',
  'MALLOC_ARENA_MAX',
  'MALLOC_CONF',
  'NODE_ENV',
  'NODE_OPTIONS',
  'TOKIO_WORKER_THREADS',
  'UV_THREADPOOL_SIZE',
];

/**
 * What a living process was started with that concerns its runtime: that environment, and the options behind its program's name as
 * `arguments`. Null where it cannot be read. A process may have set itself something else since: the kernel shows what it began with.
 */
export function runtimeSettings(pid: number): Readonly<Record<string, string>> | null {
  const [environment, command] = [readProcFile(`/proc/${pid}/environ`), readProcFile(`/proc/${pid}/cmdline`)];
  return environment === null || command === null ? null : settingsIn(environment, command);
}

/** @param environment, command as the kernel has them: each part ends with a zero byte. */
export function settingsIn(environment: string, command: string): Readonly<Record<string, string>> {
  const set = environment.split('\0').flatMap((entry) => {
    const [, name, value] = /^([^=]+)=(.+)$/su.exec(entry) ?? [];
    return name !== undefined && value !== undefined && NAMES.includes(name) ? [[name, value] as const] : [];
  });
  const options = command.split('\0').filter((word, place) => place > 0 && word.startsWith('-'));
  return Object.fromEntries(options.length === 0 ? set : [...set, ['arguments', options.join(' ')]]);
}
