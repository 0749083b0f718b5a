import type { ServiceName, Work } from '../scenario/scenario.ts';
import { SERVICE_NAMES } from '../scenario/scenario.ts';
import type { ContenderFailure } from './failure.ts';
import type { Phase } from './phase.ts';

/**
 * Whether the services counted what the phase's correct answers must have cost them, by the work that each operation owes. Answers
 * without their work came from elsewhere: a cache, a merged query, a guess. More than is owed is no failure; the fairness ledger
 * tells it.
 *
 * @param counted by service, in the phase; null where it is not known, which proves nothing either way.
 */
export function missingWork(
  name: string,
  { parts }: Pick<Phase, 'parts'>,
  work: Readonly<Record<string, Work>>,
  counted: Readonly<Record<ServiceName, number | null>>,
): ContenderFailure | null {
  for (const service of SERVICE_NAMES) {
    const owed = Object.entries(parts).reduce(
      (sum, [operation, { correct }]) => sum + correct * (work[operation]?.[service] ?? 0),
      0,
    );
    const got = counted[service];
    if (got !== null && got < owed) return { kind: 'work-missing', phase: name, service, counted: got, owed };
  }
  return null;
}
