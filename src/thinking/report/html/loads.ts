import type { Centre } from '../../estimate/estimate.ts';
import type { MetricId } from '../../measurement/metric.ts';
import { BUSY_SHARE } from '../../plan/further.ts';
import { formatNumber, formatShare } from '../../quantity/format.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';
import type { CurvePoint } from '../../verdict/load-curve.ts';
import { loadPlot } from '../chart/load-curve.ts';
import type { Look } from '../chart/look.ts';
import { columnTexts, ratioText, rowsOf, UNKNOWN } from '../figures.ts';
import type { EntryRow } from '../figures.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { listed } from '../sentence.ts';
import { hasCapacity, objectiveText } from '../words-of-load.ts';
import { nameOf, wordOf } from './verdicts.ts';

function centreCell(centre: Centre | null, text: string): Markup {
  if (centre === null || centre.low === null || centre.high === null) return markup`<td class="n">${text}</td>`;
  const interval = `${formatNumber(centre.low)}–${formatNumber(centre.high)}`;
  return markup`<td class="n">${text}<span class="quiet under">${interval}</span></td>`;
}

function ratioCell(row: EntryRow, metric: MetricId): Markup {
  const { verdict } = row.figure(metric);
  if (row.role === 'baseline') return markup`<td class="ratio quiet">baseline</td>`;
  if (verdict === null) return markup`<td class="ratio">${UNKNOWN}</td>`;
  return markup`<td class="ratio">${ratioText(verdict) ?? 'no ratio'} ${wordOf(verdict)}</td>`;
}

function table(label: string, head: readonly Markup[], body: readonly Markup[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr><th scope="col">entry</th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const FIGURES = [
  { metric: 'capacity', title: 'capacity, /s' },
  { metric: 'busy-cpu-per-request', title: 'CPU when busy, µs' },
  { metric: 'busy-p99', title: 'p99 when busy, ms' },
] as const satisfies readonly { readonly metric: MetricId; readonly title: string }[];

/** What each carries at the objective, and what it needs and how slow it is at the busy rate. */
function commonTable(input: ReportInput, conclusion: Conclusion, lookOf: (entry: string) => Look): Markup {
  const rows = rowsOf(conclusion);
  const shown = FIGURES.filter(({ metric }) => conclusion.summaries.some((summary) => summary.metric === metric));
  const head = shown.map(
    ({ title }) => markup`<th scope="col" class="n">${title}</th><th scope="col">ratio [interval]</th>`,
  );
  const texts = shown.map(({ metric }) => columnTexts(rows.map((row) => row.figure(metric).centre?.median ?? null)));
  const body = rows.map((row, place) => {
    const cells = shown.map(
      ({ metric }, column) =>
        markup`${centreCell(row.figure(metric).centre, texts[column]?.[place] ?? UNKNOWN)}${ratioCell(row, metric)}`,
    );
    return markup`<tr><th scope="row">${nameOf(row, lookOf(row.id))}</th>${cells}</tr>`;
  });
  const calibrated = input.calibrations[conclusion.scenario] ?? [];
  const busy = [...new Set(calibrated.flatMap((one) => one.rates?.busyPerS ?? []))];
  const rates = [
    ...(hasCapacity(conclusion)
      ? [`Capacity: the highest rate with ${objectiveText(input)}; rates are 5 % apart.`]
      : []),
    ...(busy.length === 0
      ? []
      : [
          `Busy: ${listed(busy.map((rate) => `${formatNumber(rate)}/s`))} for all, ${formatShare(BUSY_SHARE)} of what the slowest reached when calibrated.`,
        ]),
  ];
  return markup`<p class="note">${rates.join(' ')} Medians over the blocks, their intervals beneath.</p>${table(`Further loads on ${conclusion.scenario}`, head, body)}`;
}

function shareText(share: number): string {
  return share === 1 ? 'at the peak' : `at ${formatShare(share)}`;
}

/** CPU per request of each under shares of its own rate: the numbers of the picture beside it. */
function curveTable(conclusion: Conclusion, lookOf: (entry: string) => Look): Markup {
  const { curves } = conclusion;
  const shares = [...new Set(curves.flatMap(({ points }) => points.map(({ share }) => share)))].toSorted(
    (a, b) => a - b,
  );
  const pointsAt = (share: number): readonly (CurvePoint | null)[] =>
    curves.map(({ points }) => points.find((point) => point.share === share) ?? null);
  const texts = shares.map((share) => columnTexts(pointsAt(share).map((point) => point?.cpuUs?.median ?? null)));
  const body = curves.map(({ entry, contender }, place) => {
    const cells = shares.map((share, column) =>
      centreCell(pointsAt(share)[place]?.cpuUs ?? null, texts[column]?.[place] ?? UNKNOWN),
    );
    return markup`<tr><th scope="row">${nameOf({ id: entry, contender }, lookOf(entry))}</th>${cells}</tr>`;
  });
  const head = shares.map((share) => markup`<th scope="col" class="n">${shareText(share)}</th>`);
  return table(`CPU per request under its own load on ${conclusion.scenario}`, head, body);
}

function curvePanel(conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const { curves, scenario } = conclusion;
  if (curves.length === 0) return markup``;
  const cpu = loadPlot({
    id: `load-cpu-${place}`,
    title: `CPU per request on ${scenario} as load rises`,
    unit: 'CPU per request, µs',
    curves,
    read: ({ cpuUs }) => cpuUs,
    lookOf,
  });
  const p99 = loadPlot({
    id: `load-p99-${place}`,
    title: `p99 on ${scenario} as load rises`,
    unit: 'p99, ms',
    curves,
    read: ({ p99Ms }) => p99Ms,
    lookOf,
  });
  return markup`<p class="note">Each entry under shares of its own peak rate, as calibration found it: all are equally busy here, at rates of their own. CPU per request falls as waking up is shared by more requests; a bill for machines that are at work follows these figures, not those at the common rate. Lines lead the eye: nobody looked between two marks.</p>
<div class="pair"><figure>${cpu}<figcaption>CPU per request, µs. Mark: median over the blocks; upright: its interval.</figcaption></figure>${p99 === null ? null : markup`<figure>${p99}<figcaption>p99 of the response times, ms; the peak has none, since nothing is due in a closed loop.</figcaption></figure>`}</div>
${curveTable(conclusion, lookOf)}`;
}

function panel(input: ReportInput, conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const common = conclusion.summaries.some(({ metric }) => FIGURES.some((figure) => figure.metric === metric));
  if (!common && conclusion.curves.length === 0) return markup``;
  return markup`<h3>${conclusion.scenario}</h3>${common ? commonTable(input, conclusion, lookOf) : null}${curvePanel(conclusion, place, lookOf)}`;
}

/** What the longer profiles measure beside the steady phase and the peak; nothing where they did not. */
export function loadSection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const panels = input.conclusion.scenarios.map((conclusion, place) => panel(input, conclusion, place, lookOf));
  if (panels.every(({ text }) => text === '')) return markup``;
  return markup`<section><h2>As load rises</h2><p>Exploratory: the run was not set up to decide on them.</p>${panels}</section>`;
}
