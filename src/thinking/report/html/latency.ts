import { formatNumber } from '../../quantity/format.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';
import { inlineMark } from '../chart/look.ts';
import type { Look } from '../chart/look.ts';
import { spectrumPlot } from '../chart/spectrum.ts';
import { UNKNOWN } from '../figures.ts';
import type { ReportInput, Spectrum } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { offeredText } from '../remarks.ts';

const SHOWN = [50, 90, 99, 99.9] as const;
const BANDS: Readonly<Record<Spectrum['band'], string>> = {
  range: 'lowest to highest round',
  quartiles: 'lower to upper quartile of the rounds',
};

function cell(spectrum: Spectrum, percentile: number): Markup {
  const point = spectrum.points.find((one) => one.percentile === percentile);
  if (point === undefined) return markup`<td class="n">${UNKNOWN}</td>`;
  const { low, high } = point;
  const band =
    low === null || high === null
      ? null
      : markup` <span class="quiet">${formatNumber(low)}–${formatNumber(high)}</span>`;
  return markup`<td class="n">${formatNumber(point.ms)}${band}</td>`;
}

function panel(input: ReportInput, conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const spectra = input.spectra.filter(({ scenario, points }) => scenario === conclusion.scenario && points.length > 0);
  const [first] = spectra;
  if (first === undefined) return markup``;
  const offered = offeredText(input, conclusion);
  const objectiveMs = input.plan.objective.p99Ms;
  const title = `Response times on ${conclusion.scenario} at ${offered}`;
  const plot = spectrumPlot({ id: `spectrum-${place}`, title, spectra, objectiveMs, lookOf });
  const body = spectra.map(
    (spectrum) =>
      markup`<tr><th scope="row">${inlineMark(lookOf(spectrum.entry))}${spectrum.entry}</th>${SHOWN.map((percentile) => cell(spectrum, percentile))}</tr>`,
  );
  const band = BANDS[first.band];
  return markup`<h3>${conclusion.scenario} <span class="of">at ${offered}, offered to all</span></h3>
<div class="pair"><figure>${plot}<figcaption>Line: median over the rounds. Band: ${band}.</figcaption></figure>
<div class="scroll" tabindex="0" role="region" aria-label="Percentiles on ${conclusion.scenario}"><table><caption>Response time, ms; ${band} beside it. ${UNKNOWN} stands where fewer than 30 requests lie beyond.</caption>
<thead><tr><th scope="col">entry</th>${SHOWN.map((one) => markup`<th scope="col" class="n">p${one}</th>`)}</tr></thead><tbody>${body}</tbody></table></div></div>`;
}

/** Response times at the same load for all; a closed loop has none, since nothing was due. */
export function latencySection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const panels = input.conclusion.scenarios.map((conclusion, place) => panel(input, conclusion, place, lookOf));
  if (panels.every(({ text }) => text === '')) return markup``;
  return markup`<section><h2>Response times at the same load</h2>
<p>From the moment a request was due to its answer. To the right each step is ten times rarer. Both axes are logarithmic. Exploratory: the run was not set up to decide on them.</p>
${panels}</section>`;
}
