import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import { running, type Services } from '../service/service.ts';
import { auditData, restoreData } from './audit.ts';
import { checkCases } from './cases.ts';
import type { Checked } from './checked.ts';
import { foreignListener, serve, type ServeMeans, type Serving } from './contender.ts';
import { interruption, orDead, stopped, voided, type Measured } from './halt.ts';
import type { Subject, TrialMeans } from './trial.ts';

export const STOP_GRACE_MS = 2000;

/**
 * Fresh process → ready → cases → `work` → surely dead. It resolves when nothing of the contender runs any more, with what the work
 * came to or the reason why it did not come to its end.
 *
 * @param onStage told `starting`, `cases` and `stopping` as they begin.
 */
export async function withServing<T>(
  subject: Subject,
  means: TrialMeans,
  onStage: (stage: 'starting' | 'cases' | 'stopping') => void,
  work: (serving: Serving) => Promise<Measured<T>>,
): Promise<Measured<T>> {
  onStage('starting');
  const started = await startFresh(nameOf(subject), subject, means);
  if (!started.ok) return started;
  const serving = started.value;
  try {
    onStage('cases');
    const verified = await verify(subject, serving, means);
    return verified.ok ? await audited(await work(serving), subject, means) : verified;
  } finally {
    onStage('stopping');
    await serving.enclosed.stop(STOP_GRACE_MS);
  }
}

/**
 * A fresh process that is ready, with the data as they were. Whoever starts it stops it.
 *
 * @param hears is told each line that it prints.
 */
export async function startFresh(
  name: string,
  subject: Subject,
  means: TrialMeans,
  hears: ((line: string) => void) | null = null,
): Promise<Measured<Serving>> {
  await restoreData(subject.proof.restore, means.services);
  const served = await serve(name, subject.contender, { ...serveMeans(subject, means), hears });
  if (served.ok) return served;
  return served.failure === null ? voided({ kind: 'interrupted' }) : stopped(served.failure);
}

/** What the work came to, unless the database does not hold what was answered. */
async function audited<T>(done: Measured<T>, { proof }: Subject, { services }: TrialMeans): Promise<Measured<T>> {
  if (!done.ok) return done;
  const failure = await auditData(proof.audits, services);
  return failure === null ? done : stopped(failure);
}

/** The contract alone. Null: it is kept, or we were interrupted. */
export async function checkContract(subject: Subject, means: TrialMeans): Promise<ContenderFailure | null> {
  const checked = await withServing(
    subject,
    means,
    () => undefined,
    async () => Promise.resolve({ ok: true, value: null }),
  );
  return checked.ok || checked.stop.kind === 'void' ? null : checked.stop.failure;
}

/** Names a subject's processes and files; blocks keep two rounds of one entry apart. */
export function nameOf(subject: Subject): string {
  const { scenario, entry, block } = subject.identity;
  return `${scenario}-${entry}-${block}`.replaceAll(/[^\w-]/gu, '-');
}

function serveMeans(subject: Subject, means: TrialMeans): ServeMeans {
  const environment = { ...means.environment, ...subject.env, ...envOf(means.services) };
  return {
    isolation: means.isolation,
    cores: means.cores.contender,
    environment,
    memoryMiB: subject.memoryMiB,
    clock: means.clock,
    signal: means.signal,
  };
}

function envOf(services: Services): Readonly<Record<string, string>> {
  return Object.fromEntries(running(services).flatMap(({ env }) => Object.entries(env)));
}

/** The contract holds, and still nobody else listens on the port. */
async function verify(subject: Subject, serving: Serving, { signal, services }: TrialMeans): Promise<Measured<null>> {
  const checked = checkCases(checkedOf(serving, services), subject.cases).then((broken): Measured<null> => {
    const failure = broken ?? foreignListener(serving.port, serving.enclosed);
    return failure === null ? { ok: true, value: null } : stopped(failure);
  });
  return orDead(serving, 'cases', Promise.race([checked, interruption(signal)]));
}

function checkedOf({ port, enclosed }: Serving, { upstream }: Services): Checked {
  return { port, upstream, pids: () => enclosed.pids() };
}
