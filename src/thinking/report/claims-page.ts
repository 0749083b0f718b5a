import type { Judged } from '../claim/judge.ts';
import { CLAIMS_NOTE } from './claims.ts';
import { inert } from './markdown-text.ts';
import { claimText, CLAIM_WORDS } from './words-of-claim.ts';
import { countsText, originTexts } from './words-of-claims.ts';
import type { ClaimText } from './words-of-claim.ts';

function rowOf({ id, says, word, tests }: ClaimText): string {
  return `| ${inert(id)} | “${inert(says)}” | **${CLAIM_WORDS[word]}** | ${tests.map(inert).join('<br>')} |`;
}

function detailsOf({ id, word, elsewhere, published, note, next }: ClaimText): readonly string[] {
  const parts = [
    ...elsewhere.map((text) => `  - elsewhere, ${inert(text)}`),
    ...(published === null ? [] : [`  - published: ${inert(published.range)}: ${inert(published.each.join('; '))}`]),
    ...(note === null ? [] : [`  - ${inert(note)}`]),
    ...(next === null ? [] : [`  - to decide it: ${inert(next)}`]),
  ];
  return parts.length === 0 ? [] : [`- **${inert(id)}**, ${CLAIM_WORDS[word]}`, ...parts];
}

/** Claims as Markdown: a table for each part of the text, beneath it where else each holds, what others published, and what would decide it. */
export function claimsMarkdown(judged: readonly Judged[]): string {
  const texts = judged.map(claimText);
  const sections = [...new Set(texts.map(({ section }) => section))];
  const tables = sections.flatMap((section) => {
    const own = texts.filter((one) => one.section === section);
    const details = own.flatMap(detailsOf);
    return [
      `## ${inert(section)}`,
      '',
      '| | claim | verdict | what was read |',
      '|---|---|---|---|',
      ...own.map(rowOf),
      '',
      ...(details.length === 0 ? [] : [...details, '']),
    ];
  });
  const origins = originTexts(judged).map((text) => `- ${inert(text)}`);
  return [
    `${judged.length} claims: ${countsText(judged)}.`,
    '',
    CLAIMS_NOTE,
    '',
    ...tables,
    ...(origins.length === 0 ? [] : ['## What they rest on', '', ...origins, '']),
  ].join('\n');
}
