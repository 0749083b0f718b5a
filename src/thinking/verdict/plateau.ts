import { median } from '../estimate/centre.ts';
import type { CoreSplit } from '../machine/machine.ts';
import { boundElsewhere, boundOfPeak } from './bound.ts';
import { roundsOf, type CountedBlock } from './rounds.ts';
import type { Caution } from './verdict.ts';

/** Peaks of unrelated stacks that lie closer than this are more likely one ceiling than a coincidence. */
const WITHIN = 0.02;

/**
 * The caution that contenders share one ceiling: two or more whose peak rates lie within 2 % although neither used up its own cores.
 * Where each is its own limit equal peaks are equal contenders. Their peaks have no verdict in any case (`bound.ts`); this says that
 * the limit is one and the same, and with it where to look.
 */
export function plateauCautions(
  entries: readonly { readonly id: string; readonly contender: string }[],
  counted: readonly CountedBlock[],
  cores: CoreSplit,
): readonly Caution[] {
  const held = entries
    .filter(({ id, contender }) => id === contender)
    .flatMap(({ id }) => {
      const rounds = roundsOf(counted, id).map(({ round }) => round);
      const perSecond = median(rounds.flatMap(({ peak }) => peak.achievedPerS ?? []));
      const elsewhere = boundElsewhere(rounds.map((round) => boundOfPeak(round, cores)));
      return perSecond === null || elsewhere === null ? [] : [{ id, perSecond }];
    })
    .toSorted((one, other) => one.perSecond - other.perSecond);
  const plateaus = held.map((lowest, i) =>
    held.slice(i).filter(({ perSecond }) => perSecond <= lowest.perSecond * (1 + WITHIN)),
  );
  const widest = plateaus.reduce<(typeof plateaus)[number]>((most, one) => (one.length > most.length ? one : most), []);
  return widest.length < 2 ? [] : [{ kind: 'plateau', entries: widest.map(({ id }) => id), within: WITHIN }];
}
