import { Ajv } from 'ajv';

const text = (minLength, maxLength) => ({ type: 'string', minLength, maxLength });
const integer = (minimum, maximum) => ({ type: 'integer', minimum, maximum });
const pattern = (source) => ({ type: 'string', pattern: source });

const LINE = {
  type: 'object',
  required: ['sku', 'name', 'category', 'quantity', 'unitPriceCents', 'tags'],
  properties: {
    sku: pattern('^SKU-[0-9]{6}$'),
    name: text(1, 200),
    category: { enum: ['books', 'garden', 'kitchen', 'music', 'tools'] },
    quantity: integer(1, 1000),
    unitPriceCents: integer(0, 10_000_000),
    tags: { type: 'array', maxItems: 8, items: text(1, 40) },
  },
};

const ORDER = {
  type: 'object',
  required: ['id', 'placedAt', 'currency', 'customer', 'discountPercent', 'lines'],
  properties: {
    id: pattern('^ord-[0-9]{1,12}$'),
    placedAt: pattern('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$'),
    currency: { enum: ['EUR', 'GBP', 'USD'] },
    customer: {
      type: 'object',
      required: ['id', 'name', 'email', 'country'],
      properties: {
        id: text(1, 200),
        name: text(1, 200),
        email: { ...text(3, 254), pattern: '@' },
        country: pattern('^[A-Z]{2}$'),
      },
    },
    discountPercent: integer(0, 100),
    lines: { type: 'array', minItems: 1, maxItems: 500, items: LINE },
    note: text(0, 2000),
  },
};

const ajv = new Ajv();
const matchesOrder = ajv.compile(ORDER);

/** The first rule of the order's schema that `body` breaks, as a sentence; null when it breaks none. */
export function brokenRule(body) {
  return matchesOrder(body) ? null : ajv.errorsText(matchesOrder.errors, { dataVar: 'order' });
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
export function priceOrder(order) {
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
function byTotalThenSku(a, b) {
  if (a.totalCents !== b.totalCents) return b.totalCents - a.totalCents;
  if (a.sku === b.sku) return 0;
  return a.sku < b.sku ? -1 : 1;
}

function percentOf(cents, percent) {
  return Math.floor((cents * percent) / 100);
}

function sumByCategory(lines) {
  const sums = new Map();
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
