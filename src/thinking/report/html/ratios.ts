import { formatShare } from '../../quantity/format.ts';
import { metricOf } from '../../measurement/reading.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';
import { forestPlot, ratioSpan } from '../chart/forest.ts';
import type { Look } from '../chart/look.ts';
import { CPU_FIGURES, offeredText } from '../figures.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { levelText } from '../remarks.ts';

function panels(conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const of = CPU_FIGURES.map((metric) => conclusion.verdicts.filter((verdict) => verdict.metric === metric));
  const span = ratioSpan(conclusion, of.flat());
  const titles = ['CPU per request at saturation', `CPU per request at ${offeredText(conclusion)}, offered to all`];
  const figures = of.map((verdicts, i) => {
    const title = `${titles[i] ?? ''} on ${conclusion.scenario}`;
    const plot = forestPlot({ id: `ratios-${place}-${i}`, title, conclusion, verdicts, span, lookOf });
    return markup`<figure><h4>${titles[i] ?? ''}</h4>${plot}</figure>`;
  });
  return markup`<h3>${conclusion.scenario}</h3><div class="pair">${figures}</div>`;
}

/** The two CPU figures of each scenario side by side, on one axis. */
export function ratioSection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const shown = input.conclusion.scenarios.filter(({ verdicts }) => verdicts.some(({ ratio }) => ratio !== null));
  if (shown.length === 0) return markup``;
  const margins = CPU_FIGURES.map(
    (metric) => `${formatShare(input.plan.margin[metric])} for ${metricOf(metric).title}`,
  );
  return markup`<section><h2>Ratios</h2>
<p>Mark and line: the ratio to the baseline and its interval; all of a scenario hold the true ratios together in ${levelText(input)} of such runs. Dots: single blocks, before the order within the block and the core’s speed are taken out. A dashed line: undecided. Shaded: differences too small to matter (${margins.join(', ')}). The axis is logarithmic, and the same in both charts of a scenario.</p>
<p>The two charts answer two questions. At saturation a request costs what the code does. At the common rate it also pays for waking up, which hides differences. Neither figure stands for the other.</p>
${shown.map((conclusion, place) => panels(conclusion, place, lookOf))}</section>`;
}
