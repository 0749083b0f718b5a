import type { Conclusion } from '../../verdict/conclusion.ts';
import type { Look } from '../chart/look.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { RecordTable } from '../record-table.ts';
import { collectorTable } from '../words-of-collector.ts';
import { heldTable } from '../words-of-held.ts';
import { nameOf } from './verdicts.ts';

type LookOf = (entry: string) => Look;

function panel(scenario: string, { title, text, heads, rows }: RecordTable, lookOf: LookOf): Markup {
  const head = heads.map((one) => markup`<th scope="col" class="n">${one}</th>`);
  const body = rows.map((row) => {
    const cells = row.cells.map((cell) => markup`<td class="n">${cell}</td>`);
    return markup`<tr><th scope="row">${nameOf(row, lookOf(row.id))}</th>${cells}</tr>`;
  });
  return markup`<h3>${scenario}</h3><p class="note">${text}</p><div class="scroll" tabindex="0" role="region" aria-label="${title} on ${scenario}"><table><thead><tr><th scope="col">entry</th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A section of one kind of record; nothing where no scenario has it. */
function section(
  scenarios: readonly Conclusion[],
  tableOf: (conclusion: Conclusion) => RecordTable | null,
  lookOf: LookOf,
): Markup {
  const tables = scenarios.flatMap((conclusion) => {
    const table = tableOf(conclusion);
    return table === null ? [] : [{ scenario: conclusion.scenario, table }];
  });
  const [first] = tables;
  if (first === undefined) return markup``;
  const panels = tables.map(({ scenario, table }) => panel(scenario, table, lookOf));
  return markup`<section><h2>${first.table.title}</h2><p>Exploratory.</p>${panels}</section>`;
}

/** What connections held open took of memory, and what collectors did, where scenarios ask. */
export function recordSections(input: ReportInput, lookOf: LookOf): readonly Markup[] {
  const { scenarios } = input.conclusion;
  return [
    section(scenarios, (conclusion) => heldTable(input, conclusion), lookOf),
    section(scenarios, collectorTable, lookOf),
  ];
}
