import type { Licences } from '../dependency/licence.ts';
import type { ContenderFailure } from '../measurement/failure.ts';

/** The figures of a footprint, in the order in which they are shown. */
export const FIGURES = [
  'start',
  'start-cpu',
  'memory-idle',
  'memory-peak',
  'artefact',
  'image',
  'clean-build',
  'clean-build-cpu',
  'incremental-build',
  'incremental-build-cpu',
  'direct',
  'dependencies',
  'locked',
  'installed',
  'scripts',
  'add-ons',
  'advisories',
] as const;

export type FigureId = (typeof FIGURES)[number];

export type FootprintUnit = 'ms' | 's' | 'MiB' | 'bytes' | 'count';

/** The unit in which each figure is kept. */
export const UNITS: Readonly<Record<FigureId, FootprintUnit>> = {
  start: 'ms',
  'start-cpu': 'ms',
  'memory-idle': 'MiB',
  'memory-peak': 'MiB',
  artefact: 'bytes',
  image: 'bytes',
  'clean-build': 's',
  'clean-build-cpu': 's',
  'incremental-build': 's',
  'incremental-build-cpu': 's',
  direct: 'count',
  dependencies: 'count',
  locked: 'count',
  installed: 'bytes',
  scripts: 'count',
  'add-ons': 'count',
  advisories: 'count',
};

/** Why a figure is not known. */
export type Unknown =
  | { readonly kind: 'not-asked'; readonly option: string }
  /** Nothing here knows what a contender of this language ships, or where it writes down what it needs. */
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'no-program'; readonly start: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly reason: string }
  | { readonly kind: 'command'; readonly command: string; readonly reason: string }
  | { readonly kind: 'sources-missing'; readonly names: readonly string[] }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'memory-closed' }
  | { readonly kind: 'cpu-not-counted' }
  | { readonly kind: 'generator'; readonly reason: string }
  | { readonly kind: 'no-tool'; readonly tool: string }
  | { readonly kind: 'no-main-source' };

/** Why there is nothing to measure, which is another thing than nought and than unknown. */
export type None = 'nothing-to-build' | 'runs-no-scripts' | 'has-no-add-ons';

/** Lowest and highest of the values whose median a figure is, and their number. */
export interface Spread {
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

export type Figure =
  | { readonly kind: 'known'; readonly value: number; readonly spread: Spread | null }
  | { readonly kind: 'none'; readonly why: None }
  | { readonly kind: 'unknown'; readonly why: Unknown };

/** A part of an image: a file that the running program has mapped, by its name. */
export interface MappedFile {
  readonly name: string;
  readonly bytes: number;
}

/** What a contender takes before and besides its work, on one machine on one day. */
export interface Footprint {
  readonly contender: string;
  readonly title: string;
  readonly language: string;
  readonly version: string;
  /** Digest of its sources. */
  readonly source: string;
  /** When it was looked at. */
  readonly at: Date;
  readonly figures: Readonly<Record<FigureId, Figure>>;
  readonly detail: FootprintDetail;
}

/** What figures are made of, by name. */
export interface FootprintDetail {
  /** Every measured start, in ms, in their order. */
  readonly startsMs: readonly number[];
  /** Longest time between the question that was answered and the one before it, in ms: a start is known to within it. */
  readonly resolutionMs: number | null;
  /** Median of what the enclosure took of each start, in ms. */
  readonly enteringMs: number | null;
  /** Correct answers of the load under which the peak was read; null where there was none. */
  readonly answered: number | null;
  /** Executable files outside its folder that it had mapped; null where they could not be read. */
  readonly mapped: readonly MappedFile[] | null;
  readonly licences: Licences | null;
  /** Packages that run a program of their own when they are installed or built; null where that is not known. */
  readonly scripts: readonly string[] | null;
  /** The source file into which a comment was put for the incremental build. */
  readonly changed: string | null;
}

/** A contender of which there is no footprint. */
export interface WithoutFootprint {
  readonly contender: string;
  readonly failure: ContenderFailure;
}

/** What a look at footprints was asked for. */
export interface FootprintWishes {
  readonly scenario: string;
  readonly starts: number;
  readonly builds: boolean;
  readonly advisories: boolean;
}

/** Connections and requests of the load under which the peak of memory is read. */
export const LOAD = { connections: 64, requests: 20_000 } as const;
