import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Delivery } from '../../thinking/contract/deliveries.ts';
import type { Enclosed, Isolation } from '../enclosure/enclosure.ts';
import type {
  Generator,
  GeneratorFailure,
  GeneratorPlan,
  PhaseResult,
  PhaseSecond,
  SampledBody,
  Stepped,
} from './generator.ts';
import { parseEvent, type GeneratorEvent } from './parse.ts';
import { planDocument } from './wire.ts';

/** Where the load generator is and what it may use. */
export interface GeneratorMeans {
  readonly isolation: Isolation;
  readonly program: string;
  readonly directory: string;
}

/** Starts the generator on a round's plan; it connects at once and then waits for its first phase. */
export async function startGenerator(
  means: GeneratorMeans,
  name: string,
  plan: GeneratorPlan,
): Promise<Stepped<Generator>> {
  const file = join(means.directory, `${name}.json`);
  const problem = writePlan(file, plan);
  if (problem !== null) return failed(problem, []);
  const events = queue();
  const started = await means.isolation.start({
    name,
    argv: [means.program, '--plan', file],
    cwd: means.directory,
    env: {},
    cores: plan.cores,
    memoryMiB: null,
    pids: null,
    stdin: 'pipe',
    onLine: (line) => events.put(parseEvent(line)),
  });
  if (!started.ok) return failed(started.problem.reason, []);
  const enclosed = started.value;
  void enclosed.exited.then((exit) =>
    events.close(exit.kind === 'code' ? `it exited with ${exit.code}` : `it ended by ${exit.kind}`),
  );
  return { ok: true, value: generatorOn(enclosed, events) };
}

/** Null: written. A full temporary folder is a bad day of the machine, no bug. */
function writePlan(file: string, plan: GeneratorPlan): string | null {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, planDocument(plan));
    return null;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return `its plan could not be written: ${error.message}`;
    throw error;
  }
}

function generatorOn(enclosed: Enclosed, events: EventQueue): Generator {
  const next = async (): Promise<Stepped<GeneratorEvent>> => {
    for (;;) {
      const event = await events.take();
      if (event.kind === 'ended') return failed(event.reason, enclosed.lastLines());
      if (event.kind === 'error') return failed(event.message, enclosed.lastLines());
      if (event.kind !== 'other') return { ok: true, value: event };
    }
  };
  const waiting = async (phase: string): Promise<Stepped<null>> => {
    const event = await next();
    if (!event.ok) return event;
    return event.value.kind === 'waiting' && event.value.phase === phase
      ? { ok: true, value: null }
      : failed(`it announced ${event.value.kind} where phase ${phase} should wait`, enclosed.lastLines());
  };
  const run = async (phase: string): Promise<Stepped<PhaseResult>> => {
    enclosed.write('go');
    const seconds: PhaseSecond[] = [];
    let bodies: readonly SampledBody[] = [];
    let deliveries: readonly Delivery[] = [];
    for (;;) {
      const event = await next();
      if (!event.ok) return event;
      if (event.value.kind === 'bodies') bodies = event.value.bodies;
      else if (event.value.kind === 'deliveries') deliveries = event.value.deliveries;
      else if (event.value.kind === 'second') seconds.push(event.value.second);
      else if (event.value.kind === 'phase' && event.value.phase === phase)
        return { ok: true, value: { report: event.value.report, seconds, bodies, deliveries } };
      else return failed(`it announced ${event.value.kind} in phase ${phase}`, enclosed.lastLines());
    }
  };
  return {
    waiting,
    run,
    cpuSeconds: () => enclosed.cpuSeconds(),
    pids: () => enclosed.pids(),
    stop: async () => {
      await enclosed.stop(500);
    },
  };
}

function failed(reason: string, lastLines: readonly string[]): { ok: false; problem: GeneratorFailure } {
  return { ok: false, problem: { kind: 'generator-failed', reason, lastLines } };
}

interface EventQueue {
  put(event: GeneratorEvent): void;
  close(reason: string): void;
  take(): Promise<GeneratorEvent | { readonly kind: 'ended'; readonly reason: string }>;
}

/** Events in the order they came, for one taker at a time; after the end, `ended` for ever. */
function queue(): EventQueue {
  type Item = Awaited<ReturnType<EventQueue['take']>>;
  const waiting: Item[] = [];
  let taker: ((item: Item) => void) | null = null;
  let end: Item | null = null;
  const hand = (item: Item): void => {
    if (taker === null) {
      waiting.push(item);
      return;
    }
    const take = taker;
    taker = null;
    take(item);
  };
  return {
    put: hand,
    close: (reason) => {
      end = { kind: 'ended', reason };
      if (taker !== null) hand(end);
    },
    take: () => {
      const item = waiting.shift() ?? end;
      if (item !== null && item !== undefined) return Promise.resolve(item);
      return new Promise((resolve) => {
        taker = resolve;
      });
    },
  };
}
