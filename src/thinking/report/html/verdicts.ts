import type { MetricId } from '../../measurement/metric.ts';
import { askedText } from '../remarks.ts';
import { metricOf } from '../../measurement/reading.ts';
import { formatInterval } from '../../quantity/format.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { Look } from '../chart/look.ts';
import { inlineMark } from '../chart/look.ts';
import {
  columnTexts,
  CPU_FIGURES,
  MARKS,
  offeredText,
  OTHER_FIGURES,
  placesText,
  ratioText,
  rowsOf,
  UNKNOWN,
} from '../figures.ts';
import type { EntryRow } from '../figures.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { blocksText } from '../remarks.ts';
import { verdictSentence } from '../sentence.ts';
import { reasonText, refusalText } from '../words-of-verdict.ts';

/** The verdict's word beside its mark. */
export function wordOf(verdict: Verdict): Markup {
  const { verdict: word } = verdict;
  return markup`<span class="word ${word}">${MARKS[word]} ${word}</span>`;
}

/** The name of an entry behind its mark; the placebo says whose double it is. */
export function nameOf(row: Pick<EntryRow, 'id' | 'contender'>, look: Look): Markup {
  const double = row.id === row.contender ? null : markup`<span class="quiet under">${row.contender} again</span>`;
  const variant = row.id.indexOf('+');
  const name =
    variant > 0
      ? markup`${row.id.slice(0, variant)}<span class="under">${row.id.slice(variant)}</span>`
      : markup`${row.id}`;
  return markup`${inlineMark(look)}${name}${double}`;
}

const HEADINGS: Readonly<Record<(typeof OTHER_FIGURES)[number], string>> = {
  'peak-rate': 'peak rate, /s',
  p50: 'p50, ms',
  p99: 'p99, ms',
  memory: 'memory, MiB',
};

function ratioCell(row: EntryRow, metric: MetricId): Markup {
  const { verdict } = row.figure(metric);
  if (row.role === 'baseline') return markup`<td class="ratio quiet">baseline</td>`;
  if (verdict === null) return markup`<td class="ratio">${UNKNOWN}</td>`;
  return markup`<td class="ratio">${ratioText(verdict) ?? 'no ratio'} ${wordOf(verdict)}</td>`;
}

/** The table that the verdict rests on: both CPU figures side by side, the exploratory ones behind them. */
function scoreTable(conclusion: Conclusion, lookOf: (row: EntryRow) => Look): Markup {
  const rows = rowsOf(conclusion);
  const metrics = [...CPU_FIGURES, ...OTHER_FIGURES];
  const texts = new Map<MetricId, readonly string[]>(
    metrics.map((id) => [id, columnTexts(rows.map((row) => row.figure(id).centre?.median ?? null))]),
  );
  const value = (id: MetricId, place: number): Markup =>
    markup`<td class="n">${texts.get(id)?.[place] ?? UNKNOWN}</td>`;
  const offered = offeredText(conclusion);
  const body = rows.map((row, place) => {
    const cpu = CPU_FIGURES.map((id) => markup`${value(id, place)}${ratioCell(row, id)}`);
    return markup`<tr><th scope="row">${nameOf(row, lookOf(row))}</th>${cpu}${OTHER_FIGURES.map((id) => value(id, place))}</tr>`;
  });
  const others = OTHER_FIGURES.map((id) => markup`<th scope="col" class="n">${HEADINGS[id]}</th>`);
  const ratio = markup`<th scope="col" class="n">µs</th><th scope="col">ratio [interval]</th>`;
  const from = `Medians over ${blocksText(conclusion)}; ratios are multiples of ${conclusion.baseline ?? 'the baseline'}.`;
  return markup`<p class="note">${from} Peak rate, percentiles and memory are exploratory.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Figures of ${conclusion.scenario}"><table class="scores">
<thead><tr><td class="corner"></td><th scope="colgroup" colspan="2">CPU per request at saturation</th><th scope="colgroup" colspan="2">CPU per request at ${offered}</th><th class="n">saturated</th><th scope="colgroup" colspan="3" class="n">at ${offered}</th></tr>
<tr><th scope="col">contender</th>${ratio}${ratio}${others}</tr></thead>
<tbody>${body}</tbody></table></div>${places(conclusion)}`;
}

/** Where each contender can stand: an interval, since who is not told apart shares places. */
function places(conclusion: Conclusion): Markup {
  const [saturated, common] = CPU_FIGURES.map((id) => placesText(conclusion, id));
  if (typeof saturated !== 'string' || typeof common !== 'string') return markup``;
  return markup`<p class="note">Places by CPU per request, as far as they can be told: at saturation ${saturated}; at the common rate ${common}.</p>`;
}

/** Why each CPU verdict has its word, and of contenders against each other. */
function reasons(conclusion: Conclusion): Markup {
  const own = [conclusion.verdicts, conclusion.pairs].flatMap((verdicts) =>
    CPU_FIGURES.flatMap((id) => verdicts.filter(({ metric }) => metric === id)),
  );
  if (own.length === 0) return markup``;
  const body = own.map(
    (verdict) =>
      markup`<tr><th scope="row">${verdict.contender}</th><td class="whole">${verdict.against}</td><td>${metricOf(verdict.metric).title}</td><td class="ratio">${ratioText(verdict) ?? 'no ratio'}</td><td>${wordOf(verdict)}</td><td class="n">${boundsText(verdict.alone)}</td><td class="n">${boundsText(verdict.rank)}</td><td class="n">${verdict.n}</td><td>${reasonText(verdict)}</td></tr>`,
  );
  return markup`<details><summary>Why each verdict, and the contenders against each other</summary><div class="scroll" tabindex="0" role="region" aria-label="Reasons on ${conclusion.scenario}"><table>
<thead><tr><th scope="col">contender</th><th scope="col">against</th><th scope="col">metric</th><th scope="col">ratio</th><th scope="col">verdict</th><th scope="col" class="n">by itself</th><th scope="col" class="n">signed ranks</th><th scope="col" class="n">blocks</th><th scope="col">why</th></tr></thead>
<tbody>${body}</tbody></table></div></details>`;
}

/** The bounds of an interval that stands beside the one quoted. */
function boundsText(bounds: { readonly low: number; readonly high: number } | null): string {
  return bounds === null ? UNKNOWN : formatInterval(bounds.low, bounds.high, 'ratio');
}

function refusal(input: ReportInput): Markup {
  const { refusal: found } = input.conclusion;
  if (found === null) return markup``;
  const { reason, remedy } = refusalText(found);
  return markup`<p class="verdict refused"><strong>${MARKS.refused} Refused: this run gives no verdict.</strong> ${reason} ${remedy} The values below stay, as observations.</p>`;
}

/** Keeps an interval, and a number with its sign, on one line. */
function unbroken(sentence: string): string {
  return sentence.replaceAll(' %', '\u00A0%').replaceAll('–', '\u2060–\u2060');
}

/** What the run came to: a sentence and a table for each scenario. */
export function verdictSection(input: ReportInput, lookOf: (row: EntryRow) => Look): Markup {
  const scenarios = input.conclusion.scenarios.map((conclusion, place) => {
    const question = input.scenarios.find(({ id }) => id === conclusion.scenario)?.question ?? '';
    return markup`<section aria-labelledby="verdict-${place}"><h2 class="scenario" id="verdict-${place}">${conclusion.scenario} <span class="of">${question}</span></h2>
<p class="verdict">${unbroken(verdictSentence(conclusion))}</p>
${askedText(input, conclusion.scenario).map((text) => markup`<p>${text}</p>`)}
${conclusion.entries.length === 0 ? null : scoreTable(conclusion, lookOf)}${reasons(conclusion)}</section>`;
  });
  return markup`<section>${refusal(input)}${scenarios}</section>`;
}
