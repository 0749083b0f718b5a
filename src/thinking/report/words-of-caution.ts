import { formatNumber, formatRatio, formatShare } from '../quantity/format.ts';
import type { Caution } from '../verdict/verdict.ts';
import { listed } from './sentence.ts';
import { count } from './words.ts';

function heldText(held: number, planned: number): string {
  if (held > planned)
    return `Measured in ${count(held, 'sitting')}, though planned as ${planned === 1 ? 'one' : planned}: the run was interrupted, and the intervals take its sittings as they come.`;
  return `Measured in ${held} of ${count(planned, 'sitting')}: ${held === 1 ? 'the intervals do not cover how the machine drifts from hour to hour yet' : 'the spread between sittings is not known well yet'}.`;
}

function unlikeText(contender: number, against: number): string {
  const counts = `${formatNumber(contender)} and ${formatNumber(against)} commands per answer`;
  return `The database counted ${counts}: the two do not ask the same of it.`;
}

function unevenText(apart: number, evened: boolean): string {
  const told = evened
    ? 'Ratios of CPU and of rates are those at equal speeds; response times, and the figures of each contender, are as they were measured.'
    : 'Blocks are too few to allow for that.';
  return `In its slowest phase the contenders’ core took ${formatRatio(apart)} as long for the same work as in its fastest, as beside a stranger on the same physical core. ${told}`;
}

/** Of rounds in which something stood beside the contender's own doing. */
function roundsText(caution: Extract<Caution, { readonly rounds: number }>): string {
  switch (caution.kind) {
    case 'server-saturated':
      return `In ${caution.rounds} of ${caution.of} rounds ${caution.entry} did not keep up with the rate it was offered: its response times grow with the length of the phase.`;
    case 'connection-limited':
      return `In ${caution.rounds} of ${caution.of} rounds every connection to ${caution.entry} was busy though it had time left: requests waited for a connection. More connections (load.connections) would carry the load.`;
    case 'stolen':
      return `In ${caution.rounds} of ${caution.of} rounds the hypervisor took more than ${formatShare(caution.share)} of the cores’ time: response times and rates hold waits for that, not only for the contender.`;
    case 'mean-above-p99':
      return `In ${caution.rounds} of ${caution.of} rounds of ${caution.entry} the mean service time lies above its p99: a few very long requests outweigh all the others, and no percentile up to p99 shows them.`;
    default:
      return caution satisfies never;
  }
}

function ratesText(perS: readonly number[]): string {
  const rates = listed(perS.map((rate) => formatNumber(rate)));
  return `The runs were offered ${rates} requests/s, each run one rate for all of its contenders. CPU per request falls as the rate rises, and not equally for all, so ratios at the common rate are those of rates between these, and medians mix them.`;
}

/** What must be said beside a verdict or a scenario. */
export function cautionText(caution: Caution): string {
  if ('rounds' in caution) return roundsText(caution);
  switch (caution.kind) {
    case 'one-sitting':
      return 'Measured in one sitting: the intervals do not cover how the machine drifts from hour to hour.';
    case 'sittings-held':
      return heldText(caution.held, caution.planned);
    case 'exploratory':
      return 'Exploratory: not one of the metrics that the run was set up to decide on.';
    case 'generator-share':
      return `The load generator used ${formatShare(caution.share)} of its cores in the peak and may have held it down.`;
    case 'few-blocks':
      return `Rests on ${count(caution.n, 'block')} only: one odd block moves the interval.`;
    case 'unlike-commands':
      return unlikeText(caution.contender, caution.against);
    case 'no-placebo':
      return 'No placebo was measured, so nothing checked that equal programs come out equal.';
    case 'plateau':
      return `The peaks of ${listed(caution.entries)} lie within ${formatShare(caution.within)} of each other, and none of them used up its cores: one ceiling that is not theirs holds them all.`;
    case 'uneven-core':
      return unevenText(caution.apart, caution.evened);
    case 'rates-apart':
      return ratesText(caution.perS);
    case 'unlike-draws':
      return `In ${count(caution.blocks, 'block')} the contenders were not sent the same requests.`;
    default:
      return caution satisfies never;
  }
}
