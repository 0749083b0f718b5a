// Makes the scenario's data: what is asked of all tools at once and which events must come of it, one JSON value a line.
//   node make-asks.ts > asks.ndjson
// The file is committed, so that a run needs no generator; the sibling test keeps file and generator together.

/** What the upstream says of an article, as one event of the answer. */
type Found = { readonly sku: number; readonly available: number; readonly warehouse: string };

type Ask = {
  readonly skus: readonly number[];
  /** In the order asked; they come in the order in which the upstream answers, the last one behind all others. */
  readonly events: readonly { readonly data: Found | { readonly answered: number; readonly failed: number } }[];
};

const ASKS = 1_000;
/** Of each tool its own articles, below those by which the upstream misbehaves. */
const ARTICLES = 179_999;
/** By tool, steps through its articles: each its own, so that the waits of one ask have nothing to do with each other. */
const STEPS = [7919, 104_729, 15_485, 32_452, 49_979] as const;

/** As loadgen/README.md has it. */
function foundOf(sku: number): Found {
  return { sku, available: (sku * 7919) % 50, warehouse: `W${(sku % 9) + 1}` };
}

/** How long the upstream takes, in ms. */
export function waitOf(sku: number): number {
  return 50 + ((sku * 104_729) % 151);
}

export function asks(): readonly Ask[] {
  return Array.from({ length: ASKS }, (_, index) => {
    const skus = STEPS.map((step, tool) => 1 + tool * ARTICLES + ((index * step) % ARTICLES));
    const done = { data: { answered: skus.length, failed: 0 } };
    return { skus, events: [...skus.map((sku) => ({ data: foundOf(sku) })), done] };
  });
}

export function askFile(): string {
  return `${asks()
    .map((ask) => JSON.stringify(ask))
    .join('\n')}\n`;
}

if (import.meta.main) process.stdout.write(askFile());
