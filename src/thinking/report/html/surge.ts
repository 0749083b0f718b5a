import type { Conclusion } from '../../verdict/conclusion.ts';
import type { Look } from '../chart/look.ts';
import { surgePlot } from '../chart/surge.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { SURGE_HEADS, SURGE_TITLE, surgeRows, surgeText, WORDS_COLUMN } from '../words-of-surge.ts';
import { nameOf } from './verdicts.ts';

/** Numbers stand to the right, words to the left. */
function kindOf(column: number): Markup {
  return column === WORDS_COLUMN ? markup`` : markup` class="n"`;
}

function table(conclusion: Conclusion, lookOf: (entry: string) => Look): Markup {
  const head = SURGE_HEADS.map((text, column) => markup`<th scope="col"${kindOf(column)}>${text}</th>`);
  const body = surgeRows(conclusion).map((row) => {
    const cells = row.cells.map((cell, column) => markup`<td${kindOf(column)}>${cell}</td>`);
    return markup`<tr><th scope="row">${nameOf(row, lookOf(row.id))}</th>${cells}</tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${SURGE_TITLE} on ${conclusion.scenario}"><table><thead><tr><th scope="col">entry</th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function charts(conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const { surges, scenario } = conclusion;
  const answered = surgePlot({
    id: `surge-rate-${place}`,
    title: `Correct answers a second on ${scenario} in an overload and after`,
    unit: 'correct answers, /s',
    surges,
    read: ({ answeredPerS }) => answeredPerS,
    lookOf,
  });
  // A second holds too few requests for a p99 at most rates, and whole queues move the median as well.
  const p50 = surgePlot({
    id: `surge-p50-${place}`,
    title: `Median response time on ${scenario} in an overload and after`,
    unit: 'p50, ms',
    surges,
    read: ({ p50Ms }) => p50Ms,
    lookOf,
  });
  if (answered === null) return markup``;
  return markup`<div class="pair"><figure>${answered}<figcaption>Correct answers that came in each second, whenever they were due; median over the rounds.</figcaption></figure>${p50 === null ? null : markup`<figure>${p50}<figcaption>p50 of the response times of the requests due in each second that were answered correctly, ms.</figcaption></figure>`}</div>`;
}

function panel(input: ReportInput, conclusion: Conclusion, place: number, lookOf: (entry: string) => Look): Markup {
  const text = surgeText(input, conclusion);
  if (text === null) return markup``;
  const shown =
    conclusion.surges.length === 0 ? null : markup`${charts(conclusion, place, lookOf)}${table(conclusion, lookOf)}`;
  return markup`<h3>${conclusion.scenario}</h3><p class="note">${text}</p>${shown}`;
}

/** What each does under more than it can, and how soon it is back; nothing where no scenario asks. */
export function surgeSection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const panels = input.conclusion.scenarios.map((conclusion, place) => panel(input, conclusion, place, lookOf));
  if (panels.every(({ text }) => text === '')) return markup``;
  return markup`<section><h2>${SURGE_TITLE}</h2><p>Exploratory, and recovery is described, not judged. Whoever queues what he cannot answer yet, and keeps his rate, has (share − 100 %) × the surge to catch up on, at half of his rate.</p>${panels}</section>`;
}
