import { zValidator } from '@hono/zod-validator';
import * as z from 'zod';

const text = (shortest, longest) => z.string().min(shortest).max(longest);
const integer = (least, most) => z.int().min(least).max(most);

// Keys that are not named are left out of what the handler gets: zod's objects do so by default.
const LINE = z.object({
  sku: z.string().regex(/^SKU-[0-9]{6}$/),
  name: text(1, 200),
  category: z.enum(['books', 'garden', 'kitchen', 'music', 'tools']),
  quantity: integer(1, 1000),
  unitPriceCents: integer(0, 10_000_000),
  tags: z.array(text(1, 40)).max(8),
});

const ORDER = z.object({
  id: z.string().regex(/^ord-[0-9]{1,12}$/),
  placedAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  currency: z.enum(['EUR', 'GBP', 'USD']),
  customer: z.object({
    id: text(1, 200),
    name: text(1, 200),
    email: text(3, 254).includes('@'),
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
  discountPercent: integer(0, 100),
  lines: z.array(LINE).min(1).max(500),
  note: text(0, 2000).optional(),
});

/** Middleware that lets an order through, as `c.req.valid('json')`, and answers 422 with the rules that a body breaks. */
export const validOrder = zValidator('json', ORDER, (result, c) => {
  if (!result.success) return c.json({ error: z.prettifyError(result.error) }, 422);
});
