import type { Judged } from '../../claim/judge.ts';
import { CLAIMS_NOTE } from '../claims.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { claimText, CLAIM_WORDS } from '../words-of-claim.ts';
import { countsText, originTexts } from '../words-of-claims.ts';
import type { ClaimText } from '../words-of-claim.ts';
import { page } from './page.ts';

function row({ id, says, word, tests, elsewhere, published, note, next }: ClaimText): Markup {
  const read = tests.map((text) => markup`<span class="under">${text}</span>`);
  const more = [
    ...elsewhere.map((text) => markup`<li>elsewhere, ${text}</li>`),
    ...(published === null ? [] : [markup`<li>published: ${published.range}: ${published.each.join('; ')}</li>`]),
    ...(note === null ? [] : [markup`<li>${note}</li>`]),
    ...(next === null ? [] : [markup`<li>to decide it: ${next}</li>`]),
  ];
  const details =
    more.length === 0
      ? markup``
      : markup`<details><summary>where else, what others say</summary><ul>${more}</ul></details>`;
  return markup`<tr id="${id}"><th scope="row">${id}</th><td>“${says}”${read}${details}</td><td><span class="word claim-${word}">${CLAIM_WORDS[word]}</span></td></tr>`;
}

function section(title: string, texts: readonly ClaimText[]): Markup {
  return markup`<section><h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="claims"><thead><tr><th scope="col">claim</th><th scope="col">as worded, and what was read</th><th scope="col">verdict</th></tr></thead><tbody>${texts.map(row)}</tbody></table></div></section>`;
}

/** Claims as one HTML file: the text, sentence by sentence, each with its verdict and the number. */
export function claimsHtml(judged: readonly Judged[]): string {
  const texts = judged.map(claimText);
  const sections = [...new Set(texts.map((one) => one.section))];
  const origins = originTexts(judged).map((text) => markup`<li>${text}</li>`);
  const rests =
    origins.length === 0 ? markup`` : markup`<section><h2>What they rest on</h2><ul>${origins}</ul></section>`;
  const main = markup`<p class="verdict">${String(judged.length)} claims: ${countsText(judged)}.</p><p>${CLAIMS_NOTE}</p>
${sections.map((title) =>
  section(
    title,
    texts.filter((one) => one.section === title),
  ),
)}
${rests}`;
  return page('Claims, held against measurements', markup`<h1>Claims, held against measurements</h1>`, main);
}
