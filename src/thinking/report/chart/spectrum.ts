import { formatNumber } from '../../quantity/format.ts';
import type { Spectrum, SpectrumPoint } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { plainText } from '../plain-text.ts';
import { axisBelow, axisLeft, cut, drawn, label, line, WIDTH } from './drawing.ts';
import { classOf, mark } from './look.ts';
import type { Look } from './look.ts';
import { at, logScale, logTicks, paddedLogSpan, percentileScale, spread } from './scale.ts';
import type { Scale } from './scale.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [42, WIDTH - 116, 26, 280];

/** Lower percentiles stay in the table: one lucky request, far below all others, would set the axis. */
const FIRST = 10;

/** Percentiles that are named on the axis and marked on the lines. */
const NAMED = [50, 90, 99, 99.9, 99.99];

export interface SpectrumPlot {
  readonly id: string;
  readonly title: string;
  readonly spectra: readonly Spectrum[];
  readonly objectiveMs: number;
  readonly lookOf: (entry: string) => Look;
}

function drawable({ percentile, ms }: SpectrumPoint): boolean {
  return ms > 0 && percentile >= FIRST;
}

function path(points: readonly SpectrumPoint[], x: Scale, y: Scale): string {
  return points.map(({ percentile, ms }, i) => `${i === 0 ? 'M' : 'L'}${at(x(percentile))} ${at(y(ms))}`).join('');
}

/** The area between the low and the high ends, over the points that have both. */
function band(points: readonly SpectrumPoint[], x: Scale, y: Scale): string | null {
  const known = points.flatMap(({ percentile, low, high }) =>
    low === null || high === null || low <= 0 ? [] : [{ place: at(x(percentile)), low: at(y(low)), high: at(y(high)) }],
  );
  if (known.length < 2) return null;
  const upper = known.map(({ place, high }) => `${place} ${high}`);
  const lower = known.toReversed().map(({ place, low }) => `${place} ${low}`);
  return `M${[...upper, ...lower].join('L')}z`;
}

/** The objective is drawn where it is near enough to compare with; else it would squeeze everything else. */
function objectiveMarks(objectiveMs: number, span: readonly [number, number], y: Scale): readonly Markup[] {
  const text = `p99 objective ${formatNumber(objectiveMs)} ms`;
  if (objectiveMs > span[1]) return [label('objective-name', LEFT + 6, TOP + 12, `${text}, above this chart ↑`)];
  if (objectiveMs < span[0]) return [label('objective-name', LEFT + 6, BOTTOM - 6, `${text}, below this chart ↓`)];
  const height = y(objectiveMs);
  return [line('objective', LEFT, height, RIGHT, height), label('objective-name', LEFT + 6, height - 5, text)];
}

function description(spectra: readonly Spectrum[]): string {
  const parts = spectra.map(({ entry, points }) => {
    const named = points.filter(({ percentile }) => NAMED.includes(percentile));
    const figures = named.map(({ percentile, ms }) => `p${percentile} ${formatNumber(ms)} ms`);
    return `${plainText(entry)}: ${figures.join(', ')}`;
  });
  return `Response time in milliseconds, logarithmic, against the share of requests. ${parts.join('; ')}.`;
}

/** Response times at the same load: each further nine of the requests is one step to the right. */
export function spectrumPlot(plot: SpectrumPlot): Markup {
  const spectra = plot.spectra.map(({ points, ...rest }) => ({ ...rest, points: points.filter(drawable) }));
  const points = spectra.flatMap((spectrum) => spectrum.points);
  const most = Math.max(90, ...points.map(({ percentile }) => percentile));
  const highest = Math.max(...points.map(({ ms, high }) => high ?? ms));
  const near = plot.objectiveMs < highest * 2.5 ? [plot.objectiveMs] : [];
  const span = paddedLogSpan([...points.flatMap(({ ms, low, high }) => [ms, low ?? ms, high ?? ms]), ...near], 0.04);
  const x = percentileScale(most, [LEFT, RIGHT]);
  const y = logScale(span, [BOTTOM, TOP]);
  const ends = spectra.map((spectrum) => y(spectrum.points.at(-1)?.ms ?? span[0]));
  const places = spread(ends, 15, [TOP + 4, BOTTOM - 4]);
  const marks = [
    ...axisLeft(logTicks(span, 8), y, [LEFT, RIGHT]),
    ...axisBelow(
      NAMED.filter((one) => one <= most),
      x,
      [TOP, BOTTOM],
      (one) => `p${one}`,
    ),
    ...objectiveMarks(plot.objectiveMs, span, y),
    ...spectra.flatMap((spectrum) => {
      const area = band(spectrum.points, x, y);
      return area === null ? [] : [markup`<path class="band ${classOf(plot.lookOf(spectrum.entry))}" d="${area}"/>`];
    }),
    ...spectra.flatMap((spectrum, i): readonly Markup[] => {
      const look = plot.lookOf(spectrum.entry);
      const last = spectrum.points.at(-1);
      if (last === undefined) return [];
      const [end, place] = [at(x(last.percentile)), places[i] ?? 0];
      return [
        markup`<path class="curve ${classOf(look)}" stroke-dasharray="${look.dash}" d="${path(spectrum.points, x, y)}"/>`,
        ...spectrum.points
          .filter(({ percentile }) => NAMED.includes(percentile))
          .map((one) => mark(look, x(one.percentile), y(one.ms), 3.4)),
        line('leader', end + 5, ends[i] ?? place, RIGHT + 12, place),
        mark(look, RIGHT + 18, place, 3.4),
        label('name', RIGHT + 27, place + 4, cut(plainText(spectrum.entry), 13)),
      ];
    }),
    label('direction', LEFT, BOTTOM + 34, 'share of requests at most this slow'),
    label('direction', LEFT, 10, 'response time, ms: lower is better'),
  ];
  return drawn({ id: plot.id, height: BOTTOM + 42, title: plot.title, description: description(spectra), marks });
}
