// The reference of the scenario: a shop in memory that takes orders one after the other. It is written apart from every contender, in
// whole-number arithmetic (BigInt), on the same rows that the database is filled with.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { row } from '../../src/thinking/scenario/dataset.ts';
import { parseDataSet } from '../../src/thinking/scenario/dataset-parse.ts';

export type Line = { readonly productId: number; readonly quantity: number };
export type Order = { readonly requestId: string; readonly customerId: number; readonly lines: readonly Line[] };

export type Answer = { readonly status: number; readonly json: unknown };

/** Products and customers that `restore` makes poor. */
export const POOR = { product: 1000, stock: 5, customer: 10_000, cents: 100_000 } as const;

type Product = { readonly id: number; readonly name: string; readonly price: number; stock: number };

const FILE = 'shop.yaml';

function rowsOf(table: string): readonly Readonly<Record<string, string | number>>[] {
  const parsed = parseDataSet({ file: FILE, text: readFileSync(join(import.meta.dirname, FILE), 'utf8') }, 'shop');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const found = parsed.value.tables.find(({ name }) => name === table);
  if (found === undefined) throw new Error(`no table ${table}`);
  return Array.from({ length: found.rows }, (_, index) => row(found, parsed.value.seed, index));
}

/** The products as they are sold, in order of their ids. */
export function products(): readonly Product[] {
  return rowsOf('products').map((one) => {
    const id = Number(one['id']);
    const stock = id === POOR.product ? POOR.stock : Number(one['stock']);
    return { id, name: String(one['name']), price: Number(one['price_cents']), stock };
  });
}

function refusal(status: number, error: string): Answer {
  return { status, json: { error } };
}

export class ReferenceShop {
  readonly #products = new Map(products().map((product) => [product.id, product]));
  readonly #balances = new Map(
    rowsOf('customers').map((one) => {
      const id = Number(one['id']);
      return [id, id === POOR.customer ? BigInt(POOR.cents) : BigInt(one['balance_cents'] ?? 0)];
    }),
  );
  readonly #orders: (Order & { readonly total: bigint })[] = [];
  /** An order that was begun and undone keeps its number. */
  #numbers: number[] = [];
  #given = 0;

  product(id: number): Answer {
    const found = this.#products.get(id);
    if (found === undefined) return refusal(404, 'not found');
    return { status: 200, json: { id, name: found.name, priceCents: found.price, stock: found.stock } };
  }

  order(id: number): Answer {
    const index = this.#numbers.indexOf(id);
    const found = this.#orders[index];
    if (found === undefined) return refusal(404, 'not found');
    const lines = found.lines
      .toSorted((a, b) => a.productId - b.productId)
      .map((line) => ({ ...line, unitPriceCents: this.#products.get(line.productId)?.price }));
    return { status: 200, json: { orderId: id, customerId: found.customerId, totalCents: Number(found.total), lines } };
  }

  checkout(order: Order): Answer {
    const balance = this.#balances.get(order.customerId);
    if (balance === undefined) return refusal(404, 'no such customer');
    let total = 0n;
    for (const { productId, quantity } of order.lines.toSorted((a, b) => a.productId - b.productId)) {
      const product = this.#products.get(productId);
      if (product === undefined) return refusal(404, 'no such product');
      if (product.stock < quantity) return refusal(409, 'out of stock');
      total += BigInt(product.price) * BigInt(quantity);
    }
    if (balance < total) return refusal(402, 'insufficient funds');
    // The database gives the number before it looks for the same request.
    this.#given += 1;
    if (this.#orders.some(({ requestId }) => requestId === order.requestId)) return refusal(409, 'repeated request');
    return this.#take(order, total, balance - total);
  }

  #take(order: Order, total: bigint, left: bigint): Answer {
    for (const { productId, quantity } of order.lines) {
      const product = this.#products.get(productId);
      if (product !== undefined) product.stock -= quantity;
    }
    this.#balances.set(order.customerId, left);
    this.#orders.push({ ...order, total });
    this.#numbers = [...this.#numbers, this.#given];
    const { customerId, lines } = order;
    const json = { orderId: this.#given, customerId, totalCents: Number(total), balanceCents: Number(left), lines: lines.length };
    return { status: 201, json };
  }
}
