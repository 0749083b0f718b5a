// The reference computation of the scenario: what an order must be answered with. It is written apart from every
// contender, in whole-number arithmetic (BigInt), so that a rounding slip here and there cannot agree by accident.

export type Line = {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
  readonly tags: readonly string[];
};

export type Order = {
  readonly id: string;
  readonly placedAt: string;
  readonly currency: string;
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly country: string;
  };
  readonly discountPercent: number;
  readonly lines: readonly Line[];
  readonly note?: string;
};

type PricedLine = Omit<Line, 'tags'> & { readonly totalCents: number };
type CategorySum = {
  readonly category: string;
  readonly quantity: number;
  readonly totalCents: number;
};

export type Answer = {
  readonly id: string;
  readonly customerId: string;
  readonly currency: string;
  readonly placedAt: string;
  readonly lines: readonly PricedLine[];
  readonly categories: readonly CategorySum[];
  readonly units: number;
  readonly subtotalCents: number;
  readonly discountCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
};

const TAX_PERCENT: ReadonlyMap<string, number> = new Map([
  ['DE', 19],
  ['FR', 20],
  ['GB', 20],
  ['US', 0],
]);
const TAX_PERCENT_ELSEWHERE = 21;

/** Value order of two ASCII texts, by their bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** percent of cents, rounded towards zero; cents and percent are whole and not negative. */
function percentOf(cents: bigint, percent: number): bigint {
  return (cents * BigInt(percent)) / 100n;
}

function priced(line: Line): PricedLine {
  const { sku, name, category, quantity, unitPriceCents } = line;
  return {
    sku,
    name,
    category,
    quantity,
    unitPriceCents,
    totalCents: quantity * unitPriceCents,
  };
}

function categorySums(lines: readonly PricedLine[]): readonly CategorySum[] {
  const names = [...new Set(lines.map((line) => line.category))].toSorted(byBytes);
  return names.map((category) => {
    const own = lines.filter((line) => line.category === category);
    return {
      category,
      quantity: own.reduce((sum, line) => sum + line.quantity, 0),
      totalCents: own.reduce((sum, line) => sum + line.totalCents, 0),
    };
  });
}

/** The answer a valid order must get. All sums stay below 2^53, so plain numbers carry them exactly. */
export function referenceAnswer(order: Order): Answer {
  const lines = order.lines.map(priced);
  // Array sort is stable: lines equal on both keys keep their order of input.
  const sorted = lines.toSorted((a, b) => b.totalCents - a.totalCents || byBytes(a.sku, b.sku));
  const subtotal = lines.reduce((sum, line) => sum + BigInt(line.totalCents), 0n);
  const discount = percentOf(subtotal, order.discountPercent);
  const rate = TAX_PERCENT.get(order.customer.country) ?? TAX_PERCENT_ELSEWHERE;
  const tax = percentOf(subtotal - discount, rate);
  return {
    id: order.id,
    customerId: order.customer.id,
    currency: order.currency,
    placedAt: order.placedAt,
    lines: sorted,
    categories: categorySums(lines),
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotalCents: Number(subtotal),
    discountCents: Number(discount),
    taxCents: Number(tax),
    totalCents: Number(subtotal - discount + tax),
  };
}
