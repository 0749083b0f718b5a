// Makes the scenario's orders and what each must cost, one JSON value a line, from a fixed seed.
//   node make-checkouts.ts > checkouts.ndjson
// The file is committed, so that a run needs no generator; the sibling test keeps file and generator together.

import { stream } from '../../src/thinking/scenario/random.ts';
import { POOR, products } from './reference-shop.ts';
import type { Line } from './reference-shop.ts';

export type Checkout = {
  readonly customerId: number;
  readonly lines: readonly Line[];
  readonly totalCents: number;
  readonly count: number;
};

const CHECKOUTS = 2_000;
const SEED = 1;

/** Uniform whole numbers in [low, high], both included. */
type Draw = (low: number, high: number) => number;

function drawFrom(seed: number): Draw {
  const from = stream(seed, 'checkouts');
  return (low, high) => low + from.below(high - low + 1);
}

/** One to three lines of one to five pieces. The poor product and the poor customer are for cases only. */
export function checkouts(): readonly Checkout[] {
  const draw = drawFrom(SEED);
  const prices = new Map(products().map(({ id, price }) => [id, price]));
  return Array.from({ length: CHECKOUTS }, () => {
    const ids = new Set(Array.from({ length: draw(1, 3) }, () => draw(1, POOR.product - 1)));
    const lines = Array.from(ids, (productId) => ({ productId, quantity: draw(1, 5) }));
    const totalCents = lines.reduce((sum, { productId, quantity }) => sum + quantity * (prices.get(productId) ?? 0), 0);
    return { customerId: draw(1, POOR.customer - 1), lines, totalCents, count: lines.length };
  });
}

export function checkoutsFile(): string {
  return `${checkouts()
    .map((one) => JSON.stringify(one))
    .join('\n')}\n`;
}

if (import.meta.main) process.stdout.write(checkoutsFile());
