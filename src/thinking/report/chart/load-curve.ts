import type { Centre } from '../../estimate/estimate.ts';
import { formatNumber, formatShare } from '../../quantity/format.ts';
import type { CurvePoint, LoadCurve } from '../../verdict/load-curve.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { plainText } from '../plain-text.ts';
import { axisBelow, axisLeft, cut, drawn, label, line, WIDTH } from './drawing.ts';
import { classOf, mark } from './look.ts';
import type { Look } from './look.ts';
import { at, linearScale, logScale, logTicks, paddedLogSpan, spread } from './scale.ts';
import type { Scale } from './scale.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [42, WIDTH - 116, 26, 240];

export interface LoadPlot {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly curves: readonly LoadCurve[];
  readonly read: (point: CurvePoint) => Centre | null;
  readonly lookOf: (entry: string) => Look;
}

/** A place on a curve: nobody has looked between two of them, and the lines only lead the eye from one to the next. */
interface Place {
  readonly share: number;
  readonly centre: Centre;
}

function placesOf(curve: LoadCurve, read: LoadPlot['read']): readonly Place[] {
  return curve.points.flatMap((point) => {
    const centre = read(point);
    return centre === null || centre.median <= 0 ? [] : [{ share: point.share, centre }];
  });
}

/** The interval of each place as an upright line; none where so few rounds have none. */
function whiskers(places: readonly Place[], look: Look, x: Scale, y: Scale): readonly Markup[] {
  return places.flatMap(({ share, centre: { low, high } }) =>
    low === null || high === null || low <= 0
      ? []
      : [markup`<path class="curve ${classOf(look)}" d="M${at(x(share))} ${at(y(low))}V${at(y(high))}"/>`],
  );
}

function drawnCurve(plot: LoadPlot, drawing: Drawing, place: number): readonly Markup[] {
  const { entry, places } = drawing;
  const look = plot.lookOf(entry);
  const { x, y } = drawing;
  const last = places.at(-1);
  if (last === undefined) return [];
  const path = places.map(({ share, centre }, i) => `${i === 0 ? 'M' : 'L'}${at(x(share))} ${at(y(centre.median))}`);
  return [
    markup`<path class="curve ${classOf(look)}" stroke-dasharray="${look.dash}" d="${path.join('')}"/>`,
    ...whiskers(places, look, x, y),
    ...places.map(({ share, centre }) => mark(look, x(share), y(centre.median), 3.4)),
    line('leader', x(last.share) + 5, y(last.centre.median), RIGHT + 12, place),
    mark(look, RIGHT + 18, place, 3.4),
    label('name', RIGHT + 27, place + 4, cut(plainText(entry), 13)),
  ];
}

interface Drawing {
  readonly entry: string;
  readonly places: readonly Place[];
  readonly x: Scale;
  readonly y: Scale;
}

/** What a value does as each entry comes closer to what it can do at all; null where no entry has a value. */
export function loadPlot(plot: LoadPlot): Markup | null {
  const found = plot.curves.map((curve) => ({ entry: curve.entry, places: placesOf(curve, plot.read) }));
  const all = found.flatMap(({ places }) => places);
  if (all.length === 0) return null;
  const span = paddedLogSpan(
    all.flatMap(({ centre: { median, low, high } }) => [median, low ?? median, high ?? median]),
  );
  const shares = [...new Set(all.map(({ share }) => share))].toSorted((a, b) => a - b);
  const x = linearScale([Math.min(...shares), Math.max(...shares)], [LEFT + 14, RIGHT - 6]);
  const y = logScale(span, [BOTTOM, TOP]);
  const ends = found.map(({ places }) => y(places.at(-1)?.centre.median ?? span[0]));
  const ordered = spread(ends, 15, [TOP + 4, BOTTOM - 4]);
  const marks = [
    ...axisLeft(logTicks(span, 6), y, [LEFT, RIGHT]),
    ...axisBelow(shares, x, [TOP, BOTTOM], (share) => (share === 1 ? 'peak' : formatShare(share))),
    ...found.flatMap((one, i) => drawnCurve(plot, { ...one, x, y }, ordered[i] ?? TOP)),
    label('direction', LEFT, BOTTOM + 34, 'share of its own peak rate'),
    label('direction', LEFT, 10, `${plot.unit}: lower is better`),
  ];
  return drawn({ id: plot.id, height: BOTTOM + 42, title: plot.title, description: describe(plot, found), marks });
}

function describe(
  { unit }: LoadPlot,
  found: readonly { readonly entry: string; readonly places: readonly Place[] }[],
): string {
  const parts = found.map(({ entry, places }) => {
    const figures = places.map(
      ({ share, centre }) => `${formatNumber(centre.median)} at ${share === 1 ? 'the peak' : formatShare(share)}`,
    );
    return `${plainText(entry)}: ${figures.join(', ')}`;
  });
  return `${unit}, logarithmic, against the share of its own peak rate that each was offered. ${parts.join('; ')}.`;
}
