import type { VoidReason } from '../measurement/failure.ts';
import { formatDuration, formatNumber, formatRatio, formatShare } from '../quantity/format.ts';
import { count, lastWords } from './words.ts';

/** Why a round yields no evidence, in a sentence. */
export function voidLine(reason: VoidReason): string {
  if (isDisturbance(reason)) return disturbanceText(reason);
  switch (reason.kind) {
    case 'books': {
      const { planned, correct, wrong, failed, shed, unfinished } = reason.books;
      const found = `${correct} correct + ${wrong} wrong + ${failed} failed + ${shed} shed + ${unfinished} unfinished`;
      return `The books of the ${reason.phase} phase do not balance: ${planned} planned, but ${found}.`;
    }
    case 'generator': {
      const because = reason.reasons.length === 0 ? '' : `: ${reason.reasons.join('; ')}`;
      return `The load generator calls its ${reason.phase} phase ${reason.verdict}${because}.`;
    }
    case 'foreign-cpu':
      return `Other programs used ${formatShare(reason.share)} of a core in the ${reason.phase} phase; ${formatShare(reason.limit)} is allowed.`;
    case 'steal':
      return `The hypervisor took ${formatShare(reason.share)} of the cores’ time in the ${reason.phase} phase; ${formatShare(reason.limit)} is allowed.`;
    case 'service-died':
      return `The service ${reason.service} ended during the round.${lastWords(reason.lastLines)}`;
    case 'interrupted':
      return 'The run was interrupted; the round is done again when it is resumed.';
    case 'other-cores': {
      const { phase, given, allowed } = reason;
      return `The contender was allowed on ${coresText(allowed)} in the ${phase} phase, and was given ${coresText(given)}. ${PINNING}`;
    }
    case 'same-cores':
      return `The contender and the load generator were both allowed on ${coresText(reason.cores)} in the ${reason.phase} phase, so each took turns from the other. ${PINNING}`;
    default:
      return reason satisfies never;
  }
}

const PINNING =
  'Something undid or lacked the pinning: install taskset (package util-linux), or keep others from setting the cores of our control groups.';

/** `core 0`; `cores 0, 1`. */
function coresText(cores: readonly number[]): string {
  return `${cores.length === 1 ? 'core' : 'cores'} ${cores.join(', ')}`;
}

const DISTURBANCES = [
  'memory-pressure',
  'swap',
  'throttled',
  'overheated',
  'clock-jump',
  'core-speed',
  'impossible',
] as const satisfies readonly VoidReason['kind'][];

type Disturbance = Extract<VoidReason, { kind: (typeof DISTURBANCES)[number] }>;

function isDisturbance(reason: VoidReason): reason is Disturbance {
  return DISTURBANCES.some((kind) => kind === reason.kind);
}

/** What the surroundings did, and what to do about it. */
function disturbanceText(reason: Disturbance): string {
  switch (reason.kind) {
    case 'memory-pressure':
      return `Some program waited for memory for ${formatShare(reason.share)} of the ${reason.phase} phase; ${formatShare(reason.limit)} is allowed. Free memory, then run again.`;
    case 'swap':
      return `${count(reason.pages, 'page')} went to or came from swap in the ${reason.phase} phase. Free memory, or turn swap off (swapoff -a).`;
    case 'throttled':
      return `A CPU quota held everything back for ${formatShare(reason.share)} of the ${reason.phase} phase; ${formatShare(reason.limit)} is allowed. Lift the quota of this container or service.`;
    case 'overheated':
      return `The processor was slowed for its heat ${count(reason.times, 'time')} in the ${reason.phase} phase. Let it cool, or lower its highest frequency.`;
    case 'clock-jump':
      return `The wall clock was set by ${formatDuration(Math.abs(reason.ms))} ${reason.ms > 0 ? 'forward' : 'back'} in the ${reason.phase} phase. Let it be corrected slowly (chrony, systemd-timesyncd), and do not suspend the machine.`;
    case 'core-speed': {
      const change = `${formatRatio(reason.ratio >= 1 ? reason.ratio : 1 / reason.ratio)} ${reason.ratio >= 1 ? 'slower' : 'faster'}`;
      return `The contender's core was ${change} after the ${reason.phase} phase than before it; ${formatRatio(reason.limit)} is allowed. A neighbour on the same physical core, or the frequency, changed.`;
    }
    case 'impossible':
      return `The figures of the ${reason.phase} phase cannot all be true: its rate times its mean service time is ${formatNumber(reason.inFlight)} requests in flight, over ${count(reason.connections, 'connection')} that were always busy.`;
    default:
      return reason satisfies never;
  }
}
