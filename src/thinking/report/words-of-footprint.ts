import {
  LOAD,
  UNITS,
  type Figure,
  type FigureId,
  type Footprint,
  type FootprintUnit,
  type FootprintWishes,
  type None,
  type Unknown,
} from '../footprint/footprint.ts';
import { formatNumber } from '../quantity/format.ts';
import { count } from './words.ts';

/** What each figure is called in a sentence. */
export const FIGURE_TITLES: Readonly<Record<FigureId, string>> = {
  start: 'start',
  'start-cpu': 'CPU of a start',
  'memory-idle': 'idle memory',
  'memory-peak': 'peak memory',
  artefact: 'artefact',
  image: 'image',
  'clean-build': 'clean build',
  'clean-build-cpu': 'CPU of a clean build',
  'incremental-build': 'incremental build',
  'incremental-build-cpu': 'CPU of an incremental build',
  direct: 'direct dependencies',
  dependencies: 'dependencies',
  locked: 'locked dependencies',
  installed: 'size of the dependencies',
  scripts: 'dependencies with scripts',
  'add-ons': 'native add-ons',
  advisories: 'advisories',
};

const UNIT_TEXT: Readonly<Record<FootprintUnit, string>> = {
  ms: ' ms',
  s: ' s',
  MiB: ' MiB',
  bytes: ' bytes',
  count: '',
};

/** What holds for a whole look: its scenario and its numbers. */
export type Setting = Pick<FootprintWishes, 'scenario' | 'starts'>;

/** How each figure is taken, without its subject; where it reaches its limits, that too. */
export function takenText(id: FigureId, { scenario, starts }: Setting): string {
  const load = `${formatNumber(LOAD.requests)} requests of ${scenario} in a closed loop over ${LOAD.connections} connections`;
  const taken: Readonly<Record<FigureId, string>> = {
    start: `from the moment it is spawned to its first correct answer of ${scenario}, asked again about every half millisecond: median of ${count(starts, 'fresh start')} with the lowest and highest, its files in memory from a start before`,
    'start-cpu': 'CPU time of its whole tree up to that answer; steadier than the time on a busy machine',
    'memory-idle':
      'what its tree takes 1 s after it was ready, as if it were alone on the machine: program and libraries count whole, once',
    'memory-peak': `the highest of the same, looked at every 100 ms, under ${load}`,
    artefact:
      'what must be shipped for it to run: the program that the build made, not stripped; of Node.js its files without tests, pages and settings of tools, and the production packages',
    image:
      'the artefact, the runtime and the shared libraries that the running process had mapped: a lower bound, without a base system, certificates, time zones or a shell',
    ...COUNTED,
  };
  return taken[id];
}

/** Those of which nothing depends on what was asked for. */
type Counted = Exclude<FigureId, 'start' | 'start-cpu' | `memory-${string}` | 'artefact' | 'image'>;

const COUNTED: Readonly<Record<Counted, string>> = {
  'clean-build':
    'time on the wall of one build of a copy of the folder on all cores, with downloads kept and nothing compiled, the standard library of Go included; for Node.js that installs the packages',
  'clean-build-cpu': 'CPU time of all that this build started: the steadier figure',
  'incremental-build':
    'time on the wall of building again after one line of comment was put before its main source, in the release settings of the contender',
  'incremental-build-cpu': 'CPU time of that',
  direct: 'used dependencies that it asks for itself',
  dependencies:
    'used here: npm: production packages that are installed; Cargo: crates compiled on this platform, those that only run in the compiler included; Go: modules linked into the binary, without its standard library',
  locked:
    'fixed in its lock file for all platforms, without those of tests and tools: package-lock.json; Cargo.lock; go.mod, where modules that only tests need are included',
  installed:
    'lengths of all files of the used dependencies as they lie here: node_modules without development packages; unpacked crates; whole modules, of which only the imported packages are compiled',
  scripts:
    'used dependencies that run a program of their own when they are installed (npm: whether or not the contender lets them) or built (Cargo: build scripts, without procedural macros)',
  'add-ons': 'files *.node in the used packages: machine code for one platform',
  advisories: 'different advisories that npm audit names for the production packages on this day',
};

export function noneText(why: None): string {
  switch (why) {
    case 'nothing-to-build':
      return 'its sources are what runs, so nothing is built';
    case 'runs-no-scripts':
      return 'Go runs no program of a module when it builds it';
    case 'has-no-add-ons':
      return 'all of it is compiled into the program';
  }
}

export function unknownText(why: Unknown): string {
  switch (why.kind) {
    case 'not-asked':
      return `it is asked for with ${why.option}`;
    case 'language':
      return `what a contender in ${why.language} ships and needs is not known to this program`;
    case 'no-program':
      return `"${why.start}" starts no program in its folder, so it is not known what is shipped`;
    case 'unreadable':
      return `${why.file} could not be read: ${why.reason}`;
    case 'command':
      return `${why.command}: ${why.reason}`;
    case 'sources-missing':
      return `the sources of ${count(why.names.length, 'dependency', 'dependencies')} are not on this machine, of ${why.names[0] ?? ''} among them`;
    case 'not-installed':
      return 'its packages are not installed';
    case 'memory-closed':
      return 'its processes could not be read';
    case 'cpu-not-counted':
      return 'the isolation of this machine does not count the CPU time of processes that have ended';
    case 'generator':
      return `the load generator did not do its part: ${why.reason}`;
    case 'no-tool':
      return `${why.tool} itself has no command that asks for them`;
    case 'no-main-source':
      return 'its main source was found in none of the usual places';
  }
}

/** The figure with its unit: `41.2 ms`, `none`, `unknown`. */
export function figureText(id: FigureId, figure: Figure): string {
  return figure.kind === 'known' ? `${formatNumber(figure.value)}${UNIT_TEXT[UNITS[id]]}` : figure.kind;
}

/** `MIT 57, ISC 3, unknown 1 (left-pad)`. */
export function licencesText({ detail: { licences } }: Footprint): string {
  if (licences === null) return 'unknown';
  const { by, unknown } = licences;
  const parts = Object.entries(by).map(([spdx, n]) => `${spdx} ${n}`);
  if (unknown.length > 0) parts.push(`unknown ${unknown.length} (${unknown.join(', ')})`);
  return parts.length === 0 ? 'no dependencies' : parts.join(', ');
}
