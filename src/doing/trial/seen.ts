import { COMMANDS, type Command, type DatabaseUse, type Seen } from '../../thinking/fairness/seen.ts';
import { requestsOf } from '../../thinking/scenario/render.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import { runtimeSettings } from '../probe/runtime-settings.ts';
import { allowedCores } from '../probe/surroundings.ts';
import type { ServiceCounts } from '../service/service.ts';
import { answerForm } from './answer-form.ts';
import type { Serving } from './contender.ts';
import { tasksOf } from './surroundings.ts';
import type { Subject } from './trial.ts';

/** What a contender was served with from its start to the end of its load. */
export interface Served {
  readonly serving: Serving;
  /** Null without a database. */
  readonly counted: Counted | null;
  /** Of the load. */
  readonly phases: readonly Phase[];
  /** Bytes that it had printed when the load began. */
  readonly printedBefore: number;
}

/** What the database counted before the contender was started, when it was about to be loaded, and after the load. */
export interface Counted {
  readonly before: ServiceCounts;
  readonly ready: ServiceCounts;
  readonly after: ServiceCounts;
}

/** What a contender runs with, read when its load is over and it has nothing to do. */
export async function readSeen(
  { identity, contender, version, cases }: Subject,
  { serving: { enclosed, port }, counted, phases, printedBefore }: Served,
): Promise<Seen> {
  const answers = phases.reduce((sum, { books }) => sum + books.correct, 0);
  const pids = enclosed.pids();
  const good = requestsOf(cases).find(({ expected }) => expected.status === 200);
  return {
    scenario: identity.scenario,
    contender: identity.contender,
    version,
    built: contender.build,
    processes: pids.length,
    threads: pids.length === 0 ? null : pids.reduce((sum, pid) => sum + tasksOf(pid).length, 0),
    cores: allowedCores(pids, tasksOf),
    settings: pids[0] === undefined ? null : runtimeSettings(Math.min(...pids)),
    database: counted === null || answers === 0 ? null : databaseUse(counted, answers),
    upstreamPerAnswer: upstreamPerAnswer(phases, answers),
    printedPerAnswer: answers === 0 ? null : (enclosed.printed() - printedBefore) / answers,
    answer: good === undefined ? null : await answerForm(port, good),
  };
}

function upstreamPerAnswer(phases: readonly Phase[], answers: number): number | null {
  const requests = phases.map((phase) => (phase.upstreamRequestsPerAnswer ?? 0) * phase.books.correct);
  if (answers === 0 || phases.every((phase) => phase.upstreamRequestsPerAnswer === null)) return null;
  return requests.reduce((sum, one) => sum + one, 0) / answers;
}

function databaseUse({ before, ready, after }: Counted, answers: number): DatabaseUse {
  const perAnswer = Object.fromEntries(
    COMMANDS.map((command) => [command, (after.commands[command] - ready.commands[command]) / answers]),
  );
  return {
    connections: after.connections,
    opened: after.opened - ready.opened,
    encrypted: after.encrypted - before.encrypted,
    preparedBefore: ready.commands.prepare - before.commands.prepare,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from all of COMMANDS just above
    perAnswer: perAnswer as Record<Command, number>,
  };
}
