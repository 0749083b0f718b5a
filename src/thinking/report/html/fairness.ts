import { flagsOf } from '../../fairness/flags.ts';
import { seenOf } from '../fairness.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { FAIRNESS_COLUMNS, flagText } from '../words-of-fairness.ts';

/** What each contender was seen to run with, and where they were unequal; nothing for runs made before they were looked at. */
export function fairnessSection(input: ReportInput): Markup {
  const seen = seenOf(input.calibrations);
  if (seen.length === 0) return markup``;
  const head = FAIRNESS_COLUMNS.map(({ title }) => markup`<th scope="col">${title}</th>`);
  const body = seen.map(
    (one) =>
      markup`<tr><th scope="row">${one.contender}</th><td class="whole">${one.scenario}</td>${FAIRNESS_COLUMNS.map(({ text }) => markup`<td>${text(one)}</td>`)}</tr>`,
  );
  const flags = flagsOf(seen).map((flag) => markup`<li>${flag.scenario}: ${flagText(flag)}</li>`);
  return markup`<section><h2>What each ran with</h2><p>Seen in the living process, at the kernel and at the database after its pilot; sources were not asked. ${flags.length === 0 ? 'Nothing of it is unequal.' : 'Unequal:'}</p>
${flags.length === 0 ? null : markup`<ul>${flags}</ul>`}
<div class="scroll" tabindex="0" role="region" aria-label="What each ran with"><table><thead><tr><th scope="col">contender</th><th scope="col">scenario</th>${head}</tr></thead><tbody>${body}</tbody></table></div></section>`;
}
