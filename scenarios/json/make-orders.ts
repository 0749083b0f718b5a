// Makes the scenario's data: orders and the answers they must get, one JSON value a line, from a fixed seed.
//   node make-orders.ts orders-2k.ndjson > orders-2k.ndjson
// The files are committed, so that a run needs no generator; the sibling test keeps files and generator together.

import { CATEGORIES, CUSTOMERS, NOTE_WORDS, PRODUCTS, TAGS } from './order-words.ts';
import { referenceAnswer } from './reference-answer.ts';
import type { Line, Order } from './reference-answer.ts';

/** How many bytes the compact JSON of an order has, or how many lines the order has. */
type Size = { readonly kind: 'bytes'; readonly bytes: number } | { readonly kind: 'lines'; readonly lines: number };

type Recipe = {
  readonly seed: number;
  readonly orders: number;
  readonly size: Size;
  readonly answered: boolean;
};

/** The data files by name. An order of 501 lines breaks a rule, so no answer belongs to it. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map([
  ['orders-2k.ndjson', { seed: 1, orders: 32, size: { kind: 'bytes', bytes: 2_048 }, answered: true }],
  ['orders-25k.ndjson', { seed: 2, orders: 8, size: { kind: 'bytes', bytes: 25_600 }, answered: true }],
  ['orders-500-lines.ndjson', { seed: 3, orders: 1, size: { kind: 'lines', lines: 500 }, answered: true }],
  ['orders-501-lines.ndjson', { seed: 4, orders: 1, size: { kind: 'lines', lines: 501 }, answered: false }],
]);

/** Uniform whole numbers in [low, high], both included. */
type Draw = (low: number, high: number) => number;

/** The mulberry32 generator: small, and good enough for words and prices. */
function seeded(seed: number): Draw {
  let state = seed >>> 0;
  return (low, high) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) % (high - low + 1));
  };
}

function pick<T>(draw: Draw, from: readonly T[]): T {
  const chosen = from[draw(0, from.length - 1)];
  if (chosen === undefined) throw new Error('pick needs a list with at least one entry');
  return chosen;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Mostly shop prices, which make equal line totals common; now and then any price up to the limit of the contract. */
function drawPrice(draw: Draw): number {
  return draw(1, 12) === 1 ? draw(0, 10_000_000) : draw(1, 60) * 100 - 1;
}

function drawLine(draw: Draw): Line {
  const category = pick(draw, CATEGORIES);
  const tags = Array.from({ length: draw(0, 3) }, () => pick(draw, TAGS));
  return {
    sku: `SKU-${digits(draw(0, 999_999), 6)}`,
    name: pick(draw, PRODUCTS[category]),
    category,
    quantity: draw(1, 12) === 1 ? draw(13, 1_000) : draw(1, 12),
    unitPriceCents: drawPrice(draw),
    tags: [...new Set(tags)],
  };
}

/** One line in 16 repeats SKU and total of the line before under another name: the order of input must decide. */
function nextLine(draw: Draw, before: Line | undefined): Line {
  const line = drawLine(draw);
  if (before === undefined || draw(1, 16) !== 1) return line;
  const { sku, quantity, unitPriceCents } = before;
  return { ...line, sku, quantity, unitPriceCents };
}

function bytesOf(order: Order): number {
  return Buffer.byteLength(JSON.stringify(order));
}

/** Adds a note of whole words until the order has at least `bytes` bytes or the note reaches its limit. */
function padded(order: Order, bytes: number): Order {
  let note = '';
  for (let index = 0; note.length < 1_900; index += 1) {
    const grown = { ...order, note };
    if (bytesOf(grown) >= bytes) return grown;
    const word = NOTE_WORDS[index % NOTE_WORDS.length] ?? '';
    note = note === '' ? word : `${note} ${word}`;
  }
  return { ...order, note };
}

function isFull(order: Order, size: Size): boolean {
  if (size.kind === 'lines') return order.lines.length >= size.lines;
  // Room for one more line and a short note is left: about 250 bytes.
  return bytesOf(order) >= size.bytes - 250;
}

/** One order of the wanted size. In a file sized by bytes every fourth order carries no note, as in a shop. */
function drawOrder(draw: Draw, index: number, size: Size): Order {
  const home = pick(draw, CUSTOMERS);
  const customer = digits(draw(1, 99_999), 5);
  let order: Order = {
    id: `ord-${digits(draw(0, 999_999_999), 9)}`,
    placedAt: `2026-0${draw(1, 9)}-${digits(draw(1, 28), 2)}T${digits(draw(0, 23), 2)}:${digits(draw(0, 59), 2)}:${digits(draw(0, 59), 2)}Z`,
    currency: home.currency,
    customer: {
      id: `c-${customer}`,
      name: pick(draw, home.names),
      email: `customer.${customer}@shop.example`,
      country: home.country,
    },
    discountPercent: pick(draw, [0, 0, 5, 7, 10, 15, 33]),
    lines: [],
  };
  while (!isFull(order, size)) {
    const line = nextLine(draw, order.lines.at(-1));
    order = { ...order, lines: [...order.lines, line] };
  }
  return size.kind === 'bytes' && index % 4 !== 3 ? padded(order, size.bytes) : order;
}

function recipeOf(name: string): Recipe {
  const recipe = RECIPES.get(name);
  if (recipe === undefined) {
    throw new Error(`no such file: ${name}; known: ${[...RECIPES.keys()].join(', ')}`);
  }
  return recipe;
}

/** The orders of one data file, in the order of its lines. The name must be a key of RECIPES. */
export function ordersOf(name: string): readonly Order[] {
  const { seed, orders, size } = recipeOf(name);
  const draw = seeded(seed);
  return Array.from({ length: orders }, (_, index) => drawOrder(draw, index, size));
}

/** The whole text of one data file. The name must be a key of RECIPES. */
export function ordersFile(name: string): string {
  const { answered } = recipeOf(name);
  const rows = ordersOf(name).map((request) =>
    answered ? { request, answer: referenceAnswer(request) } : { request },
  );
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  if (name === undefined || !RECIPES.has(name)) {
    process.stderr.write(`usage: node make-orders.ts FILE; FILE is one of ${[...RECIPES.keys()].join(', ')}\n`);
    process.exitCode = 2;
  } else {
    process.stdout.write(ordersFile(name));
  }
}
