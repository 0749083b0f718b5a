import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionBill, instanceBill } from './bill-by-call.ts';
import { machineBill, sharedBill, taskBill, type Bill } from './bill.ts';
import { needOf, replicasOf, type Demand, type Measured } from './need.ts';
import {
  benefitOf,
  breakEvenPerSecond,
  changeableShare,
  investmentOf,
  NOTHING,
  paybackOf,
  paybackRange,
  presentValue,
  savingPerRate,
} from './payback.ts';
import { HOURS_PER_MONTH, partsOf, type Price } from './price.ts';
import { parsePrices } from './prices-parse.ts';
import { exactly, minus, plus, times, type Range } from './range.ts';

const file = 'evidence/prices/aws-us-east-1.yaml';
const read = parsePrices({ file, text: readFileSync(file, 'utf8') });
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const { prices } = read.value;
const parts = read.value.parts ?? partsOf(priceOf('machine', 'c7g.large'), priceOf('machine', 'r7g.large'));

function priceOf<K extends Price['kind']>(kind: K, id: string): Extract<Price, { kind: K }> {
  const found = prices.find((price): price is Extract<Price, { kind: K }> => price.kind === kind && price.id === id);
  if (found === undefined) throw new Error(`no price ${id}`);
  return found;
}

const PLAN = { peakFactor: 2, utilisation: 0.6, vcpuPerCore: 1 };
const SLOW: Measured = { cpuUs: exactly(1000), idleMiB: exactly(90), perRequestMiB: exactly(0.02), timeMs: exactly(5) };
const QUICK: Measured = { ...SLOW, cpuUs: exactly(200), idleMiB: exactly(10) };
const DEMAND: Demand = { ...PLAN, perSecond: 1000, leastReplicas: 2, memoryHeadroom: 1.3 };
const TYPES = prices.filter((price) => price.kind === 'machine');

const perVcpuMonth = parts.perVcpuHour * HOURS_PER_MONTH;

describe('the worked example of a rewrite that saves 0.8 ms of CPU a request', () => {
  it('takes 3.33 and 0.67 vCPU for a thousand requests a second', () => {
    expect(needOf(SLOW, DEMAND).vcpu.value).toBeCloseTo(3.3333, 4);
    expect(needOf(QUICK, DEMAND).vcpu.value).toBeCloseTo(0.6667, 4);
  });

  it('tells vCPU and memory apart from two list prices, and a third to within 3 %', () => {
    expect(parts.perVcpuHour).toBeCloseTo(0.0305, 4);
    expect(parts.perGibHour).toBeCloseTo(0.00288, 5);
    expect(perVcpuMonth).toBeCloseTo(22.25, 2);
    const predicted = 2 * parts.perVcpuHour + 8 * parts.perGibHour;
    expect(predicted / priceOf('machine', 'm7g.large').perHour).toBeCloseTo(1.03, 2);
  });

  it('saves $59 a month for a thousand requests a second on machines, $79 in tasks', () => {
    const saving = savingPerRate({ cpuUs: 1000 }, { cpuUs: 200 }, PLAN, perVcpuMonth) * 1000;
    expect(saving).toBeCloseTo(59.34, 2);
    const inTasks = savingPerRate(
      { cpuUs: 1000 },
      { cpuUs: 200 },
      PLAN,
      priceOf('tasks', 'Fargate x86').perVcpuHour * HOURS_PER_MONTH,
    );
    expect(inTasks * 1000).toBeCloseTo(78.8, 1);
  });

  it('has paid $45,000 back after 758 months at a thousand a second, after 7.6 at a hundred thousand', () => {
    const saving = savingPerRate({ cpuUs: 1000 }, { cpuUs: 200 }, PLAN, perVcpuMonth);
    const after = (perSecond: number): number => {
      const payback = paybackOf(45_000, saving * perSecond);
      return payback.kind === 'months' ? payback.months : Number.NaN;
    };
    expect(after(1000)).toBeCloseTo(758.3, 1);
    expect(after(100_000)).toBeCloseTo(7.583, 3);
    const breakEven = breakEvenPerSecond(45_000, 24, saving) ?? 0;
    expect(Math.round(breakEven / 100) * 100).toBe(31_600);
    // At that rate it is paid back after just that time.
    expect(after(breakEven)).toBeCloseTo(24, 9);
  });
});

const functionsMonth = (memoryMiB: number, warm: number, init: number): number =>
  functionBill(
    { perMonth: 1e6, warmMs: exactly(warm), coldShare: 0.01, initMs: exactly(init), memoryMiB },
    priceOf('functions', 'Lambda arm64'),
  ).value;

describe('functions', () => {
  it('cost what the worked example says, to the tenth of a cent', () => {
    expect(functionsMonth(128, 14.1, 116)).toBeCloseTo(0.227, 3);
    expect(functionsMonth(128, 1.7, 42)).toBeCloseTo(0.204, 3);
    expect(functionsMonth(128, 1.4, 14)).toBeCloseTo(0.204, 3);
  });

  it('are billed by the whole millisecond, beyond what is free', () => {
    const price = priceOf('functions', 'Lambda arm64');
    const calls = { perMonth: 1e6, warmMs: exactly(1.2), coldShare: 0, initMs: NOTHING, memoryMiB: 1024 };
    expect(functionBill(calls, price).value).toBeCloseTo(0.2 + 2000 * price.perGibSecond, 9);
    expect(functionBill(calls, { ...price, freeCalls: 1e6, freeGibSeconds: 2000 }).value).toBe(0);
  });
});

describe('replicas', () => {
  const size = { vcpu: 2, mib: 4096 };

  it('are as many as what binds asks for, and it is named', () => {
    const corner = { vcpu: 0.1, flightMiB: 10, idleMiB: 100 };
    expect(replicasOf(corner, size, 2)).toEqual({ kind: 'fits', n: 2, binding: 'least replicas' });
    expect(replicasOf({ ...corner, vcpu: 9 }, size, 2)).toEqual({ kind: 'fits', n: 5, binding: 'cpu' });
    expect(replicasOf({ ...corner, flightMiB: 3 * 3996 }, size, 2)).toEqual({ kind: 'fits', n: 3, binding: 'memory' });
  });

  it('are none where one at rest is larger than its place', () => {
    expect(replicasOf({ vcpu: 1, flightMiB: 0, idleMiB: 5000 }, size, 2)).toEqual({ kind: 'too-small' });
    expect(replicasOf({ vcpu: 1, flightMiB: 1, idleMiB: 4096 }, size, 2)).toEqual({ kind: 'too-small' });
  });

  it('do not grow by one from rounding', () => {
    expect(replicasOf({ vcpu: 0.1 + 0.2, flightMiB: 0, idleMiB: 1 }, { vcpu: 0.1, mib: 10 }, 1)).toMatchObject({
      n: 3,
    });
  });
});

function month(bill: Bill): Range {
  if (bill.kind !== 'bill') throw new Error('it does not fit');
  return bill.month;
}

describe('bills', () => {
  it('are the same for all at little traffic: the least replicas bind', () => {
    const little = { ...DEMAND, perSecond: 10 };
    const [slow, quick] = [SLOW, QUICK].map((one) => machineBill(needOf(one, little), TYPES, 2));
    expect(slow).toEqual(quick);
    expect(slow).toMatchObject({ binding: 'least replicas', rented: '2 × t4g.small' });
  });

  it('never fall as traffic grows', () => {
    const shared = {
      kind: 'shared',
      id: 'a cluster',
      region: 'r',
      currency: 'USD',
      packing: 0.65,
      ...parts,
    } as const;
    const each = { vcpu: 0.1, mib: 64 };
    const kinds: readonly ((demand: Demand) => Range)[] = [
      (demand) => month(machineBill(needOf(SLOW, demand), TYPES, demand.leastReplicas)),
      (demand) => month(taskBill(needOf(SLOW, demand), priceOf('tasks', 'Fargate x86'), demand.leastReplicas)),
      (demand) => month(sharedBill(needOf(SLOW, demand), shared, demand.leastReplicas, each)),
      ({ perSecond }) =>
        functionBill(
          { perMonth: perSecond * 2.628e6, warmMs: exactly(5), coldShare: 0.01, initMs: exactly(100), memoryMiB: 128 },
          priceOf('functions', 'Lambda arm64'),
        ),
      ({ perSecond }) =>
        instanceBill(
          {
            perMonth: perSecond * 2.628e6,
            timeMs: exactly(5),
            cpuUs: exactly(1000),
            concurrency: 80,
            utilisation: 0.6,
            vcpu: 1,
            memoryMiB: 512,
          },
          priceOf('instances', 'Cloud Run by request'),
        ),
    ];
    for (const bill of kinds) {
      let before = 0;
      for (let perSecond = 1; perSecond < 100_000; perSecond *= 1.7) {
        const { value } = bill({ ...DEMAND, perSecond });
        expect(value).toBeGreaterThanOrEqual(before);
        before = value;
      }
    }
  });

  it('are ranges where what they rest on is', () => {
    const wide: Measured = { ...SLOW, cpuUs: { value: 1000, low: 800, high: 1300 } };
    const { low, value, high } = month(machineBill(needOf(wide, { ...DEMAND, perSecond: 20_000 }), TYPES, 2));
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    const same = month(machineBill(needOf(SLOW, { ...DEMAND, perSecond: 20_000 }), TYPES, 2));
    expect(same.low).toBe(same.high);
  });

  it('say so where nothing on the list holds one', () => {
    const huge: Measured = { ...SLOW, idleMiB: exactly(50_000) };
    expect(machineBill(needOf(huge, DEMAND), TYPES, 2)).toEqual({ kind: 'too-small' });
  });
});

describe('payback', () => {
  it('is never where nothing is gained by the month, and a range where the inputs are', () => {
    expect(paybackOf(1000, 0)).toEqual({ kind: 'never' });
    expect(paybackOf(1000, -5)).toEqual({ kind: 'never' });
    const range = paybackRange({ value: 1000, low: 800, high: 2000 }, { value: 100, low: -10, high: 200 });
    expect(range).toEqual({
      value: { kind: 'months', months: 10 },
      best: { kind: 'months', months: 4 },
      worst: { kind: 'never' },
    });
    expect(breakEvenPerSecond(1000, 24, 0)).toBeNull();
  });

  it('counts who builds, who learns, and both programs side by side', () => {
    const investment = investmentOf({
      build: { value: 3, low: 2, high: 6 },
      loadedMonth: exactly(15_000),
      parallelRun: exactly(1000),
      ramp: { value: 1, low: 0.5, high: 2 },
    });
    expect(investment).toEqual({ value: 61_000, low: 38_500, high: 121_000 });
  });

  it('takes from the bill that is saved what a further language costs', () => {
    const benefit = benefitOf({
      billBefore: { value: 1000, low: 900, high: 1100 },
      billAfter: { value: 400, low: 350, high: 450 },
      incidents: exactly(100),
      maintenance: exactly(300),
    });
    expect(benefit).toEqual({ value: 400, low: 250, high: 550 });
  });

  it('is worth less the later it comes', () => {
    const [near, far] = [24, 24].map((months, at) => presentValue(exactly(1000), exactly(100), months, at * 0.2, 0));
    expect(near?.value).toBeCloseTo(1400, 6);
    expect(far?.value).toBeLessThan(1400);
  });

  it('knows which part of a bill a language changes', () => {
    expect(changeableShare({ value: 68, low: 50, high: 80 }, 32)).toEqual({
      value: 0.68,
      low: 50 / 82,
      high: 80 / 112,
    });
    expect(changeableShare(NOTHING, 0)).toEqual(NOTHING);
  });
});

it('adds and takes away ranges at their corners', () => {
  const one: Range = { value: 2, low: 1, high: 4 };
  expect(plus(one, exactly(1))).toEqual({ value: 3, low: 2, high: 5 });
  expect(minus(one, one)).toEqual({ value: 0, low: -3, high: 3 });
  expect(times(one, 10)).toEqual({ value: 20, low: 10, high: 40 });
});

const LINE =
  '{ kind: machine, id: a, vcpu: 2, gib: 4, per_hour: 0.1, region: r, currency: USD, date: 2026, source: s }';
const parse = (line: string) => parsePrices({ file: 'prices.yaml', text: `prices:\n  - ${line}\n` });

const list = (names: string) =>
  parsePrices({
    file: 'prices.yaml',
    text: `parts: [${names}]\nprices:\n  - ${LINE}\n  - ${LINE.replace('id: a', 'id: b').replace('gib: 4', 'gib: 8')}\n  - ${LINE.replace('id: a', 'id: c').replace('vcpu: 2', 'vcpu: 4')}\n`.replaceAll(
      '2026',
      "'2026'",
    ),
  });

describe('a list of prices', () => {
  it.each([', source: s', ', date: 2026', ', currency: USD'])('has no row without %s', (part) => {
    expect(parse(LINE.replace('2026', "'2026'").replace(part.replace('2026', "'2026'"), '')).ok).toBe(false);
  });

  it('names two machines that tell vCPU and memory apart, or none', () => {
    expect(list('a, b').ok).toBe(true);
    for (const names of ['a, c', 'a, a', 'a, d']) expect(list(names).ok).toBe(false);
    expect(() => partsOf(priceOf('machine', 'c7g.large'), priceOf('machine', 'c7g.large'))).toThrow(
      'differ in memory alone',
    );
  });

  it('has no price below nothing and no size of nothing', () => {
    expect(parse(LINE.replace('2026', "'2026'")).ok).toBe(true);
    expect(parse(LINE.replace('2026', "'2026'").replace('0.1', '-1')).ok).toBe(false);
    expect(parse(LINE.replace('2026', "'2026'").replace('vcpu: 2', 'vcpu: 0')).ok).toBe(false);
  });
});
