import { renderBlock } from '../../src/doing/run/rendering.ts';
import { auditData, countRows } from '../../src/doing/trial/audit.ts';
import type { Serving } from '../../src/doing/trial/contender.ts';
import { closeScene, openScene } from '../../src/doing/trial/scene.ts';
import { failureLine } from '../../src/thinking/report/words.ts';
import type { Lab } from './lab.ts';

/** What a load came to. */
export interface Loaded {
  /** Correct answers a second. */
  readonly perSecond: number;
  /** Orders that were answered 201, and those asked that got another answer or none. */
  readonly orders: { readonly correct: number; readonly open: number };
}

export type Offered = { readonly kind: 'closed' } | { readonly kind: 'open'; readonly perSecond: number };

let loads = 0;

/** Puts one load on a shop, by a generator of its own. `meanwhile` is begun with it. */
export async function loaded(
  lab: Lab,
  serving: Serving,
  name: string,
  offered: Offered,
  forMs: number,
  meanwhile: (() => Promise<void>) | null,
): Promise<Loaded> {
  loads += 1;
  const { demand } = renderBlock(lab.scenario, loads, lab.now());
  const arrivals =
    offered.kind === 'closed'
      ? ({ kind: 'closed', requests: null } as const)
      : ({ kind: 'poisson', ratePerS: offered.perSecond } as const);
  const opened = await openScene(
    {
      name,
      connections: lab.scenario.load.connections,
      seed: loads,
      demand,
      phases: [{ id: 'load', arrivals, forMs }],
      timesOf: null,
      // No request of any load may have the number of another: the shop is not restored between them.
      firstPhase: loads % 100,
    },
    serving,
    lab,
  );
  if (!opened.ok) throw new Error(`the generator did not start: ${JSON.stringify(opened.stop)}`);
  const { generator } = opened.value;
  try {
    const waits = await generator.waiting('load');
    if (!waits.ok) throw new Error(waits.problem.reason);
    const [ran] = await Promise.all([generator.run('load'), meanwhile?.()]);
    if (!ran.ok) throw new Error(ran.problem.reason);
    const { report } = ran.value;
    const part = report.parts['checkout'];
    if (part === undefined) throw new Error('the generator tells nothing of checkouts');
    const open = part.wrong + part.failed + part.unfinished;
    return { perSecond: report.achievedPerS ?? 0, orders: { correct: part.correct, open } };
  } finally {
    await closeScene(opened.value);
  }
}

/** Orders in the database. */
export async function countsOf({ scenario, services }: Lab): Promise<number> {
  const [counted] = await countRows(scenario.audits, services);
  if (counted === undefined) throw new Error('the scenario counts no orders');
  return counted.rows;
}

/** The first audit that finds a row, in words; null where none does. */
export async function audited({ scenario, services }: Lab): Promise<string | null> {
  const failure = await auditData(scenario.audits, services);
  return failure === null ? null : failureLine(failure);
}
