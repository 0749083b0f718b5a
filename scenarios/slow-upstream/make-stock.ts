// Makes the scenario's data: article numbers and what must be answered for them, one JSON value a line, from a fixed seed.
//   node make-stock.ts > stock.ndjson
// The file is committed, so that a run needs no generator; the sibling test keeps file and generator together.

type Level = 'none' | 'low' | 'ok';

export type Stock = {
  readonly sku: number;
  readonly available: number;
  readonly warehouse: string;
  readonly level: Level;
};

/** Articles above this number are those by which the upstream misbehaves. */
const LAST_SKU = 899_999;
const ARTICLES = 2_000;

function levelOf(available: number): Level {
  if (available === 0) return 'none';
  return available < 10 ? 'low' : 'ok';
}

/** What the upstream knows of an article, and what a service makes of it. */
export function stockOf(sku: number): Stock {
  const available = (sku * 7919) % 50;
  return { sku, available, warehouse: `W${(sku % 9) + 1}`, level: levelOf(available) };
}

/** How long the upstream takes, in ms. */
export function waitOf(sku: number): number {
  return 50 + ((sku * 104_729) % 151);
}

/** Every article once, in steps that lead through all remainders. */
export function stocks(): readonly Stock[] {
  return Array.from({ length: ARTICLES }, (_, index) => stockOf(1 + ((index * 449_951) % LAST_SKU)));
}

export function stockFile(): string {
  return `${stocks()
    .map((stock) => JSON.stringify(stock))
    .join('\n')}\n`;
}

if (import.meta.main) process.stdout.write(stockFile());
