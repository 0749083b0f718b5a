import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { checkouts, checkoutsFile } from './make-checkouts.ts';
import { POOR, products, ReferenceShop } from './reference-shop.ts';

const orderSchema = z.object({
  requestId: z.string(),
  customerId: z.number(),
  lines: z.array(z.object({ productId: z.number(), quantity: z.number() })),
});

const cases = z
  .array(
    z.object({
      name: z.string(),
      request: z.object({ method: z.string(), path: z.string(), json: z.json().optional() }),
      answer: z.object({ status: z.number(), json: z.json().optional() }),
    }),
  )
  .parse(parse(readFileSync(join(import.meta.dirname, 'cases.yaml'), 'utf8')));

test('the committed orders are what the generator prints', () => {
  expect(readFileSync(join(import.meta.dirname, 'checkouts.ndjson'), 'utf8')).toBe(checkoutsFile());
});

test('no order asks the poor product or the poor customer, and none names a product twice', () => {
  for (const { customerId, lines, count } of checkouts()) {
    expect(customerId).toBeLessThan(POOR.customer);
    expect(new Set(lines.map(({ productId }) => productId)).size).toBe(count);
    for (const { productId } of lines) expect(productId).toBeLessThan(POOR.product);
  }
});

test('each order that is answered 201 costs what the reference says', () => {
  const shop = new ReferenceShop();
  for (const [index, { customerId, lines, totalCents, count }] of checkouts().slice(0, 200).entries()) {
    const answer = shop.checkout({ requestId: `order-${index}`, customerId, lines });
    expect(answer).toMatchObject({ status: 201, json: { customerId, totalCents, lines: count } });
  }
});

test('each case is what the reference answers when all are played to it in order', () => {
  const shop = new ReferenceShop();
  const played = (method: string, path: string, json: unknown) => {
    const [, noun, id] = /^\/(products|checkouts)\/(\d+)$/u.exec(path) ?? [];
    if (noun !== undefined) return noun === 'products' ? shop.product(Number(id)) : shop.order(Number(id));
    return method === 'POST' ? shop.checkout(orderSchema.parse(json)) : null;
  };
  const answered = cases.filter(({ answer }) => answer.json !== undefined);
  expect(answered.map(({ answer: { status, json } }) => ({ status, json }))).toEqual(
    answered.map(({ request: { method, path, json } }) => played(method, path, json)),
  );
});

test('what is refused by its form alone is refused with the status of its kind', () => {
  const refused = cases.filter(({ answer }) => answer.json === undefined);
  expect(refused.length).toBeGreaterThan(15);
  expect(new Set(refused.map(({ answer }) => answer.status))).toEqual(new Set([400, 415, 422]));
});

test('the shop has a product that runs out and a customer who cannot pay, and enough of all others', () => {
  expect(products().at(POOR.product - 1)?.stock).toBe(POOR.stock);
  expect(products().filter(({ stock }) => stock < 1_000_000)).toHaveLength(1);
});
