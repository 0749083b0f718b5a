import { z } from 'zod';

import { FIGURES } from '../footprint/footprint.ts';
import type { FootprintEvidence, FootprintValue } from './evidence.ts';
import { machineSchema, seenAt, type Read } from './seen-parse.ts';

const number = z.number().nullable();

const footprintSchema = z.object({
  schema: z.literal('bakeoff/footprint@1'),
  taken_at: z.string(),
  machine: machineSchema,
  contenders: z.array(
    z.object({
      contender: z.string(),
      figures: z.record(z.string(), z.object({ value: number, low: number, high: number, n: number.default(null) })),
    }),
  ),
});

/** A document of footprints (`bakeoff/footprint@1`) as evidence: figures without a value are left out. */
export function readFootprints(document: unknown, here: boolean): Read<FootprintEvidence> {
  const read = footprintSchema.safeParse(document);
  if (!read.success) return { ok: false, problem: z.prettifyError(read.error) };
  const { taken_at: at, contenders } = read.data;
  const values = contenders.flatMap(({ contender, figures }) =>
    FIGURES.flatMap((figure): readonly FootprintValue[] => {
      const one = figures[figure];
      if (one === undefined || one.value === null) return [];
      const { value, low, high, n } = one;
      return [{ contender, figure, value, low: low ?? value, high: high ?? value, n: low === null ? null : n }];
    }),
  );
  return { ok: true, value: { seen: seenAt(read.data.machine, at, here), values } };
}
