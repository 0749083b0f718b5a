import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Load generators that follow a script and send no load; for tests. */

export const MADE_TIMES = { p50: 1, p90: 2, p99: 3, p99_9: null, max: 4 };

/** The wire form of a phase in which all went well: 700 requests in a second, on the open side. */
export const MADE_RESULT = {
  verdict: 'valid',
  reasons: [],
  partial: false,
  balanced: true,
  planned: 700,
  correct: 700,
  wrong: 0,
  failed: 0,
  shed: 0,
  unfinished: 0,
  wrong_by: {},
  failed_by: {},
  took_s: 1,
  offered_per_s: 700,
  achieved_per_s: 700,
  response_ms: MADE_TIMES,
  service_ms: MADE_TIMES,
  send_lag_us: null,
  cpu_us_per_request: 9.4,
  by_operation: {},
  draws: '1',
  histograms: { response: null, service: null },
};

/** A line of the script that tells an event. */
export function tells(event: object): string {
  return `echo '${JSON.stringify(event)}'`;
}

/** A line that announces a phase and waits for the word to begin it. */
export function waitsFor(phase: string): string {
  return `${tells({ event: 'waiting', phase })}; read word`;
}

/** A line that ends a phase, with a result that differs from the made one by `more`. */
export function ends(phase: string, more: object = {}): string {
  return tells({ event: 'phase', phase, result: { ...MADE_RESULT, ...more } });
}

/** What the made core takes for the fixed piece of work. */
export const MADE_SPEED = { event: 'core-speed', arithmetic_cpu_ns: 11e6, memory_cpu_ns: 9e6, wall_ns: 21e6 };

/** A line that answers each question to the watch with so many samples of 20 µs. */
export function watches(samples: number): string {
  const answers = tells({ event: 'core-watch', ns: Array.from({ length: samples }, () => 20_000) });
  return `while read question; do ${answers}; done`;
}

/** Writes the script as a program of that name and gives its path. */
export function scriptedProgram(folder: string, name: string, lines: readonly string[]): string {
  const program = join(folder, name);
  writeFileSync(program, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(program, 0o755);
  return program;
}
