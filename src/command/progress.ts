import type { RunEvent } from '../doing/run/run.ts';
import { formatDuration, formatRate, formatTimeLeft } from '../thinking/quantity/format.ts';
import { count, failureText, voidLine } from '../thinking/report/words.ts';
import { planLines, serviceText } from './words.ts';
import type { GlobalOptions, World } from './world.ts';

/**
 * Turns a run's events into lines on standard error: for a person a last line that is rewritten, elsewhere a line a block.
 * Nothing here takes long: it runs on the cores of the generator.
 */
export function progress(options: GlobalOptions, world: World): (event: RunEvent) => void {
  if (options.ndjson) return (event) => world.err.write(`${JSON.stringify(event)}\n`);
  const live = world.err.isTTY && !options.plain && (world.env['CI'] ?? '') === '' && world.env['TERM'] !== 'dumb';
  const line = lineWriter(world, live);
  let block = '';
  return (event) => {
    if (event.kind === 'round') {
      if (options.quiet) return;
      const { identity, blocks, secondsLeft, stage } = event;
      const where = `${identity.scenario}  block ${identity.block + 1} of ${blocks}`;
      if (live) line.rewrite(`${where}  ${identity.entry}  ${stage}  about ${formatTimeLeft(secondsLeft)} left`);
      else if (where !== block) line.add(`${where}, about ${formatTimeLeft(secondsLeft)} left`);
      block = where;
      return;
    }
    const important = event.kind === 'failed' || event.kind === 'left-out' || event.kind === 'service-failed';
    if (options.quiet && !important) return;
    for (const text of linesOf(event)) line.add(text);
  };
}

function linesOf(event: Exclude<RunEvent, { kind: 'round' }>): readonly string[] {
  switch (event.kind) {
    case 'planned':
      return planLines(event.plan, event.machine, event.estimate);
    case 'building':
      return [];
    case 'built':
      return [
        `built  ${event.contender} ${event.version}${event.fresh ? `, ${formatDuration(event.tookMs)}` : ', as before'}`,
      ];
    case 'failed':
      return [
        `out    ${event.scenario === null ? '' : `${event.scenario}: `}${event.contender}: ${failureText(event.failure).reason}`,
      ];
    case 'left-out':
      return [`out    ${event.scenario}: ${event.contender}: ${voidLine(event.reason)}`];
    case 'service':
      return [`ready  ${event.name} ${event.version} for ${event.scenario}, ${formatDuration(event.tookMs)}`];
    case 'service-failed':
      return [`out    ${event.scenario}: ${serviceText(event.failure)}`];
    case 'calibrating':
      return [];
    case 'kept':
      return [`kept   ${event.scenario}: ${event.contender}: ${count(event.cases, 'case')}`];
    case 'calibrated':
      return [
        `rate   ${event.scenario}: ${event.contender} about ${formatRate(event.perSecond)} in a closed loop, contract kept`,
      ];
    case 'rates':
      return [
        `rate   ${event.scenario}: ${formatRate(event.rates.steadyPerS)} offered to all; ${event.rates.slowest} is the slowest`,
      ];
    case 'void':
      return [
        `void   ${event.identity.scenario} block ${event.identity.block + 1}: ${event.identity.entry}: ${voidLine(event.reason)}`,
      ];
    case 'measured':
      return [];
  }
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
