import type { Quantity } from '../claim/claim.ts';
import type { Judged, Outcome } from '../claim/judge.ts';
import { plainText } from './plain-text.ts';
import { claimText, CLAIM_WORDS } from './words-of-claim.ts';
import { countsText, originTexts } from './words-of-claims.ts';
import { count } from './words.ts';
import { wrapped } from './wrapped.ts';

/** What the results of claims say of themselves in every form. */
export const CLAIMS_NOTE =
  'Each threshold is what the words of the claim mean as a number; it stands with the claim and is not moved to a result. "Times as good" is of a metric’s better side: above 1 the first does better. An interval that lies across a threshold decides nothing.';

const INDENT = '     ';

function setIn(text: string, width: number): readonly string[] {
  return wrapped(plainText(text), width - INDENT.length).map((line) => `${INDENT}${line}`);
}

function linesOf(judged: Judged, width: number): readonly string[] {
  const { id, says, word, tests, elsewhere, published, note, next } = claimText(judged);
  return [
    `${plainText(id).padEnd(INDENT.length - 1)} ${CLAIM_WORDS[word]}`,
    ...setIn(`“${says}”`, width),
    ...tests.flatMap((text) => setIn(`- ${text}`, width)),
    ...elsewhere.flatMap((text) => setIn(`elsewhere, ${text}`, width)),
    ...(published === null ? [] : setIn(`published: ${published.range}`, width)),
    ...(note === null ? [] : setIn(note, width)),
    ...(next === null ? [] : setIn(`To decide it: ${next}`, width)),
    '',
  ];
}

/** Claims for a terminal, in the order of the text that makes them. @param width columns; no line is wider but one whose words are. */
export function claimsReport(judged: readonly Judged[], width: number): string {
  const sections = [...new Set(judged.map(({ claim }) => claim.section))];
  const origins = originTexts(judged);
  const lines = [
    ...wrapped(`${count(judged.length, 'claim')}: ${countsText(judged)}.`, width),
    ...wrapped(CLAIMS_NOTE, width),
    '',
    ...sections.flatMap((section) => [
      `== ${plainText(section)}`,
      '',
      ...judged.filter(({ claim }) => claim.section === section).flatMap((one) => linesOf(one, width)),
    ]),
    ...(origins.length === 0 ? [] : ['They rest on:', ...origins.flatMap((text) => wrapped(`- ${text}`, width))]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** `bakeoff/claims@1`. What is unknown is null. */
export function claimsDocument(judged: readonly Judged[]): unknown {
  return {
    schema: 'bakeoff/claims@1',
    claims: judged.map((one) => {
      const { id, section, says, note, ground } = one.claim;
      return {
        id,
        section,
        says,
        verdict: one.word,
        judgement: ground.kind === 'judgement' ? ground.why : null,
        tests: one.outcomes.map(outcomeDocument),
        elsewhere: one.elsewhere.map(outcomeDocument),
        published: one.published.map((figure) => ({ ...figure })),
        note,
        to_decide: claimText(one).next,
      };
    }),
  };
}

function outcomeDocument({ test, word, found, between, once }: Outcome): unknown {
  const { quantity, scale } = test;
  const read =
    found.kind === 'absent'
      ? { value: null, low: null, high: null, sure: null, sides: null, prices: null, from: null, absent: found.why }
      : {
          value: found.value,
          low: found.low,
          high: found.high,
          sure: found.sure,
          sides: found.sides,
          prices: found.prices,
          from: found.from,
          absent: null,
        };
  const { kind, ...what }: Quantity = quantity;
  return {
    quantity: kind,
    of: what,
    claimed: { from: scale.from, to: scale.to, opposite: scale.opposite },
    verdict: word,
    ...read,
    between,
    once: once === null ? null : { value: once.value, date: once.date },
  };
}
