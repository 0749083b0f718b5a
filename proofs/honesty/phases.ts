import { parseArgs } from 'node:util';
import { cpuPerRequestUs } from '../../src/thinking/measurement/metric.ts';
import type { Measurement } from '../../src/thinking/measurement/measurement.ts';
import { formatNumber } from '../../src/thinking/quantity/format.ts';
import { components, slopeWithin } from './components.ts';
import { publish } from './publish.ts';
import { readRecording } from './recording.ts';

/**
 * What a longer phase could give: `npm run honesty:phases -- FILE [--write]`, FILE being the recording of one contender whose processes
 * were each measured in several phases of the same rate and length. Nothing is measured.
 */
const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const [file] = positionals;
if (file === undefined) throw new Error('expected the recording of processes with several phases each');

/** The logs of a process's CPU per request and of how slow its core was, a phase each; null where one lacks either. */
function phasesOf({ own }: Measurement): readonly { readonly x: number; readonly y: number }[] | null {
  const points = own.flatMap(({ phase }) => {
    const [cpu, watched] = [cpuPerRequestUs(phase), phase.surroundings?.watched?.meanNs];
    return cpu === null || watched === undefined ? [] : [{ x: Math.log(watched), y: Math.log(cpu) }];
  });
  return points.length === own.length && points.length > 1 ? points : null;
}

const processes = readRecording(file).flatMap(({ outcomes }) =>
  outcomes.flatMap((outcome) => {
    const measured = outcome.kind === 'failed' ? null : outcome.measurement;
    return measured === null ? [] : [{ measured, phases: phasesOf(measured) ?? [] }];
  }),
);
const whole = processes.filter(({ phases }) => phases.length > 0);
const [first] = whole;
if (first === undefined) throw new Error('no process of this recording was measured in several phases');
const groups = whole.map(({ phases }) => phases);
const slope = slopeWithin(groups);
const { within, between } = components(groups.map((group) => group.map(({ x, y }) => y - slope * x)));
const [own] = first.measured.own;
const seconds = own === undefined ? 0 : own.phase.cpu.wallS;
const percent = (sd: number): string => `${(100 * sd).toFixed(1)} %`;
/** Scatter of a block, two processes, whose steady phase lasts `s` seconds. */
const ofBlock = (s: number): number => Math.sqrt(2 * (between ** 2 + (within ** 2 * seconds) / s));
const table = [2.5, 4, 10, Infinity].map(
  (s) => `| ${s === Infinity ? 'without end' : `${s} s`} | ${percent(ofBlock(s))} |`,
);
const text = [
  `${first.measured.identity.contender}, ${groups.length} processes of ${groups[0]?.length ?? 0} phases of ${formatNumber(seconds)} s each, all at ${formatNumber(own?.phase.offeredPerS ?? 0)}/s. At equal speeds of the core (slope ${slope.toFixed(2)}) CPU per request scatters by ${percent(within)} from phase to phase of a process, and by ${percent(between)} from process to process beyond that.`,
  '',
  '| steady phase | scatter of a block that this makes |',
  '|---|--:|',
  ...table,
].join('\n');
process.stdout.write(`${text}\n`);
if (values.write === true) publish(`\n${text}\n`, 'phases');
