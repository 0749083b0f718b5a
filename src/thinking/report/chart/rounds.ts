import type { Summary } from '../../verdict/conclusion.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { formatValue } from '../../quantity/format.ts';
import { plainText } from '../plain-text.ts';
import { axisBelow, axisLeft, cut, drawn, label, line, WIDTH } from './drawing.ts';
import { classOf, mark } from './look.ts';
import type { Look } from './look.ts';
import { at, linearScale, logScale, logTicks, paddedLogSpan, spread } from './scale.ts';
import type { Scale } from './scale.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [42, WIDTH - 116, 24, 224];

export interface RoundsPlot {
  readonly id: string;
  readonly title: string;
  /** All of one metric, one an entry. */
  readonly summaries: readonly Summary[];
  /** How many blocks there is room for, and the numbers, from 0, of those that are void. */
  readonly blocks: number;
  readonly voids: readonly number[];
  readonly lookOf: (entry: string) => Look;
}

interface Dot {
  readonly block: number;
  readonly value: number;
}

function dotsOf(summary: Summary): readonly Dot[] {
  return summary.rounds.flatMap(({ block, value }) => (value === null ? [] : [{ block, value }]));
}

function series(look: Look, dots: readonly Dot[], x: Scale, y: Scale): readonly Markup[] {
  const way = dots.map(({ block, value }, i) => `${i === 0 ? 'M' : 'L'}${at(x(block))} ${at(y(value))}`).join('');
  return [
    markup`<path class="thread ${classOf(look)}" stroke-dasharray="${look.dash}" d="${way}"/>`,
    ...dots.map(({ block, value }) => mark(look, x(block), y(value), 3.2)),
  ];
}

function description(plot: RoundsPlot): string {
  const parts = plot.summaries.map(({ entry, rounds, unit }) => {
    const values = rounds.flatMap(({ value }) => value ?? []);
    if (values.length === 0) return `${plainText(entry)}: no value`;
    const range = `from ${formatValue(Math.min(...values), unit)} to ${formatValue(Math.max(...values), unit)}`;
    return `${plainText(entry)}: ${values.length} rounds ${range}`;
  });
  const voids =
    plot.voids.length === 0 ? 'No block is void.' : `Void: block ${plot.voids.map((one) => one + 1).join(', ')}.`;
  return `One mark a round, in the order of the blocks. ${parts.join('; ')}. ${voids}`;
}

/** One mark a round in the order of the blocks: shows drift, odd rounds, and which blocks are void. */
export function roundsPlot(plot: RoundsPlot): Markup {
  const all = plot.summaries.map(dotsOf);
  const last = Math.max(1, plot.blocks - 1);
  const span = paddedLogSpan(all.flat().map(({ value }) => value));
  const x = linearScale([0, last], [LEFT + 10, RIGHT - 6]);
  const y = logScale(span, [BOTTOM, TOP]);
  const half = Math.min(9, (x(1) - x(0)) * 0.4);
  const ends = all.map((dots) => y(dots.at(-1)?.value ?? span[0]));
  const places = spread(ends, 15, [TOP + 4, BOTTOM - 4]);
  const step = Math.max(1, Math.ceil(plot.blocks / 14));
  const numbers = Array.from({ length: plot.blocks }, (_, block) => block).filter((block) => block % step === 0);
  const marks = [
    ...plot.voids.map(
      (block) =>
        markup`<rect class="void" x="${at(x(block) - half)}" y="${TOP}" width="${at(2 * half)}" height="${BOTTOM - TOP}"/>`,
    ),
    ...plot.voids.map(
      (block) =>
        markup`<text class="void-name" transform="translate(${at(x(block) + 4)} ${BOTTOM - 6}) rotate(-90)">void</text>`,
    ),
    ...axisLeft(logTicks(span, 7), y, [LEFT, RIGHT]),
    ...axisBelow(numbers, x, [BOTTOM, BOTTOM], (block) => String(block + 1)),
    ...plot.summaries.flatMap(({ entry }, i): readonly Markup[] => {
      const dots = all[i] ?? [];
      const end = dots.at(-1);
      if (end === undefined) return [];
      return [
        ...series(plot.lookOf(entry), dots, x, y),
        line('leader', x(end.block) + 6, ends[i] ?? 0, RIGHT + 12, places[i] ?? 0),
        mark(plot.lookOf(entry), RIGHT + 18, places[i] ?? 0, 3.4),
        label('name', RIGHT + 27, (places[i] ?? 0) + 4, cut(plainText(entry), 13)),
      ];
    }),
    label('direction', LEFT, BOTTOM + 34, 'block'),
    label('direction', LEFT, 10, 'CPU per request, µs: lower is better'),
  ];
  return drawn({ id: plot.id, height: BOTTOM + 42, title: plot.title, description: description(plot), marks });
}
