import { roundsPlot } from '../chart/rounds.ts';
import type { Look } from '../chart/look.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';
import { CPU_FIGURES, offeredText } from '../figures.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { blocksText } from '../remarks.ts';

function panels(conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const titles = ['CPU per request at saturation', `CPU per request at ${offeredText(conclusion)}`];
  // Blocks that repeat void ones come after those of the plan; those not run to their end leave no room.
  const voids = [...new Set(conclusion.voids.map(({ block }) => block))];
  const blocks = Math.max(...voids, ...conclusion.summaries.flatMap((one) => one.rounds.map(({ block }) => block))) + 1;
  const figures = CPU_FIGURES.map((metric, i) => {
    const summaries = conclusion.summaries.filter((summary) => summary.metric === metric);
    const title = `${titles[i] ?? ''}, round by round, on ${conclusion.scenario}`;
    const plot = roundsPlot({ id: `rounds-${place}-${i}`, title, summaries, blocks, voids, lookOf });
    return markup`<figure><h4>${titles[i] ?? ''}</h4>${plot}</figure>`;
  });
  return markup`<h3>${conclusion.scenario} <span class="of">${blocksText(conclusion)}</span></h3><div class="pair">${figures}</div>`;
}

/** Every round of the CPU figures in the order of the blocks. */
export function roundsSection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const shown = input.conclusion.scenarios.filter(({ blocks }) => blocks.done > 0);
  if (shown.length === 0) return markup``;
  return markup`<section><h2>Round by round</h2>
<p>One mark a round, in microseconds on a logarithmic axis. Lines that rise or fall together show the machine drifting, which the ratios within a block take out. Blocks marked void yield no evidence; their rounds are not shown.</p>
${shown.map((conclusion, place) => panels(conclusion, place, lookOf))}</section>`;
}
