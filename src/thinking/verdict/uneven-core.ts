import type { CountedBlock } from './rounds.ts';
import type { Caution, Verdict } from './verdict.ts';

/** Below this the core was even enough not to be spoken of. */
const EVEN = 1.1;

/**
 * The caution that the contenders' core was not equally fast in all phases: it takes a stranger on the same physical core to make a
 * phase's watched work half as slow again, and that may fall to one contender more than to another.
 *
 * @param verdicts of the scenario: whether their ratios are told at equal speeds.
 */
export function unevenCoreCautions(
  counted: readonly CountedBlock[],
  verdicts: readonly Pick<Verdict, 'atEqualSpeed'>[],
): readonly Caution[] {
  const watched = counted.flatMap(({ rounds }) =>
    [...rounds.values()].flatMap(({ steady, peak }) =>
      [steady, peak].flatMap(({ surroundings }) => surroundings?.watched?.meanNs ?? []),
    ),
  );
  const apart = Math.max(...watched) / Math.min(...watched);
  if (watched.length === 0 || apart <= EVEN) return [];
  return [{ kind: 'uneven-core', apart, evened: verdicts.some(({ atEqualSpeed }) => atEqualSpeed) }];
}
