import { broken, type Cell } from './cells.ts';
import type { Tally } from './simulation.ts';

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** The limits a cell was held to, and whether it kept them. */
function verdict(cell: Cell, tally: Tally): string {
  const wrong = broken(cell, tally);
  return wrong.length === 0 ? 'held' : `**missed: ${wrong.map(({ what }) => what).join(', ')}**`;
}

/** The simulated cells as a table of Markdown; one that was not run is not in it. */
export function simulationTable(cells: readonly Cell[], tallies: ReadonlyMap<string, Tally>): string {
  const rows = cells.flatMap((cell) => {
    const tally = tallies.get(cell.id);
    if (tally === undefined) return [];
    const { falseDifference, falseEquivalence, covered, coveredTogether, different, equivalent, undecided } = tally;
    const figures = [falseDifference, falseEquivalence, covered, coveredTogether, different, equivalent, undecided];
    const blocks = tally.meanBlocks.toFixed(1);
    return [`| ${[cell.noise, cell.truth, ...figures.map(percent), blocks, verdict(cell, tally)].join(' | ')} |`];
  });
  const runs = Math.max(0, ...[...tallies.values()].map((tally) => tally.runs));
  const heads = [
    'noise',
    'truth',
    'runs with a false difference',
    'runs with a false equivalence',
    'interval holds the truth',
    'all intervals together',
    'called different',
    'equivalent',
    'undecided',
    'blocks',
    'limits',
  ];
  return [
    `${runs.toLocaleString('en-US')} runs in each row.`,
    '',
    `| ${heads.join(' | ')} |`,
    `|---|---|${'--:|'.repeat(8)}---|`,
    ...rows,
  ].join('\n');
}
