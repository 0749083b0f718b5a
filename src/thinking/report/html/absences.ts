import type { ContenderFailure } from '../../measurement/failure.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { leftOutOf } from '../remarks.ts';
import { voidLine } from '../words-of-void.ts';

/** A program's last lines; the report keeps as many as were kept, and no reader needs more than these at once. */
const MOST_LINES = 20;

function lastLines(failure: ContenderFailure): readonly string[] {
  return 'lastLines' in failure ? failure.lastLines.slice(-MOST_LINES) : [];
}

function linesOf(input: ReportInput, contender: string, scenario: string | null): Markup | null {
  const failure = input.conclusion.scenarios
    .flatMap(({ failures }) => failures)
    .find((one) => one.contender === contender && (scenario === null || one.scenario === scenario));
  const lines = failure === undefined ? [] : lastLines(failure.failure);
  if (lines.length === 0) return null;
  const rows = lines.map(
    (line) => markup`${line}
`,
  );
  return markup`<details><summary>its last lines</summary><pre>${rows}</pre></details>`;
}

/** Who takes no part, why, and what would mend it. */
export function leftOutSection(input: ReportInput): Markup {
  const absent = leftOutOf(input);
  const items = absent.map(
    ({ contender, scenario, reason, remedy }) =>
      markup`<li><strong>${contender}</strong>${scenario === null ? ', everywhere' : ` in ${scenario}`}: ${reason} ${remedy}${linesOf(input, contender, scenario)}</li>`,
  );
  const body =
    items.length === 0
      ? markup`<p>Nothing: every contender took part in every scenario it serves.</p>`
      : markup`<ul>${items}</ul>`;
  return markup`<section><h2>Left out</h2>${body}</section>`;
}

/** Rounds that yield no evidence although the contender did nothing wrong. */
export function voidSection(input: ReportInput): Markup {
  const rows = input.conclusion.scenarios.flatMap(({ scenario, voids }) =>
    voids.map(
      ({ block, entry, reason }) =>
        markup`<tr><th scope="row">${scenario}</th><td class="n">${block + 1}</td><td>${entry}</td><td>${voidLine(reason)}</td></tr>`,
    ),
  );
  const table = markup`<div class="scroll" tabindex="0" role="region" aria-label="Void rounds"><table><thead><tr><th scope="col">scenario</th><th scope="col" class="n">block</th><th scope="col">entry</th><th scope="col">why</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return markup`<section><h2>Void rounds</h2><p>${rows.length === 0 ? 'None.' : 'One void round voids its block for all, so that every ratio rests on the same blocks.'}</p>${rows.length === 0 ? null : table}</section>`;
}
