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
 * Why an attempt does not show what it should; null where it does. A run that was refused for something else than the sabotage, as on a
 * machine that is not quiet, gave no verdict either; but then most of them must be refused for the sabotage, or nothing is shown.
 */
export function shortcoming({ sabotage, endings, control }: Attempted): string | null {
  const escaped = endings.filter((ending) => !isCaught(ending)).length;
  if (escaped > 0) return `${escaped} of ${endings.length} runs were not caught`;
  const own = endings.filter((ending) => endingText(ending) === sabotage.own).length;
  if (own <= endings.length / 2) return `only ${own} of ${endings.length} ended as they should: ${sabotage.own}`;
  if (control === null) return 'it has no run without the sabotage beside it';
  if (endingText(control) === sabotage.own) return `without the sabotage the run ends no other way: ${sabotage.own}`;
  if (control.kind === 'cut-short') return `the run without the sabotage came to nothing: ${control.end}`;
  return null;
}

/** All attempts as a table of Markdown. */
export function sabotageTable(attempts: readonly Attempted[]): string {
  const rows = attempts.map((attempted) => {
    const { sabotage, endings, control } = attempted;
    const caught = endings.filter(isCaught).length;
    const found = shortcoming(attempted);
    const cells = [
      `${sabotage.id}: ${sabotage.title}`,
      endingCounts(endings)
        .map(([text, count]) => `${text} ${count}`)
        .join('; '),
      control === null ? '–' : endingText(control),
      `${caught} of ${endings.length}`,
      found === null ? 'held' : `**missed: ${found}**`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const heads = ['sabotage', 'how its runs ended', 'a run without it', 'refused or failed', ''];
  return [`| ${heads.join(' | ')} |`, '|---|---|---|--:|---|', ...rows].join('\n');
}
