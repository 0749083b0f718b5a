import { readFileSync } from 'node:fs';
import type { Pressure } from './probe.ts';

/** The machine's pressure stall totals. */
export function readPressure(): Pressure {
  return { cpuS: someTotal('cpu'), memoryS: someTotal('memory'), ioS: someTotal('io') };
}

/** The total of the line `some`, given in microseconds, as seconds; null where the text has none. */
export function parseSomeTotal(text: string): number | null {
  const match = /^some .*\btotal=(\d+)$/mu.exec(text);
  return match === null ? null : Number(match[1]) / 1e6;
}

function someTotal(resource: string): number | null {
  try {
    return parseSomeTotal(readFileSync(`/proc/pressure/${resource}`, 'latin1'));
  } catch {
    return null;
  }
}
