/** A price that somebody published, and may have changed since. */
interface Published {
  readonly id: string;
  readonly region: string;
  readonly currency: string;
  /** When it was read. */
  readonly date: string;
  readonly source: string;
}

/** A rented machine, by the hour. */
export interface MachinePrice extends Published {
  readonly kind: 'machine';
  readonly vcpu: number;
  readonly gib: number;
  readonly perHour: number;
}

/** Parts of a shared cluster: what a vCPU and a GiB cost in it. */
export interface SharedPrice extends Published {
  readonly kind: 'shared';
  readonly perVcpuHour: number;
  readonly perGibHour: number;
  /** Share of the cluster that is asked for by somebody; the rest is paid for, too. */
  readonly packing: number;
}

/** Containers without machines, each of one of a few sizes. */
export interface TaskPrice extends Published {
  readonly kind: 'tasks';
  readonly perVcpuHour: number;
  readonly perGibHour: number;
  readonly sizes: readonly { readonly vcpu: number; readonly gib: readonly number[] }[];
}

/** Functions, by the call and by the time that they take. */
export interface FunctionPrice extends Published {
  readonly kind: 'functions';
  readonly perMillionCalls: number;
  readonly perGibSecond: number;
  readonly freeCalls: number;
  readonly freeGibSeconds: number;
}

/** Instances by the time in which they have any request, several at once. */
export interface InstancePrice extends Published {
  readonly kind: 'instances';
  readonly perVcpuSecond: number;
  readonly perGibSecond: number;
  readonly perMillionCalls: number;
  readonly freeVcpuSeconds: number;
  readonly freeGibSeconds: number;
  readonly freeCalls: number;
}

export type Price = MachinePrice | SharedPrice | TaskPrice | FunctionPrice | InstancePrice;

/** What a vCPU and a GiB cost, as two list prices tell them apart. */
export interface PartPrices {
  readonly perVcpuHour: number;
  readonly perGibHour: number;
  /** Of the older of the two. */
  readonly date: string;
  readonly source: string;
}

export interface PriceList {
  readonly prices: readonly Price[];
  /** Null where the list does not say which two of its machines tell them apart. */
  readonly parts: PartPrices | null;
}

/** As bills count a month. */
export const HOURS_PER_MONTH = 730;

/**
 * What one vCPU and one GiB cost an hour, from two machines of one family that have as many vCPUs and unlike memory: two prices, two
 * unknowns. @throws where their vCPUs differ or their memory does not.
 */
export function partsOf(one: MachinePrice, other: MachinePrice): PartPrices {
  if (one.vcpu !== other.vcpu || one.gib === other.gib) {
    throw new Error(`${one.id} and ${other.id} do not tell vCPU and memory apart: they must differ in memory alone`);
  }
  const perGibHour = (other.perHour - one.perHour) / (other.gib - one.gib);
  return {
    perVcpuHour: (one.perHour - one.gib * perGibHour) / one.vcpu,
    perGibHour,
    date: one.date < other.date ? one.date : other.date,
    source: `list prices of ${one.id} and ${other.id}, ${one.region}`,
  };
}
