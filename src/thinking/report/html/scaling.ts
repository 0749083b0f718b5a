import type { Conclusion } from '../../verdict/conclusion.ts';
import type { Look } from '../chart/look.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { cellsOf, SCALING_HEADS, SCALING_NOTE, scalingRows } from '../scaling.ts';
import { nameOf } from './verdicts.ts';

function panel(input: ReportInput, conclusion: Conclusion, lookOf: (entry: string) => Look): Markup {
  const rows = scalingRows(input, conclusion);
  if (rows.length === 0) return markup``;
  const head = SCALING_HEADS.map((title) => markup`<th scope="col">${title}</th>`);
  const body = rows.map((row, place) => {
    const id = conclusion.scalings[place]?.entry ?? row.entry;
    const cells = cellsOf(row).map((cell) => markup`<td>${cell}</td>`);
    return markup`<tr><th scope="row">${nameOf({ id, contender: id }, lookOf(id))}</th>${cells}</tr>`;
  });
  return markup`<h3>${conclusion.scenario}</h3><div class="scroll" tabindex="0" role="region" aria-label="How each scales on ${conclusion.scenario}"><table><thead><tr><th scope="col">entry</th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** How each contender scales; nothing where no scenario asks about cores. */
export function scalingSection(input: ReportInput, lookOf: (entry: string) => Look): Markup {
  const panels = input.conclusion.scenarios.map((conclusion) => panel(input, conclusion, lookOf));
  if (panels.every(({ text }) => text === '')) return markup``;
  return markup`<section><h2>On more cores</h2><p class="note">${SCALING_NOTE} Peak rate and memory are exploratory.</p>${panels}</section>`;
}
