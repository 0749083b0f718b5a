import type { RunEntry } from '../doing/ledger/ledger.ts';
import type { JoinProblem } from '../thinking/plan/join.ts';
import type { ReportInput } from '../thinking/report/input.ts';
import { joinedInput, reportInput } from './input.ts';
import { findRun, type Store } from './store.ts';
import type { World } from './world.ts';

/**
 * What there is to report of the runs that were named: of the newest where none was, of several taken together as sittings of one.
 * Null with the reason said.
 */
export function chosenInput(store: Store, runs: readonly string[], world: World): ReportInput | null {
  const entries = (runs.length === 0 ? [null] : runs).map((run) => findRun(store, run, world));
  const found = entries.filter((entry): entry is RunEntry => entry !== null);
  const [only] = found;
  if (found.length < entries.length || only === undefined) return null;
  if (found.length === 1) return reportInput(only, store.ledger);
  const together = joinedInput(found, store.ledger);
  if (together.ok) return together.value;
  world.err.write(`${joinText(together.problem)}\n`);
  return null;
}

function joinText(problem: JoinProblem): string {
  switch (problem.kind) {
    case 'unlike':
      return `${problem.run} and ${problem.other} cannot be taken together, since their rounds are not of the same things: ${problem.what.join(', ')} ${problem.what.length === 1 ? 'differs' : 'differ'}. Name runs of the same contenders, scenarios, machine and settings.`;
    case 'nothing-in-common':
      return `${problem.run} and ${problem.other} have no scenario in common with the same contenders in it; name runs that do.`;
    case 'twice':
      return `${problem.run} was named twice; name each run once.`;
    case 'nothing-measured':
      return `${problem.run} has no round that was measured, so it adds nothing; leave it out.`;
  }
}
