import { metricOf } from '../../measurement/reading.ts';
import { formatNumber, formatShare } from '../../quantity/format.ts';
import type { Unit } from '../../quantity/quantity.ts';
import type { Conclusion } from '../../verdict/conclusion.ts';
import { ratioText, UNKNOWN } from '../figures.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { reasonText } from '../words-of-verdict.ts';
import { wordOf } from './verdicts.ts';

const UNITS: Readonly<Record<Unit, string>> = {
  us: 'µs',
  ms: 'ms',
  s: 's',
  'requests/s': 'requests/s',
  MiB: 'MiB',
  KiB: 'KiB',
  ratio: '×',
  share: '%',
};

function number(value: number | null): Markup {
  return markup`<td class="n">${value === null ? UNKNOWN : formatNumber(value)}</td>`;
}

function table(name: string, caption: string, head: readonly Markup[], body: readonly Markup[]): Markup {
  return markup`<details><summary>${caption}</summary><div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>`;
}

function columns(...names: readonly string[]): readonly Markup[] {
  return names.map(
    (name) =>
      markup`<th scope="col"${/^[\d#]|median|low|high|blocks/u.test(name) ? markup` class="n"` : null}>${name}</th>`,
  );
}

function summaries(conclusion: Conclusion): Markup {
  const body = conclusion.summaries.map(
    ({ entry, metric, unit, centre }) =>
      markup`<tr><th scope="row">${entry}</th><td>${metricOf(metric).title}</td><td>${UNITS[unit]}</td>${number(centre?.median ?? null)}${number(centre?.low ?? null)}${number(centre?.high ?? null)}<td class="n">${centre === null || centre.level === null ? UNKNOWN : formatShare(centre.level)}</td></tr>`,
  );
  const head = columns('entry', 'metric', 'unit', 'median', 'low', 'high', 'blocks’ level');
  return table(
    `Medians on ${conclusion.scenario}`,
    `${conclusion.scenario}: medians of all metrics, with their intervals`,
    head,
    body,
  );
}

function ratios(conclusion: Conclusion): Markup {
  const body = conclusion.verdicts.map(
    (verdict) =>
      markup`<tr><th scope="row">${verdict.contender}</th><td>${metricOf(verdict.metric).title}</td><td class="ratio">${ratioText(verdict) ?? 'no ratio'}</td><td>${wordOf(verdict)}</td><td class="n">${verdict.n}</td><td>${reasonText(verdict)}</td></tr>`,
  );
  const head = columns('contender', 'metric', 'ratio', 'verdict', 'blocks', 'why');
  return table(
    `Ratios on ${conclusion.scenario}`,
    `${conclusion.scenario}: ratios of all metrics, exploratory ones too`,
    head,
    body,
  );
}

function rounds(conclusion: Conclusion): Markup {
  const numbers = [...new Set(conclusion.summaries.flatMap((one) => one.rounds.map(({ block }) => block)))];
  const body = conclusion.summaries.map((summary) => {
    const values = numbers.map((block) => number(summary.rounds.find((round) => round.block === block)?.value ?? null));
    return markup`<tr><th scope="row">${summary.entry}</th><td>${metricOf(summary.metric).title}, ${UNITS[summary.unit]}</td>${values}</tr>`;
  });
  const head = columns('entry', 'metric', ...numbers.map((block) => String(block + 1)));
  return table(
    `Rounds on ${conclusion.scenario}`,
    `${conclusion.scenario}: every round, by number of its block`,
    head,
    body,
  );
}

function positions(input: ReportInput, conclusion: Conclusion): Markup {
  const plan = input.plan.scenarios.find(({ scenario }) => scenario === conclusion.scenario);
  const body = (plan?.blocks ?? []).map(
    (order, block) => markup`<tr><th scope="row" class="n">${block + 1}</th><td>${order.join(', ')}</td></tr>`,
  );
  return table(
    `Orders on ${conclusion.scenario}`,
    `${conclusion.scenario}: order of the entries in each block`,
    columns('# block', 'order'),
    body,
  );
}

function spectra(input: ReportInput, conclusion: Conclusion): Markup {
  const own = input.spectra.filter(({ scenario }) => scenario === conclusion.scenario);
  const body = own.flatMap(({ entry, points }) =>
    points.map(
      ({ percentile, ms, low, high }) =>
        markup`<tr><th scope="row">${entry}</th><td class="n">p${percentile}</td>${number(ms)}${number(low)}${number(high)}</tr>`,
    ),
  );
  if (body.length === 0) return markup``;
  const head = columns('entry', '# percentile', 'median, ms', 'low', 'high');
  return table(
    `Response times on ${conclusion.scenario}`,
    `${conclusion.scenario}: response times at the common rate`,
    head,
    body,
  );
}

/** Every number behind the charts, as tables. */
export function numbersSection(input: ReportInput): Markup {
  const tables = input.conclusion.scenarios.map(
    (conclusion) =>
      markup`${summaries(conclusion)}${ratios(conclusion)}${rounds(conclusion)}${spectra(input, conclusion)}${positions(input, conclusion)}`,
  );
  return markup`<section><h2>Every number</h2>${tables}</section>`;
}
