import { formatNumber } from '../../quantity/format.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';

import type { Look } from '../chart/look.ts';
import { spectrumPlot } from '../chart/spectrum.ts';
import { columnTexts, offeredText, UNKNOWN } from '../figures.ts';
import type { ReportInput, Spectrum, SpectrumPoint } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';

import { floorText } from '../words-of-generator.ts';
import { nameOf } from './verdicts.ts';

const SHOWN = [50, 90, 99, 99.9] as const;
const BANDS: Readonly<Record<Spectrum['band'], string>> = {
  range: 'lowest to highest round',
  quartiles: 'lower to upper quartile of the rounds',
};

function pointOf(spectrum: Spectrum, percentile: number): SpectrumPoint | null {
  return spectrum.points.find((one) => one.percentile === percentile) ?? null;
}

function cell(point: SpectrumPoint | null, text: string): Markup {
  if (point === null || point.low === null || point.high === null) return markup`<td class="n">${text}</td>`;
  const band = `${formatNumber(point.low)}–${formatNumber(point.high)}`;
  return markup`<td class="n">${text}<span class="quiet under">${band}</span></td>`;
}

/** The named percentiles, which the picture shows as marks. */
function percentileRows(spectra: readonly Spectrum[], lookOf: (entry: string) => Look): readonly Markup[] {
  const columns = SHOWN.map((percentile) => {
    const points = spectra.map((spectrum) => pointOf(spectrum, percentile));
    return { points, texts: columnTexts(points.map((point) => point?.ms ?? null)) };
  });
  return spectra.map(({ entry }, place) => {
    const cells = columns.map(({ points, texts }) => cell(points[place] ?? null, texts[place] ?? UNKNOWN));
    return markup`<tr><th scope="row">${nameOf({ id: entry, contender: entry }, lookOf(entry))}</th>${cells}</tr>`;
  });
}

function panel(input: ReportInput, conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const spectra = input.spectra.filter(({ scenario, points }) => scenario === conclusion.scenario && points.length > 0);
  const [first] = spectra;
  if (first === undefined) return markup``;
  const offered = offeredText(conclusion);
  const objectiveMs = input.plan.objective.p99Ms;
  const title = `Response times on ${conclusion.scenario} at ${offered}`;
  const plot = spectrumPlot({ id: `spectrum-${place}`, title, spectra, objectiveMs, lookOf });
  const band = BANDS[first.band];
  const floor = floorText(input, conclusion);
  return markup`<h3>${conclusion.scenario} <span class="of">at ${offered}, offered to all</span></h3>
<div class="pair"><figure>${plot}<figcaption>Line: median over the rounds. Band: ${band}.</figcaption></figure>
<div><p class="note">Response time, ms; ${band} beneath. ${UNKNOWN} stands where fewer than 30 requests lie beyond.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Percentiles on ${conclusion.scenario}"><table>
<thead><tr><th scope="col">entry</th>${SHOWN.map((one) => markup`<th scope="col" class="n">p${one}</th>`)}</tr></thead><tbody>${percentileRows(spectra, lookOf)}</tbody></table></div>${floor === null ? null : markup`<p class="note">${floor}</p>`}</div></div>`;
}

/** Response times at the same load for all; a closed loop has none, since nothing was due. */
export function latencySection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const panels = input.conclusion.scenarios.map((conclusion, place) => panel(input, conclusion, place, lookOf));
  if (panels.every(({ text }) => text === '')) return markup``;
  return markup`<section><h2>Response times at the same load</h2>
<p>From the moment a request was due to its answer. To the right each step is ten times rarer. Both axes are logarithmic. Exploratory: the run was not set up to decide on them.</p>
${panels}</section>`;
}
