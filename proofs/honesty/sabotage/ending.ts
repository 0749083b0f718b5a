import type { RunEnd } from '../../../src/doing/run/run.ts';
import type { VoidReason } from '../../../src/thinking/measurement/failure.ts';
import { metricOf } from '../../../src/thinking/measurement/reading.ts';
import type { Conclusion } from '../../../src/thinking/verdict/conclusion.ts';
import type { Refusal, VerdictWord } from '../../../src/thinking/verdict/verdict.ts';
import { TWIN } from './sabotage.ts';

/** How a sabotaged run ended, as its reader would be told of the twin. */
export type Ending =
  /** `by`: what most of the void rounds were void for; null where the refusal is for something else. */
  | { readonly kind: 'refused'; readonly refusal: Refusal['kind']; readonly by: VoidReason['kind'] | null }
  /** The twin is out by its own failure, and nothing is said of it. */
  | { readonly kind: 'failed'; readonly failure: string }
  /** Something was said of the twin in a primary metric. */
  | { readonly kind: 'verdict'; readonly words: readonly VerdictWord[] }
  | { readonly kind: 'undecided' }
  /** It did not get as far as an answer. */
  | { readonly kind: 'cut-short'; readonly end: RunEnd['kind'] };

/** The ending of a run from how its carrying out ended and what its rounds come to. */
export function endingOf(end: RunEnd, conclusion: Conclusion | null): Ending {
  if (conclusion === null || (end.kind !== 'refused' && end.kind !== 'complete')) {
    return { kind: 'cut-short', end: end.kind };
  }
  const { refusal, failures, voids } = conclusion;
  // A failed contender has no verdict whether or not the run is refused as well, and it is its failure that a reader sees of it.
  const failed = failures.find(({ contender }) => contender === TWIN);
  const words = wordsOnTwin(conclusion);
  if (failed !== undefined && words.length === 0) return { kind: 'failed', failure: failed.failure.kind };
  if (refusal !== null) {
    const by = refusal.kind === 'too-many-void' ? mostOften(voids.map(({ reason }) => reason.kind)) : null;
    return { kind: 'refused', refusal: refusal.kind, by };
  }
  return words.length > 0 ? { kind: 'verdict', words } : { kind: 'undecided' };
}

function wordsOnTwin({ verdicts, pairs }: Conclusion): readonly VerdictWord[] {
  const ofTwin = [...verdicts, ...pairs].filter(
    ({ contender, against, metric }) => [contender, against].includes(TWIN) && metricOf(metric).primary,
  );
  return [...new Set(ofTwin.map(({ verdict }) => verdict).filter((word) => word !== 'undecided'))];
}

function mostOften<T>(items: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}

/** In a few words; equal endings have equal ones. */
export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'refused':
      return `refused: ${ending.refusal}${ending.by === null ? '' : ` (${ending.by})`}`;
    case 'failed':
      return `failed: ${ending.failure}`;
    case 'verdict':
      return `verdict: ${ending.words.join(', ')}`;
    case 'undecided':
      return 'undecided';
    case 'cut-short':
      return `cut short: ${ending.end}`;
  }
}

/** True where nothing was said of the twin since the run was refused or the twin had failed. */
export function isCaught(ending: Ending): boolean {
  return ending.kind === 'refused' || ending.kind === 'failed';
}
