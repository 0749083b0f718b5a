import { z } from 'zod';

import type { Defined } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Source } from '../definition/reader.ts';
import { partsOf, type MachinePrice, type Price, type PriceList } from './price.ts';

const DATE_RULE = 'a year, a month or a day, such as 2026, 2026-01 or 2026-01-31';
const line = z.string().min(1);
const money = z.number().nonnegative({ error: 'a price of at least 0' });
const size = z.number().positive({ error: 'a number above 0' });

const published = {
  id: line,
  region: line,
  currency: z.string().regex(/^[A-Z]{3}$/u, 'a currency of three capital letters, such as USD'),
  date: z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u, DATE_RULE),
  source: line,
};

const priceSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('machine'), ...published, vcpu: size, gib: size, per_hour: money }),
    z.strictObject({
      kind: z.literal('shared'),
      ...published,
      per_vcpu_hour: money,
      per_gib_hour: money,
      packing: z.number().gt(0).max(1, 'a share above 0 and at most 1'),
    }),
    z.strictObject({
      kind: z.literal('tasks'),
      ...published,
      per_vcpu_hour: money,
      per_gib_hour: money,
      sizes: z.array(z.strictObject({ vcpu: size, gib: z.array(size).min(1) })).min(1),
    }),
    z.strictObject({
      kind: z.literal('functions'),
      ...published,
      per_million_calls: money,
      per_gib_second: money,
      free_calls: money.default(0),
      free_gib_seconds: money.default(0),
    }),
    z.strictObject({
      kind: z.literal('instances'),
      ...published,
      per_vcpu_second: money,
      per_gib_second: money,
      per_million_calls: money,
      free_vcpu_seconds: money.default(0),
      free_gib_seconds: money.default(0),
      free_calls: money.default(0),
    }),
  ],
  { error: 'one of machine, shared, tasks, functions, instances' },
);

const PARTS_RULE = 'the ids of two machines of this list with as many vCPUs and unlike memory';

const pricesSchema = z.strictObject({
  prices: z.array(priceSchema).min(1),
  parts: z.tuple([line, line], { error: PARTS_RULE }).optional(),
});

function priceOf(wire: z.output<typeof priceSchema>): Price {
  switch (wire.kind) {
    case 'machine': {
      const { per_hour: perHour, ...rest } = wire;
      return { ...rest, perHour };
    }
    case 'shared':
    case 'tasks': {
      const { per_vcpu_hour: perVcpuHour, per_gib_hour: perGibHour, ...rest } = wire;
      return { ...rest, perVcpuHour, perGibHour };
    }
    case 'functions': {
      const { per_million_calls: perMillionCalls, per_gib_second: perGibSecond, ...rest } = wire;
      const { free_calls: freeCalls, free_gib_seconds: freeGibSeconds, ...about } = rest;
      return { ...about, perMillionCalls, perGibSecond, freeCalls, freeGibSeconds };
    }
    case 'instances': {
      const { id, region, currency, date, source, kind } = wire;
      return {
        kind,
        id,
        region,
        currency,
        date,
        source,
        perVcpuSecond: wire.per_vcpu_second,
        perGibSecond: wire.per_gib_second,
        perMillionCalls: wire.per_million_calls,
        freeVcpuSeconds: wire.free_vcpu_seconds,
        freeGibSeconds: wire.free_gib_seconds,
        freeCalls: wire.free_calls,
      };
    }
  }
}

function machineOf(prices: readonly Price[], id: string): MachinePrice | null {
  return prices.find((price): price is MachinePrice => price.kind === 'machine' && price.id === id) ?? null;
}

/** Reads a list of prices: none is taken without its date and its source. */
export function parsePrices(source: Source): Defined<PriceList> {
  const read = readDefinition(source, pricesSchema);
  if (!read.ok) return read;
  const definition = read.value;
  const prices = definition.value.prices.map(priceOf);
  const { parts } = definition.value;
  if (parts === undefined) return { ok: true, value: { prices, parts: null } };
  const [one, other] = parts.map((id) => machineOf(prices, id));
  if (one === null || other === null || one === undefined || other === undefined || !areTold(one, other)) {
    return { ok: false, problems: [definition.problem(['parts'], PARTS_RULE)] };
  }
  return { ok: true, value: { prices, parts: partsOf(one, other) } };
}

function areTold(one: MachinePrice, other: MachinePrice): boolean {
  return one.vcpu === other.vcpu && one.gib !== other.gib;
}
