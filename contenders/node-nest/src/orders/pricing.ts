export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

export interface Order {
  readonly id: string;
  readonly placedAt: string;
  readonly currency: string;
  readonly customer: { readonly id: string; readonly country: string };
  readonly discountPercent: number;
  readonly lines: readonly OrderLine[];
}

export interface PricedLine extends OrderLine {
  readonly totalCents: number;
}

export interface CategorySum {
  readonly category: string;
  quantity: number;
  totalCents: number;
}

export interface PricedOrder {
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
}

const TAX_PERCENT = new Map([
  ['DE', 19],
  ['FR', 20],
  ['GB', 20],
  ['US', 0],
]);
const TAX_PERCENT_ELSEWHERE = 21;

/**
 * Totals, categories, discount and tax of a valid order, all in integer cents.
 * Exact in doubles: the largest product is 5e12 * 100, far below 2^53.
 */
export function priceOrder(order: Order): PricedOrder {
  const lines = order.lines.map(({ sku, name, category, quantity, unitPriceCents }) => ({
    sku,
    name,
    category,
    quantity,
    unitPriceCents,
    totalCents: quantity * unitPriceCents,
  }));
  lines.sort(byTotalThenSku);

  let units = 0;
  let subtotalCents = 0;
  for (const line of lines) {
    units += line.quantity;
    subtotalCents += line.totalCents;
  }
  const discountCents = percentOf(subtotalCents, order.discountPercent);
  const taxCents = percentOf(
    subtotalCents - discountCents,
    TAX_PERCENT.get(order.customer.country) ?? TAX_PERCENT_ELSEWHERE,
  );

  return {
    id: order.id,
    customerId: order.customer.id,
    currency: order.currency,
    placedAt: order.placedAt,
    lines,
    categories: sumByCategory(lines),
    units,
    subtotalCents,
    discountCents,
    taxCents,
    totalCents: subtotalCents - discountCents + taxCents,
  };
}

// Skus are ASCII by their pattern, so comparing code units is comparing bytes.
function byTotalThenSku(a: PricedLine, b: PricedLine): number {
  if (a.totalCents !== b.totalCents) return b.totalCents - a.totalCents;
  if (a.sku === b.sku) return 0;
  return a.sku < b.sku ? -1 : 1;
}

function percentOf(cents: number, percent: number): number {
  return Math.floor((cents * percent) / 100);
}

function sumByCategory(lines: readonly PricedLine[]): CategorySum[] {
  const sums = new Map<string, CategorySum>();
  for (const { category, quantity, totalCents } of lines) {
    const sum = sums.get(category);
    if (sum === undefined) {
      sums.set(category, { category, quantity, totalCents });
    } else {
      sum.quantity += quantity;
      sum.totalCents += totalCents;
    }
  }
  return [...sums.values()].sort((a, b) => (a.category < b.category ? -1 : 1));
}
