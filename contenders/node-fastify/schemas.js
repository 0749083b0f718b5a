// Fastify compiles these once: request schemas into validators, response schemas into serialisers.
// What several routes are made of stands first; what only one needs stands beside it.

const text = (minLength, maxLength) => ({ type: 'string', minLength, maxLength });
export const integer = (minimum, maximum) => ({ type: 'integer', minimum, maximum });
export const pattern = (source) => ({ type: 'string', pattern: source });
export const string = { type: 'string' };
export const whole = { type: 'integer' };

export const array = (items, minItems, maxItems) => ({
  type: 'array',
  items,
  ...(minItems === undefined ? {} : { minItems, maxItems }),
});

export const object = (properties, optional = []) => ({
  type: 'object',
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  properties,
});

export const error = object({ error: string });

export const hello = object({ message: string });

export const user = object({
  id: whole,
  email: string,
  firstName: string,
  lastName: string,
  country: string,
  balanceCents: whole,
});

const line = object({
  sku: pattern('^SKU-[0-9]{6}$'),
  name: text(1, 200),
  category: { type: 'string', enum: ['books', 'garden', 'kitchen', 'music', 'tools'] },
  quantity: integer(1, 1000),
  unitPriceCents: integer(0, 10_000_000),
  tags: { type: 'array', maxItems: 8, items: text(1, 40) },
});

export const order = object(
  {
    id: pattern('^ord-[0-9]{1,12}$'),
    placedAt: pattern('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$'),
    currency: { type: 'string', enum: ['EUR', 'GBP', 'USD'] },
    customer: object({
      id: text(1, 200),
      name: text(1, 200),
      email: { ...text(3, 254), pattern: '@' },
      country: pattern('^[A-Z]{2}$'),
    }),
    discountPercent: integer(0, 100),
    lines: { type: 'array', minItems: 1, maxItems: 500, items: line },
    note: text(0, 2000),
  },
  ['note'],
);

export const pricedOrder = object({
  id: string,
  customerId: string,
  currency: string,
  placedAt: string,
  lines: {
    type: 'array',
    items: object({
      sku: string,
      name: string,
      category: string,
      quantity: whole,
      unitPriceCents: whole,
      totalCents: whole,
    }),
  },
  categories: { type: 'array', items: object({ category: string, quantity: whole, totalCents: whole }) },
  units: whole,
  subtotalCents: whole,
  discountCents: whole,
  taxCents: whole,
  totalCents: whole,
});
