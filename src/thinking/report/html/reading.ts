import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { levelText } from '../remarks.ts';

/** How to read the report, as short as it can be. */
export function readingSection(input: ReportInput): Markup {
  return markup`<section><h2>How to read this</h2><ul>
<li>A ratio is contender ÷ baseline in the metric’s own unit: 0.50× CPU is half the CPU, 2.00× is twice. Only peak rate is better when higher.</li>
<li>One block is one round of every contender, in random order, each in a fresh process. The block pairs the rounds; the sample is the block, never the request. Of many such runs in such a sitting, ${levelText(input)} have all the true ratios of a scenario’s CPU figures in their intervals, and as many the ratio of any other figure in its own.</li>
<li>▲ better and ▼ worse: there is a difference, and it is sure with all of the scenario’s questions allowed for. The interval leaves 1 out; where one reaches it, being the wider for so many questions, the reason says why it is sure all the same. ≈ equivalent: a difference that matters is ruled out. ? undecided: neither is shown; the reason says what would decide it. ✕ refused: the run cannot be trusted, so it gives no verdict.</li>
<li>The placebo is the baseline entered a second time. It should come out at 1; where it clearly does not, the run is refused.</li>
<li>A peak that the database or the load generator held down says nothing about the contender, so it gives no verdict.</li>
<li>The figures are of this machine, these versions and this work. Another machine needs its own run.</li>
</ul></section>`;
}
