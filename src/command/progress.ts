import type { RunEvent } from '../doing/run/run.ts';
import { formatDuration, formatRate, formatTimeLeft } from '../thinking/quantity/format.ts';
import { cappedText, floorLine, rateRefusalText } from '../thinking/report/words-of-generator.ts';
import { voidLine } from '../thinking/report/words-of-void.ts';
import { warmUpText } from '../thinking/report/words-of-warm-up.ts';
import { count, failureText } from '../thinking/report/words.ts';
import { loudLines, momentText, planLines, serviceText } from './words.ts';
import { wantsEscapes, type GlobalOptions, type World } from './world.ts';

/**
 * Turns a run's events into lines on standard error: for a person a last line that is rewritten, elsewhere a line a block.
 * Nothing here takes long: it runs on the cores of the generator.
 */
export function progress(options: GlobalOptions, world: World): (event: RunEvent) => void {
  if (options.ndjson) return (event) => world.err.write(`${JSON.stringify(event)}\n`);
  const live = wantsEscapes(world.err, options, world.env);
  const line = lineWriter(world, live);
  let block = '';
  return (event) => {
    if (isOut(event)) line.add(outLine(event));
    else if (options.quiet) return;
    else if (event.kind === 'round') {
      const where = blockOf(event);
      const left = `about ${formatTimeLeft(event.secondsLeft)} left`;
      if (live) line.rewrite(`${where}  ${event.identity.entry}  ${event.stage}  ${left}`);
      else if (where !== block) line.add(`${where}, ${left}`);
      block = where;
    } else if (event.kind === 'building' || event.kind === 'calibrating') {
      if (live) line.rewrite(`${event.kind === 'building' ? 'build ' : 'rate  '} ${event.contender} …`);
    } else if (event.kind === 'planned') {
      for (const text of [...planLines(event.plan, event.machine, event.estimate), ...loudLines(event.busyShare)])
        line.add(text);
    } else if (event.kind !== 'measured') line.add(stepLine(event));
  };
}

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

type Out = Of<'failed' | 'left-out' | 'service-failed' | 'rate-refused'>;

/** Who takes no part is told whatever was asked to be quiet. */
function isOut(event: RunEvent): event is Out {
  return ['failed', 'left-out', 'service-failed', 'rate-refused'].includes(event.kind);
}

function outLine(event: Out): string {
  const where = event.scenario === null ? '' : `${event.scenario}: `;
  switch (event.kind) {
    case 'failed':
      return `out    ${where}${event.contender}: ${failureText(event.failure).reason}`;
    case 'left-out':
      return `out    ${where}${event.contender}: ${voidLine(event.reason)}`;
    case 'service-failed':
      return `out    ${where}${serviceText(event.failure)}`;
    case 'rate-refused': {
      const { reason, remedy } = rateRefusalText(event.refusal);
      return `out    ${where}${reason} ${remedy}`;
    }
  }
}

function blockOf({ identity, blocks }: Of<'round'>): string {
  const again = identity.block >= blocks ? ', in place of a void one' : ` of ${blocks}`;
  return `${identity.scenario}  block ${identity.block + 1}${again}`;
}

type Step = Of<
  | 'built'
  | 'service'
  | 'kept'
  | 'seen'
  | 'ceiling'
  | 'calibrated'
  | 'rates'
  | 'floor'
  | 'void'
  | 'ended-early'
  | 'sitting-over'
>;

function stepLine(event: Step): string {
  switch (event.kind) {
    case 'built': {
      const took = event.fresh ? `in ${formatDuration(event.tookMs)}` : 'as before';
      return `built  ${event.contender} ${event.version}, ${took}`;
    }
    case 'service':
      return `ready  ${event.name} ${event.version} for ${event.scenario}, in ${formatDuration(event.tookMs)}`;
    case 'kept':
      return `kept   ${event.scenario}: ${event.contender}: ${count(event.cases, 'case')}`;
    case 'seen':
      return `seen   ${event.seen.scenario}: ${event.seen.contender}`;
    case 'calibrated':
      return `rate   ${event.scenario}: ${event.contender} keeps the contract; about ${formatRate(event.perSecond)} in a closed loop${warmUpPart(event)}`;
    case 'ceiling':
      return `rate   ${event.scenario}: the load generator itself reaches ${formatRate(event.perSecond)} here, over ${count(event.connections, 'connection')} to a null server`;
    case 'rates':
      return `rate   ${event.scenario}: ${formatRate(event.rates.steadyPerS)} offered to all in the steady phase, after ${count(event.rates.warmUpRequests, 'request')} of warm-up; ${event.rates.slowest} is the slowest${cappedText(event.rates.cappedFromPerS, event.ceilingPerS)}`;
    case 'floor':
      return `rate   ${event.scenario}: ${floorLine(event.floor)}`;
    case 'ended-early':
      return event.why === 'settled'
        ? `look   ${event.scenario}: settled after ${event.blocks} blocks of at most ${event.planned}`
        : `look   ${event.scenario}: the budget is spent after ${event.blocks} of ${count(event.planned, 'block')}`;
    case 'sitting-over':
      return `pause  sitting ${event.sitting + 1} of ${event.sittings} is over; the next is to begin at ${momentText(event.notBefore)} at the earliest`;
    case 'void':
      return `void   ${event.identity.scenario} block ${event.identity.block + 1}: ${event.identity.entry}: ${voidLine(event.reason)}`;
  }
}

/** `; steady after 28,000 requests (3 s)`; nothing where the pilot was too short to tell. */
function warmUpPart({ warmUp }: Of<'calibrated'>): string {
  const text = warmUpText(warmUp);
  return text === null ? '' : `; ${text}`;
}

interface LineWriter {
  add(text: string): void;
  rewrite(text: string): void;
}

const CLEAR = '\r\u001B[2K';

/** On a terminal the line in progress is cleared before a lasting one is written, and never wraps. */
function lineWriter(world: World, live: boolean): LineWriter {
  let open = false;
  return {
    add: (text) => {
      world.err.write(`${open ? CLEAR : ''}${text}\n`);
      open = false;
    },
    rewrite: (text) => {
      if (!live) return;
      world.err.write(`${CLEAR}${text.slice(0, Math.max(20, world.err.columns - 1))}`);
      open = true;
    },
  };
}
