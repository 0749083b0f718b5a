import { formatNumber } from '../../quantity/format.ts';
import type { SurgeRecord, SurgeRecordSecond } from '../../verdict/surge-record.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { plainText } from '../plain-text.ts';
import { axisBelow, axisLeft, cut, drawn, label, line, WIDTH } from './drawing.ts';
import { classOf, mark } from './look.ts';
import type { Look } from './look.ts';
import { at, linearScale, logScale, logTicks, paddedLogSpan, spread } from './scale.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [42, WIDTH - 116, 26, 200];

export interface SurgePlot {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly surges: readonly SurgeRecord[];
  readonly read: (second: SurgeRecordSecond) => number | null;
  readonly lookOf: (entry: string) => Look;
}

/** A value in the middle of its second. */
interface Place {
  readonly second: number;
  readonly value: number;
}

/** Where nothing was answered there is no place on a logarithmic axis: the line goes on beyond it, and the words tell the rest. */
function placesOf({ seconds }: SurgeRecord, read: SurgePlot['read']): readonly Place[] {
  return seconds.flatMap((one) => {
    const value = read(one);
    return value === null || value <= 0 ? [] : [{ second: one.second + 0.5, value }];
  });
}

/** A value of each entry second by second through the surge and after; null where nobody has one. */
export function surgePlot(plot: SurgePlot): Markup | null {
  const found = plot.surges.map((record) => ({ entry: record.entry, places: placesOf(record, plot.read) }));
  const values = found.flatMap(({ places }) => places.map(({ value }) => value));
  const [shape] = plot.surges;
  if (values.length === 0 || shape === undefined) return null;
  const span = paddedLogSpan(values);
  const all = shape.forS + shape.recoveryS;
  const x = linearScale([0, all], [LEFT + 4, RIGHT - 4]);
  const y = logScale(span, [BOTTOM, TOP]);
  const ends = found.map(({ places }) => y(places.at(-1)?.value ?? span[0]));
  const ordered = spread(ends, 15, [TOP + 4, BOTTOM - 4]);
  const curves = found.flatMap(({ entry, places }, i): readonly Markup[] => {
    const look = plot.lookOf(entry);
    const last = places.at(-1);
    if (last === undefined) return [];
    const path = places.map(({ second, value }, n) => `${n === 0 ? 'M' : 'L'}${at(x(second))} ${at(y(value))}`);
    const place = ordered[i] ?? TOP;
    return [
      markup`<path class="curve ${classOf(look)}" stroke-dasharray="${look.dash}" d="${path.join('')}"/>`,
      ...places.map(({ second, value }) => mark(look, x(second), y(value), 2.6)),
      line('leader', x(last.second) + 5, y(last.value), RIGHT + 12, place),
      mark(look, RIGHT + 18, place, 3.4),
      label('name', RIGHT + 27, place + 4, cut(plainText(entry), 13)),
    ];
  });
  const ticks = Array.from({ length: all + 1 }, (_, second) => second);
  const marks = [
    ...axisLeft(logTicks(span, 6), y, [LEFT, RIGHT]),
    ...axisBelow(ticks, x, [TOP, BOTTOM], String),
    line('leader', x(shape.forS), TOP, x(shape.forS), BOTTOM),
    ...curves,
    label('direction', LEFT, BOTTOM + 34, `seconds; the surge ends after ${shape.forS}`),
    label('direction', LEFT, 10, plot.unit),
  ];
  return drawn({ id: plot.id, height: BOTTOM + 42, title: plot.title, description: describe(plot, found), marks });
}

function describe(
  { unit }: SurgePlot,
  found: readonly { readonly entry: string; readonly places: readonly Place[] }[],
): string {
  const parts = found.map(({ entry, places }) => {
    const figures = places.map(({ second, value }) => `${formatNumber(value)} in second ${Math.ceil(second)}`);
    return `${plainText(entry)}: ${figures.join(', ')}`;
  });
  return `${unit}, logarithmic, second by second. ${parts.join('; ')}.`;
}
