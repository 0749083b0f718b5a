import { endingText, isCaught, type Ending } from './ending.ts';
import type { Sabotage } from './sabotage.ts';

/** What became of one sabotage: its runs, and the one that it was left out of. */
export interface Attempted {
  readonly sabotage: Sabotage;
  readonly endings: readonly Ending[];
  /** Null where it was not run. */
  readonly control: Ending | null;
}

/** How often each ending occurred, the most frequent first. */
export function endingCounts(endings: readonly Ending[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const text of endings.map(endingText)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one);
}

/**
 * The runs that the sabotage was put to the test in, and those of them that it ended as it should. One that was refused for something
 * else, as on a machine that is not quiet, gave no verdict but shows nothing of the sabotage either.
 */
export function provenIn({ sabotage, endings }: Pick<Attempted, 'sabotage' | 'endings'>): Proven {
  const own = endings.filter((ending) => endingText(ending) === sabotage.own).length;
  return { own, of: own + endings.filter((ending) => !isCaught(ending)).length };
}

export interface Proven {
  readonly own: number;
  readonly of: number;
}

/** Why an attempt does not show what it should in so many runs; null where it does. */
export function shortcoming(attempted: Attempted, runs: number): string | null {
  const { sabotage, control } = attempted;
  const { own, of } = provenIn(attempted);
  if (own < of) return `${of - own} of ${of} were not caught`;
  if (own < runs) return `only ${own} of ${runs} ended as they should: ${sabotage.own}`;
  if (control === null) return 'it has no run without the sabotage beside it';
  if (endingText(control) === sabotage.own) return `without the sabotage the run ends no other way: ${sabotage.own}`;
  if (control.kind === 'cut-short') return `the run without the sabotage came to nothing: ${control.end}`;
  return null;
}

/** All attempts as a table of Markdown. */
export function sabotageTable(attempts: readonly Attempted[], runs: number): string {
  const rows = attempts.map((attempted) => {
    const { sabotage, endings, control } = attempted;
    const { own, of } = provenIn(attempted);
    const found = shortcoming(attempted, runs);
    const cells = [
      `${sabotage.id}: ${sabotage.title}`,
      endingCounts(endings)
        .map(([text, count]) => `${text} ${count}`)
        .join('; '),
      control === null ? '–' : endingText(control),
      `${own} of ${of}`,
      found === null ? 'held' : `**missed: ${found}**`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const heads = ['sabotage', 'how its runs ended', 'a run without it', 'caught', ''];
  return [`| ${heads.join(' | ')} |`, '|---|---|---|--:|---|', ...rows].join('\n');
}
