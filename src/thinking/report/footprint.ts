import {
  FIGURES,
  UNITS,
  type Figure,
  type FigureId,
  type Footprint,
  type FootprintWishes,
} from '../footprint/footprint.ts';
import { median } from '../estimate/centre.ts';
import type { Machine } from '../machine/machine.ts';
import { formatNumber } from '../quantity/format.ts';
import { plainText } from './plain-text.ts';
import { FIGURE_TITLES, licencesText, noneText, takenText, unknownText } from './words-of-footprint.ts';
import { wrapped } from './wrapped.ts';

/** A look at footprints, as it is reported. */
export interface FootprintLook {
  readonly machine: Machine;
  /** Bakeoff's own. */
  readonly version: string;
  readonly at: Date;
  readonly wishes: FootprintWishes;
  readonly footprints: readonly Footprint[];
}

/** Columns of one table, in their order: the figure, and what stands above it. */
type Columns = readonly (readonly [FigureId, string])[];

const TABLES: readonly { readonly title: string; readonly columns: Columns }[] = [
  {
    title: 'running',
    columns: [
      ['start', 'start ms'],
      ['start-cpu', 'CPU ms'],
      ['memory-idle', 'idle MiB'],
      ['memory-peak', 'peak MiB'],
    ],
  },
  {
    title: 'building',
    columns: [
      ['clean-build', 'clean s'],
      ['clean-build-cpu', 'CPU s'],
      ['incremental-build', 'incremental s'],
      ['incremental-build-cpu', 'CPU s'],
    ],
  },
  {
    title: 'shipping',
    columns: [
      ['artefact', 'artefact MiB'],
      ['image', 'image MiB'],
      ['direct', 'deps: direct'],
      ['dependencies', 'used'],
      ['locked', 'locked'],
      ['installed', 'size MiB'],
      ['scripts', 'scripts'],
      ['add-ons', 'add-ons'],
      ['advisories', 'advisories'],
    ],
  },
];

const GAP = '  ';
const BYTES_PER_MIB = 2 ** 20;

/**
 * The look for a terminal: tables of a row a contender, the licences, and beneath how each figure was taken and why what is missing
 * is missing. A column that nobody asked for is left out.
 *
 * @param width columns of the terminal; no line is wider but a table whose cells need it.
 */
export function footprintReport(look: FootprintLook, width: number): string {
  const { machine, version, at, wishes, footprints } = look;
  const shown = FIGURES.filter((id) => footprints.some(({ figures }) => !isUnasked(figures[id])));
  const lines = [
    `footprints of ${at.toISOString().slice(0, 10)}, scenario ${wishes.scenario}, machine ${machine.fingerprint}, Bakeoff ${version}`,
    '',
    ...TABLES.flatMap(({ title, columns }) =>
      tableOf(
        title,
        columns.filter(([id]) => shown.includes(id)),
        footprints,
      ),
    ),
    ...licenceLines(footprints, width),
    ...shown.flatMap((id) =>
      wrapped(`${FIGURE_TITLES[id]}: ${takenText(id, wishes)}${resolutionText(id, footprints)}.`, width),
    ),
    ...lacking(footprints, shown).flatMap((text) => wrapped(text, width)),
  ];
  return footprints.length === 0 ? '' : lines.map((line) => `${line}\n`).join('');
}

function isUnasked(figure: Figure): boolean {
  return figure.kind === 'unknown' && figure.why.kind === 'not-asked';
}

function tableOf(title: string, columns: Columns, footprints: readonly Footprint[]): readonly string[] {
  if (columns.length === 0) return [];
  const rows = footprints.map(({ contender, figures }) => [
    plainText(contender),
    ...columns.map(([id]) => cellOf(id, figures[id])),
  ]);
  const table = [[title, ...columns.map(([, head]) => head)], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  const aligned = (cell: string, at: number): string =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return [...table.map((row) => row.map(aligned).join(GAP).trimEnd()), ''];
}

function cellOf(id: FigureId, figure: Figure): string {
  if (figure.kind !== 'known') return figure.kind;
  const shown = (value: number): string => formatNumber(UNITS[id] === 'bytes' ? value / BYTES_PER_MIB : value);
  const { value, spread } = figure;
  // The spread of one column is enough to see how steady a machine is.
  return spread === null || id !== 'start'
    ? shown(value)
    : `${shown(value)} (${shown(spread.low)}–${shown(spread.high)})`;
}

function licenceLines(footprints: readonly Footprint[], width: number): readonly string[] {
  const named = footprints.map((one) => ({ name: plainText(one.contender), text: plainText(licencesText(one)) }));
  const longest = Math.max('licences'.length, ...named.map(({ name }) => name.length));
  const rows = named.flatMap(({ name, text }) => {
    const [first = '', ...more] = wrapped(text, width - longest - GAP.length, ', ');
    return [`${name.padEnd(longest)}${GAP}${first}`, ...more.map((line) => `${' '.repeat(longest)}${GAP}${line}`)];
  });
  return ['licences', ...rows, ''];
}

/** What a start is known to within, and how much of it is ours: seen here, not promised. */
function resolutionText(id: FigureId, footprints: readonly Footprint[]): string {
  const gaps = footprints.flatMap(({ detail }) => detail.resolutionMs ?? []);
  const entering = median(footprints.flatMap(({ detail }) => detail.enteringMs ?? []));
  if (id !== 'start' || gaps.length === 0 || entering === null) return '';
  return `; each is known to within ${formatNumber(Math.max(...gaps))} ms, and about ${formatNumber(entering)} ms of it is the enclosure it is held in`;
}

/** What is not known or not there, each reason once with those whom it is about. */
function lacking(footprints: readonly Footprint[], shown: readonly FigureId[]): readonly string[] {
  const whom = new Map<string, Map<string, string[]>>();
  for (const { contender, figures } of footprints) {
    for (const id of shown) {
      const figure = figures[id];
      if (figure.kind === 'known' || isUnasked(figure)) continue;
      const reason = figure.kind === 'none' ? `none: ${noneText(figure.why)}` : `unknown: ${unknownText(figure.why)}`;
      const byWhat = whom.get(reason) ?? new Map<string, string[]>();
      whom.set(reason, byWhat);
      byWhat.set(contender, [...(byWhat.get(contender) ?? []), FIGURE_TITLES[id]]);
    }
  }
  return [...whom].map(([reason, byWhom]) => {
    const what = [...new Set([...byWhom.values()].flat())];
    return plainText(`${reason} (${what.join(', ')}: ${[...byWhom.keys()].join(', ')}).`);
  });
}
