import { cornersOf, replicasOf, type Binding, type Corner, type Need } from './need.ts';
import { HOURS_PER_MONTH, type MachinePrice, type SharedPrice, type TaskPrice } from './price.ts';
import type { Range } from './range.ts';

const MIB_PER_GIB = 1024;

/** What a need costs a month in one way of renting. */
export type Bill =
  | {
      readonly kind: 'bill';
      /** Money a month, of the price's currency. */
      readonly month: Range;
      /** What is rented, at the values of the need: `7 × m7g.large`. */
      readonly rented: string;
      readonly binding: Binding;
    }
  /** Nothing that is on the list holds one replica. */
  | { readonly kind: 'too-small' };

/** One way of meeting a need. */
interface Offer {
  readonly month: number;
  readonly rented: string;
  readonly binding: Binding;
}

function cheapest(offers: readonly Offer[]): Offer | null {
  const [first, ...others] = offers;
  if (first === undefined) return null;
  return others.reduce((best, offer) => (offer.month < best.month ? offer : best), first);
}

/** A corner at a time: the bill grows with the need, so its corners are the ends of it. */
function billAt(need: Need, offerOf: (corner: Corner) => Offer | null): Bill {
  const { value, low, high } = cornersOf(need);
  const [middle, least, most] = [offerOf(value), offerOf(low), offerOf(high)];
  if (middle === null || least === null || most === null) return { kind: 'too-small' };
  const { rented, binding } = middle;
  return { kind: 'bill', month: { value: middle.month, low: least.month, high: most.month }, rented, binding };
}

/** Machines of one type each, the cheapest of the types: `reserved` of each is the system's own. */
export function machineBill(
  need: Need,
  types: readonly MachinePrice[],
  least: number,
  reserved: { readonly vcpu: number; readonly mib: number } = { vcpu: 0, mib: 0 },
): Bill {
  return billAt(need, (corner) =>
    cheapest(
      types.flatMap(({ id, vcpu, gib, perHour }): readonly Offer[] => {
        const size = { vcpu: vcpu - reserved.vcpu, mib: gib * MIB_PER_GIB - reserved.mib };
        if (size.vcpu <= 0) return [];
        const held = replicasOf(corner, size, least);
        if (held.kind === 'too-small') return [];
        const month = held.n * perHour * HOURS_PER_MONTH;
        return [{ month, rented: `${held.n} × ${id}`, binding: held.binding }];
      }),
    ),
  );
}

/** Containers without machines: the cheapest of the sizes that hold it. */
export function taskBill(need: Need, price: TaskPrice, least: number): Bill {
  const sizes = price.sizes.flatMap(({ vcpu, gib }) => gib.map((each) => ({ vcpu, gib: each })));
  return billAt(need, (corner) =>
    cheapest(
      sizes.flatMap(({ vcpu, gib }): readonly Offer[] => {
        const held = replicasOf(corner, { vcpu, mib: gib * MIB_PER_GIB }, least);
        if (held.kind === 'too-small') return [];
        const each = vcpu * price.perVcpuHour + gib * price.perGibHour;
        const rented = `${held.n} × ${vcpu} vCPU with ${gib} GiB`;
        return [{ month: held.n * each * HOURS_PER_MONTH, rented, binding: held.binding }];
      }),
    ),
  );
}

/** A part of a shared cluster: what is asked for, and its share of what nobody asks for. @param each smallest request of a replica. */
export function sharedBill(
  need: Need,
  price: SharedPrice,
  least: number,
  each: { readonly vcpu: number; readonly mib: number },
): Bill {
  return billAt(need, (corner) => {
    const vcpu = Math.max(corner.vcpu, least * each.vcpu);
    const floorMiB = least * Math.max(each.mib, corner.idleMiB);
    const mib = Math.max(floorMiB, least * corner.idleMiB + corner.flightMiB);
    const hour = (vcpu * price.perVcpuHour + (mib / MIB_PER_GIB) * price.perGibHour) / price.packing;
    const binding: Binding = corner.vcpu > least * each.vcpu ? 'cpu' : mib > floorMiB ? 'memory' : 'least replicas';
    const rented = `${vcpu.toFixed(2)} vCPU and ${(mib / MIB_PER_GIB).toFixed(2)} GiB of ${price.id}`;
    return { month: hour * HOURS_PER_MONTH, rented, binding };
  });
}
