import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ordersFile, ordersOf, RECIPES } from './make-orders.ts';
import { referenceAnswer } from './reference-answer.ts';
import type { Line, Order } from './reference-answer.ts';

const pan: Line = {
  sku: 'SKU-000002',
  name: 'Cast iron pan',
  category: 'kitchen',
  quantity: 3,
  unitPriceCents: 1_999,
  tags: ['gift'],
};

function orderOf(lines: readonly Line[], country = 'DE', discountPercent = 0): Order {
  return {
    id: 'ord-1',
    placedAt: '2026-03-01T12:00:00Z',
    currency: 'EUR',
    customer: { id: 'c-1', name: 'Ada', email: 'ada@shop.example', country },
    discountPercent,
    lines,
  };
}

function bytesOf(order: Order): number {
  return Buffer.byteLength(JSON.stringify(order));
}

function panNamed(name: string, sku: string): Line {
  return { ...pan, sku, name };
}

describe('the committed orders', () => {
  for (const name of RECIPES.keys()) {
    it(`${name} is what the generator prints`, () => {
      const committed = readFileSync(join(import.meta.dirname, name), 'utf8');
      expect(committed === ordersFile(name)).toBe(true);
    });
  }

  it('have the sizes that the operations are named after', () => {
    const small = ordersOf('orders-2k.ndjson').map(bytesOf);
    const large = ordersOf('orders-25k.ndjson').map(bytesOf);
    expect(small).toHaveLength(32);
    expect(large).toHaveLength(8);
    expect(Math.min(...small)).toBeGreaterThan(1_750);
    expect(Math.max(...small)).toBeLessThan(2_150);
    expect(Math.min(...large)).toBeGreaterThan(25_300);
    expect(Math.max(...large)).toBeLessThan(25_700);
    expect(ordersOf('orders-500-lines.ndjson')[0]?.lines).toHaveLength(500);
    expect(ordersOf('orders-501-lines.ndjson')[0]?.lines).toHaveLength(501);
  });

  it('hold orders with and without a note, text outside ASCII and lines of equal total', () => {
    const orders = ordersOf('orders-2k.ndjson');
    expect(orders.some((order) => order.note === undefined)).toBe(true);
    expect(orders.some((order) => order.note !== undefined)).toBe(true);
    expect(orders.some((order) => /\P{ASCII}/u.test(order.customer.name))).toBe(true);
    const ties = orders.filter((order) => {
      const totals = order.lines.map((line) => line.quantity * line.unitPriceCents);
      return new Set(totals).size < totals.length;
    });
    expect(ties.length).toBeGreaterThan(8);
  });

  it('refuse a file name that has no recipe', () => {
    expect(() => ordersFile('orders-3k.ndjson')).toThrow('no such file: orders-3k.ndjson');
  });
});

describe('the reference answer', () => {
  it('agrees with a small order worked by hand', () => {
    const rule: Line = { ...pan, sku: 'SKU-000001', name: 'Folding rule', category: 'tools', quantity: 1 };
    // 3 x 1999 = 5997; 5997 + 1999 = 7996; 15 % = 1199.4; 7996 - 1199 = 6797; 19 % = 1291.43
    expect(referenceAnswer(orderOf([rule, pan], 'DE', 15))).toEqual({
      id: 'ord-1',
      customerId: 'c-1',
      currency: 'EUR',
      placedAt: '2026-03-01T12:00:00Z',
      lines: [
        {
          sku: 'SKU-000002',
          name: 'Cast iron pan',
          category: 'kitchen',
          quantity: 3,
          unitPriceCents: 1_999,
          totalCents: 5_997,
        },
        {
          sku: 'SKU-000001',
          name: 'Folding rule',
          category: 'tools',
          quantity: 1,
          unitPriceCents: 1_999,
          totalCents: 1_999,
        },
      ],
      categories: [
        { category: 'kitchen', quantity: 3, totalCents: 5_997 },
        { category: 'tools', quantity: 1, totalCents: 1_999 },
      ],
      units: 4,
      subtotalCents: 7_996,
      discountCents: 1_199,
      taxCents: 1_291,
      totalCents: 8_088,
    });
  });

  it('taxes by country: 19, 20, 20 and 0 percent, and 21 elsewhere', () => {
    const dearest: Line = { ...pan, quantity: 1, unitPriceCents: 100 };
    const taxes = ['DE', 'FR', 'GB', 'US', 'SE'].map(
      (country) => referenceAnswer(orderOf([dearest], country)).taxCents,
    );
    expect(taxes).toEqual([19, 20, 20, 0, 21]);
  });

  it('orders equal totals by SKU, and equal SKUs by their place in the order', () => {
    const lines = [panNamed('c', 'SKU-000010'), panNamed('a', 'SKU-000009'), panNamed('b', 'SKU-000009')];
    const answer = referenceAnswer(orderOf(lines));
    expect(answer.lines.map((each) => each.name)).toEqual(['a', 'b', 'c']);
  });

  it('stays exact for the largest order that the contract allows', () => {
    const largest: Line = { ...pan, quantity: 1_000, unitPriceCents: 10_000_000 };
    const answer = referenceAnswer(
      orderOf(
        Array.from({ length: 500 }, () => largest),
        'SE',
        33,
      ),
    );
    expect(answer.subtotalCents).toBe(5_000_000_000_000);
    expect(answer.discountCents).toBe(1_650_000_000_000);
    expect(answer.taxCents).toBe(703_500_000_000);
  });
});
