import { openIsolation } from '../doing/enclosure/isolation.ts';
import { busyShare } from '../doing/probe/cpu.ts';
import { readCores, readMachine } from '../doing/probe/host.ts';
import { splitCores, type Split } from '../thinking/machine/cores.ts';
import type { Machine, Rung } from '../thinking/machine/machine.ts';
import { formatShare } from '../thinking/quantity/format.ts';
import { scatterText, toldText } from '../thinking/report/words-of-noise.ts';
import { calibrationsAmong, noiseOn } from './noise.ts';
import { TOLD_BLOCKS } from './noise-words.ts';
import { openStoreToRead } from './store.ts';
import { LOUD_SHARE } from './words.ts';
import { readTools, type Tools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** One thing looked at: how it is, and what would mend it. */
interface Finding {
  readonly what: string;
  readonly state: 'good' | 'fair' | 'bad';
  readonly text: string;
  readonly remedy: string | null;
}

const LOOK_MS = 1000;

const RUNG_TEXT: Readonly<Record<Rung, string>> = {
  'cgroup-v2': 'cgroup v2: limits, exact CPU time and sure death',
  'cgroup-hybrid': 'cgroup v1 for limits, v2 for exact CPU time and sure death',
  'cgroup-v1': 'cgroup v1: limits and CPU time; death by freezing first',
  'pid-namespace': 'PID namespace: sure death; CPU time from /proc, memory limited by looking five times a second',
  'process-group':
    'process group: what leaves the group is found by a mark; memory limited by looking five times a second',
};

/** `bakeoff doctor`: what this machine can and cannot measure. Exit code 5 when it cannot measure at all. */
export async function doctor(options: GlobalOptions, world: World): Promise<number> {
  const isolation = await openIsolation({ run: 'doctor' });
  const machine = await readMachine(isolation.rung);
  await isolation.close();
  const split = splitCores(readCores(), 'auto');
  const busy = await busyShare(readCores().flat(), LOOK_MS);
  const tools = readTools();
  const findings = [
    ...machineFindings(machine, split, busy),
    ...noiseFindings(machine, options, world),
    ...toolFindings(tools),
  ];
  if (options.json) world.out.write(`${JSON.stringify({ schema: 'bakeoff/doctor@1', machine, findings }, null, 2)}\n`);
  else world.out.write(findings.map(lineOf).join(''));
  return findings.some((finding) => finding.state === 'bad') ? EXIT.unfit : EXIT.ok;
}

function machineFindings(machine: Machine, split: Split, busy: number | null): readonly Finding[] {
  const firm = machine.isolation.startsWith('cgroup');
  const { cpu, cores, memoryMiB, kernel, os, hypervisor, fingerprint } = machine;
  return [
    {
      what: 'machine',
      state: 'good',
      text: `${cpu}, ${cores} cores, ${memoryMiB} MiB, ${kernel}, ${os}, ${hypervisor ?? 'no hypervisor'}; fingerprint ${fingerprint}`,
      remedy: null,
    },
    splitFinding(split),
    {
      what: 'isolation',
      state: firm ? 'good' : 'fair',
      text: RUNG_TEXT[machine.isolation],
      remedy: firm
        ? null
        : 'run as root or in a delegated cgroup (systemd-run --user --scope -p Delegate=yes) for limits and exact CPU time',
    },
    busyFinding(busy),
  ];
}

function splitFinding(split: Split): Finding {
  if (!split.ok)
    return {
      what: 'cores',
      state: 'bad',
      text: 'no way to divide them',
      remedy: 'allow this program at least one core',
    };
  const { contender, rest, shared } = split.value;
  if (shared)
    return {
      what: 'cores',
      state: 'fair',
      text: 'one core for all: contender and generator disturb each other',
      remedy: 'use a machine with two cores or more',
    };
  return {
    what: 'cores',
    state: 'good',
    text: `contender ${contender.join(',')}; generator, services and Bakeoff ${rest.join(',')}`,
    remedy: null,
  };
}

function busyFinding(busy: number | null): Finding {
  if (busy === null)
    return { what: 'quiet', state: 'fair', text: 'cannot be told here: /proc/stat is not readable', remedy: null };
  const loud = busy > LOUD_SHARE;
  return {
    what: 'quiet',
    state: loud ? 'fair' : 'good',
    text: `others use ${formatShare(busy)} of a core`,
    remedy: loud ? 'end other programs: rounds that they disturb are void' : null,
  };
}

/** What the newest calibration says, of the longer rounds; a store that cannot be read says why itself. */
function noiseFindings(machine: Machine, options: GlobalOptions, world: World): readonly Finding[] {
  const store = openStoreToRead(options, world);
  if (store === null) return [];
  const [newest] = calibrationsAmong(noiseOn(machine.fingerprint, store));
  store.ledger.close();
  const scatter = newest?.scatters.find(({ metric }) => metric === 'cpu-per-request');
  if (newest === undefined || scatter === undefined)
    return [
      {
        what: 'noise',
        state: 'fair',
        text: 'not measured on this machine',
        remedy: 'bakeoff calibrate (about 7 minutes): then it is known which differences can be told here',
      },
    ];
  const day = newest.created.slice(0, 10);
  return [
    {
      what: 'noise',
      state: 'good',
      text: `CPU per request of ${scatter.contender} ${scatterText(scatter)}; ${toldText(scatter, TOLD_BLOCKS, newest.profile.alpha)} (calibrated ${day})`,
      remedy: null,
    },
  ];
}

function toolFindings(tools: Tools): readonly Finding[] {
  const generator: Finding =
    tools.loadgen === null
      ? {
          what: 'generator',
          state: 'bad',
          text: 'not built: nothing can be measured',
          remedy: 'see the missing pieces below',
        }
      : { what: 'generator', state: 'good', text: 'built', remedy: null };
  const database: Finding =
    tools.mariadb === null
      ? {
          what: 'database',
          state: 'fair',
          text: 'no MariaDB: scenarios that need one are left out',
          remedy: 'see the missing pieces below',
        }
      : { what: 'database', state: 'good', text: `MariaDB ${tools.mariadb.version}`, remedy: null };
  return [
    generator,
    database,
    ...tools.missing.map(({ what, why, command }): Finding => ({
      what: 'missing',
      state: 'fair',
      text: `${what}: ${why}`,
      remedy: command,
    })),
  ];
}

const MARK = { good: '✓', fair: '!', bad: '✕' } as const;

function lineOf({ what, state, text, remedy }: Finding): string {
  return `${MARK[state]} ${what.padEnd(10)} ${text}\n${remedy === null ? '' : `  ${''.padEnd(10)} to mend it: ${remedy}\n`}`;
}
