import { looksOf } from '../chart/look.ts';
import type { Look } from '../chart/look.ts';
import type { ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { stateText } from '../remarks.ts';
import { leftOutSection, voidSection } from './absences.ts';
import { conditionsSection } from './conditions.ts';
import { fairnessSection } from './fairness.ts';
import { latencySection } from './latency.ts';
import { loadSection } from './loads.ts';
import { numbersSection } from './numbers.ts';
import { ratioSection } from './ratios.ts';
import { readingSection } from './reading.ts';
import { roundsSection } from './rounds.ts';
import { scalingSection } from './scaling.ts';
import { STYLE } from './style.ts';
import { recordSections } from './records.ts';
import { surgeSection } from './surge.ts';
import { verdictSection } from './verdicts.ts';

/** Nothing is loaded and nothing runs: even where a stranger's text slipped through, it could do neither. */
const POLICY: Markup = {
  kind: 'markup',
  text: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
};

function head(input: ReportInput): Markup {
  const style: Markup = { kind: 'markup', text: STYLE };
  return markup`<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${input.run.name}: a bake-off</title><style>${style}</style></head>`;
}

/**
 * The report as one HTML file: no script, nothing loaded, readable from 360 px on, in light, in dark and on paper. The
 * verdict comes first, then what it rests on, then the conditions, then every number.
 */
export function htmlReport(input: ReportInput): string {
  const look = looksOf(input.contenders);
  const entries = new Map(
    input.conclusion.scenarios.flatMap((scenario) => scenario.entries).map((entry) => [entry.id, entry]),
  );
  const lookOf = (id: string): Look => look(entries.get(id) ?? { id, contender: id });
  const { run } = input;
  const page = markup`<!doctype html>
<html lang="en">${head(input)}<body>
<header><h1>${run.name}</h1><p class="quiet">${run.created.slice(0, 10)} · profile ${run.profile} · ${stateText(input)} · ${run.id}</p></header>
<main>
${verdictSection(input, look)}
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
${numbersSection(input)}
</main></body></html>
`;
  return page.text;
}
