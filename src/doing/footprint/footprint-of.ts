import { median } from '../../thinking/estimate/centre.ts';
import { known, medianOf, orUnknown, sum, unknown } from '../../thinking/footprint/figure.ts';
import type { Figure, FigureId, Footprint, Unknown } from '../../thinking/footprint/footprint.ts';
import type { Built } from '../build/build.ts';
import type { ArtefactSize } from './artefact.ts';
import type { BuildTimes } from './builds.ts';
import type { Needed } from './needed.ts';
import type { Observation } from './observation.ts';
import type { StartSeen } from './start.ts';

/** All that was seen of one contender. */
export interface SeenAndCounted {
  readonly built: Built;
  readonly at: Date;
  readonly starts: readonly StartSeen[];
  readonly observation: Observation;
  readonly counted: {
    readonly artefact: ArtefactSize;
    readonly needed: Needed;
    /** Null: they were not asked for. */
    readonly times: BuildTimes | null;
  };
}

/** The record of it. */
export function footprintOf({ built, at, starts, observation, counted }: SeenAndCounted): Footprint {
  const { id, title, language } = built.contender;
  const { needed, times } = counted;
  const { loaded, mapped } = observation;
  return {
    contender: id,
    title,
    language,
    version: built.version,
    source: built.source,
    at,
    figures: {
      ...runningFigures(starts, observation),
      ...shippedFigures(built, counted, observation),
      ...neededFigures(needed),
    },
    detail: {
      startsMs: starts.map(({ tookMs }) => tookMs),
      resolutionMs: starts.length === 0 ? null : Math.max(...starts.map(({ gapMs }) => gapMs)),
      enteringMs: median(starts.map(({ enteringMs }) => enteringMs)),
      answered: loaded.kind === 'seen' ? loaded.answered : null,
      mapped,
      licences: needed.licences,
      scripts: needed.scriptNames,
      changed: times?.changed ?? null,
    },
  };
}

type Figures<Id extends FigureId> = Readonly<Record<Id, Figure>>;

function runningFigures(
  starts: readonly StartSeen[],
  { idle, loaded }: Observation,
): Figures<'start' | 'start-cpu' | 'memory-idle' | 'memory-peak'> {
  const cpu = starts.flatMap(({ cpuMs }) => (cpuMs === null ? [] : [cpuMs]));
  const took = starts.map(({ tookMs }) => tookMs);
  const closed: Unknown = { kind: 'memory-closed' };
  const unseen = loaded.kind === 'unseen' ? unknown({ kind: 'generator', reason: loaded.reason }) : null;
  const peak = loaded.kind === 'seen' ? loaded.peak : null;
  return {
    start: medianOf(took, { kind: 'not-asked', option: '--starts' }),
    'start-cpu': medianOf(cpu, { kind: 'cpu-not-counted' }),
    'memory-idle': orUnknown(idle, closed),
    'memory-peak': unseen ?? orUnknown(peak, closed),
  };
}

function shippedFigures(
  { contender }: Built,
  { artefact: own, needed, times }: SeenAndCounted['counted'],
  { mapped }: Observation,
): Figures<'artefact' | 'image' | 'clean-build' | 'clean-build-cpu' | 'incremental-build' | 'incremental-build-cpu'> {
  const itself = own.ok ? known(own.bytes) : unknown(own.why);
  // What a compiler has put into the program is in its file already.
  const artefact = contender.language === 'node' ? sum(itself, needed.installed) : itself;
  const libraries = mapped?.reduce((bytes, file) => bytes + file.bytes, 0) ?? null;
  const notAsked = unknown({ kind: 'not-asked', option: '--builds' });
  return {
    artefact,
    image: sum(artefact, orUnknown(libraries, { kind: 'memory-closed' })),
    'clean-build': times?.clean.wall ?? notAsked,
    'clean-build-cpu': times?.clean.cpu ?? notAsked,
    'incremental-build': times?.incremental.wall ?? notAsked,
    'incremental-build-cpu': times?.incremental.cpu ?? notAsked,
  };
}

function neededFigures(
  needed: Needed,
): Figures<'direct' | 'dependencies' | 'locked' | 'installed' | 'scripts' | 'add-ons' | 'advisories'> {
  const { direct, dependencies, locked, installed, scripts, addOns, advisories } = needed;
  return { direct, dependencies, locked, installed, scripts, 'add-ons': addOns, advisories };
}
