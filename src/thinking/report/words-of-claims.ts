import type { Seen } from '../claim/evidence.ts';
import type { Judged } from '../claim/judge.ts';
import { CLAIM_WORDS } from './words-of-claim.ts';

/** `12 supported, 3 weaker than claimed, …`. */
export function countsText(judged: readonly Judged[]): string {
  const parts = Object.entries(CLAIM_WORDS).flatMap(([word, text]) => {
    const n = judged.filter((one) => one.word === word).length;
    return n === 0 ? [] : [`${n} ${text}`];
  });
  return parts.join(', ');
}

/** The runs and looks that the results rest on, each with its machine and the command that makes it again. */
export function originTexts(judged: readonly Judged[]): readonly string[] {
  const found = judged.flatMap(({ outcomes, elsewhere }) => [...outcomes, ...elsewhere].map((one) => one.found));
  const texts = found.flatMap((one) => {
    if (one.kind === 'absent') return [];
    const { from } = one;
    if (from.kind === 'run') return [`${from.run}: ${whereText(from.seen)}. ${from.command}`];
    return from.kind === 'footprint' ? [`footprint of ${from.seen.date}: ${whereText(from.seen)}`] : [];
  });
  return [...new Set(texts)].toSorted();
}

function whereText({ date, machine, fingerprint, here }: Seen): string {
  return `${here ? 'of this store' : 'a record'}, ${date}, machine ${fingerprint.slice(0, 8)} (${machine})`;
}
