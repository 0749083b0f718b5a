import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { differences } from '../../thinking/contract/compare.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import { exitText } from '../build/command.ts';
import type { Enclosed } from '../enclosure/enclosure.ts';
import { freePort } from '../probe/sockets.ts';
import { ask } from '../trial/ask.ts';
import { foreignListener } from '../trial/contender.ts';
import { safeName, type FootprintMeans, type FootprintSubject } from './subject.ts';

/** One fresh start, from the moment it was spawned to its first correct answer. */
export interface StartSeen {
  readonly tookMs: number;
  /** Of that, until it was inside its enclosure and about to become its program. */
  readonly enteringMs: number;
  /** CPU of its whole tree up to then; null where the enclosure cannot know it. */
  readonly cpuMs: number | null;
  /** Time between the question that was answered and the one before it: so much earlier it might have answered. */
  readonly gapMs: number;
}

/** `failure: null` means we were interrupted. */
export type StartEnd =
  | { readonly ok: true; readonly value: StartSeen }
  | { readonly ok: false; readonly failure: ContenderFailure | null };

/** Twice as often as the resolution that is promised, since a question takes time itself. */
const ASK_EVERY_MS = 0.5;

/**
 * Starts a contender and asks it until it answers rightly, then ends it. What its enclosure takes is within the time and told beside it:
 * of its end we only hear, late where the machine is busy, so that a time from there on could be too short. Nothing is left running,
 * however it ends.
 */
export async function startOnce(
  { contender, asking }: FootprintSubject,
  number: number,
  means: FootprintMeans,
): Promise<StartEnd> {
  const { isolation, cores, clock, signal } = means;
  const port = await freePort();
  const from = clock();
  const started = await isolation.start({
    name: `start-${number}-${safeName(contender)}`,
    argv: contender.start,
    cwd: contender.dir,
    env: {
      ...means.environment,
      ...asking.env,
      ...contender.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      CORES: String(cores.contender.length),
    },
    cores: cores.contender,
    memoryMiB: null,
    pids: 4096,
    stdin: 'none',
    onLine: null,
  });
  const enteringMs = clock() - from;
  if (!started.ok) return { ok: false, failure: started.problem };
  const enclosed = started.value;
  const end = await untilRight(enclosed, port, { contender, asking }, { from, enteringMs }, means);
  const foreign = end.ok ? foreignListener(port, enclosed) : null;
  await enclosed.stop(0);
  if (signal.aborted) return { ok: false, failure: null };
  return foreign === null ? end : { ok: false, failure: foreign };
}

async function untilRight(
  enclosed: Enclosed,
  port: number,
  { contender, asking }: FootprintSubject,
  { from, enteringMs }: { readonly from: number; readonly enteringMs: number },
  { isolation, cores, clock, signal }: FootprintMeans,
): Promise<StartEnd> {
  const request = asking.first;
  const { withinMs } = contender.ready;
  let ended: ContenderFailure | null = null;
  void enclosed.exited.then((exit) => {
    ended = { kind: 'exited-early', exit: exitText(exit), lastLines: enclosed.lastLines() };
  });
  let before = from + enteringMs;
  let last = 'no answer yet';
  while (clock() - from < withinMs && !signal.aborted) {
    if (ended !== null) return { ok: false, failure: ended };
    const sent = clock();
    const asked = await ask(port, request, withinMs);
    const at = clock();
    const wrong = asked.kind === 'answered' ? differences(request.expected, asked.answer)[0] : undefined;
    if (asked.kind === 'answered' && wrong === undefined) {
      const cpuMs = isolation.limits.cpu === 'kernel' ? enclosed.cpuSeconds() * 1000 : null;
      return { ok: true, value: { tookMs: at - from, enteringMs, cpuMs, gapMs: sent - before } };
    }
    last = asked.kind === 'answered' ? `status ${asked.answer.status}, ${wrong?.where ?? ''} differs` : asked.reason;
    before = sent;
    await untilDue(sent + ASK_EVERY_MS, cores.shared, clock);
  }
  const { path } = request;
  return {
    ok: false,
    failure: ended ?? {
      kind: 'never-ready',
      path,
      waitedMs: withinMs,
      lastAnswer: last,
      lastLines: enclosed.lastLines(),
    },
  };
}

/** Timers keep whole milliseconds, so the rest is waited for awake, unless that would be on the contender's own core. */
async function untilDue(due: number, shared: boolean, clock: () => number): Promise<void> {
  if (shared) await sleep(1);
  else while (clock() < due) await immediate();
}
