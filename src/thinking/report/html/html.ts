import { looksOf } from '../chart/look.ts';
import type { Look } from '../chart/look.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import { stateText } from '../remarks.ts';
import { leftOutSection, voidSection } from './absences.ts';
import { conditionsSection } from './conditions.ts';
import { fairnessSection } from './fairness.ts';
import { latencySection } from './latency.ts';
import { loadSection } from './loads.ts';
import { numbersSection } from './numbers.ts';
import { page } from './page.ts';
import { ratioSection } from './ratios.ts';
import { readingSection } from './reading.ts';
import { roundsSection } from './rounds.ts';
import { scalingSection } from './scaling.ts';
import { recordSections } from './records.ts';
import { surgeSection } from './surge.ts';
import { verdictSection } from './verdicts.ts';

/**
 * The report as one HTML file. The verdict comes first, then what it rests on, then the conditions, then every number.
 */
export function htmlReport(input: ReportInput): string {
  const look = looksOf(input.contenders);
  const entries = new Map(
    input.conclusion.scenarios.flatMap((scenario) => scenario.entries).map((entry) => [entry.id, entry]),
  );
  const lookOf = (id: string): Look => look(entries.get(id) ?? { id, contender: id });
  const { run } = input;
  const header = markup`<h1>${run.name}</h1><p class="quiet">${run.created.slice(0, 10)} · profile ${run.profile} · ${stateText(input)} · ${run.id}</p>`;
  const main = markup`${verdictSection(input, look)}
${ratioSection(input, lookOf)}
${latencySection(input, lookOf)}
${loadSection(input, lookOf)}
${surgeSection(input, lookOf)}
${recordSections(input, lookOf)}
${scalingSection(input, lookOf)}
${roundsSection(input, lookOf)}
${conditionsSection(input)}
${fairnessSection(input)}
${leftOutSection(input)}
${voidSection(input)}
${readingSection(input)}
${numbersSection(input)}`;
  return page(`${run.name}: a bake-off`, header, main);
}
