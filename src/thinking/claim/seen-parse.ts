import { z } from 'zod';

import type { Seen } from './evidence.ts';

/** A document that was read, or why it is none. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Of a document: the machine it was made on. */
export const machineSchema = z.object({
  fingerprint: z.string(),
  cpu: z.string(),
  cores: z.number(),
  kernel: z.string(),
});

/** As much of a moment as names its day. */
const DAY = 10;

/** @param at ISO 8601. @param here true for a run of the store that asks. */
export function seenAt(wire: z.output<typeof machineSchema>, at: string, here: boolean): Seen {
  const { fingerprint, cpu, cores, kernel } = wire;
  return {
    date: at.slice(0, DAY),
    machine: `${cpu}, ${cores} cores, ${kernel}`,
    fingerprint,
    here,
  };
}
