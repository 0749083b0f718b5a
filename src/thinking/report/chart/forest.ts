import type { Conclusion } from '../../verdict/conclusion.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { MARKS, ratioText } from '../figures.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { plainText } from '../plain-text.ts';
import { axisBelow, cut, drawn, label, line, tickText, WIDTH } from './drawing.ts';
import { classOf, mark } from './look.ts';
import type { Look } from './look.ts';
import { at, logScale, logTicks, paddedLogSpan } from './scale.ts';
import type { Scale, Span } from './scale.ts';

const ROW = 52;
const TOP = 6;
const LEFT = 14;
const RIGHT = WIDTH - 14;

/** The ratios of single blocks, as they were met: the estimate also takes out the order within the block. */
export function blockRatios(conclusion: Conclusion, verdict: Verdict): readonly number[] {
  const roundsOf = (entry: string): Conclusion['summaries'][number]['rounds'] =>
    conclusion.summaries.find((one) => one.entry === entry && one.metric === verdict.metric)?.rounds ?? [];
  const against = new Map(roundsOf(verdict.against).map(({ block, value }) => [block, value]));
  return roundsOf(verdict.contender).flatMap(({ block, value }) => {
    const other = against.get(block) ?? null;
    return value === null || other === null ? [] : [value / other];
  });
}

/** An axis on which these verdicts, all their blocks, 1 and the margin have room. Charts side by side share one. */
export function ratioSpan(conclusion: Conclusion, verdicts: readonly Verdict[]): Span {
  const values = verdicts.flatMap((verdict) => [
    1 + verdict.margin,
    1 / (1 + verdict.margin),
    ...[verdict.ratio, verdict.low, verdict.high].flatMap((value) => value ?? []),
    ...(verdict.ratio === null ? [] : blockRatios(conclusion, verdict)),
  ]);
  return paddedLogSpan(values);
}

export interface ForestPlot {
  readonly id: string;
  readonly title: string;
  readonly conclusion: Conclusion;
  /** All of one metric, in the order of their rows. */
  readonly verdicts: readonly Verdict[];
  readonly span: Span;
  readonly lookOf: (entry: string) => Look;
}

function row(plot: ForestPlot, verdict: Verdict, place: number, scale: Scale): readonly Markup[] {
  const look = plot.lookOf(verdict.contender);
  const top = TOP + place * ROW;
  const [words, middle, dots] = [top + 15, top + 28, top + 40];
  const ratio = ratioText(verdict) ?? 'no ratio';
  const name = [
    mark(look, LEFT, words - 4, 4.6),
    label('name', LEFT + 12, words, cut(plainText(verdict.contender), 22)),
    label('value', RIGHT, words, `${ratio} ${MARKS[verdict.verdict]} ${verdict.verdict}`, 'end'),
  ];
  if (verdict.ratio === null || verdict.low === null || verdict.high === null) return name;
  const open = verdict.verdict === 'undecided' ? ' open' : '';
  const [low, high] = [scale(verdict.low), scale(verdict.high)];
  return [
    ...name,
    ...blockRatios(plot.conclusion, verdict).map((value) =>
      mark({ ...look, shape: 'circle' }, scale(value), dots, 2.2, true),
    ),
    line(`interval ${classOf(look)}${open}`, low, middle, high, middle),
    line(`end ${classOf(look)}`, low, middle - 5, low, middle + 5),
    line(`end ${classOf(look)}`, high, middle - 5, high, middle + 5),
    mark(look, scale(verdict.ratio), middle, 5),
  ];
}

/** What a row is compared with: 1, and the zone of differences too small to matter. It ends below the row's text. */
function reference(place: number, one: number, left: number, right: number): readonly Markup[] {
  const [from, to] = [TOP + place * ROW + 20, TOP + place * ROW + 46];
  return [
    markup`<rect class="zone" x="${at(left)}" y="${from}" width="${at(right - left)}" height="${to - from}"/>`,
    line('one', one, from, one, to),
  ];
}

function description(plot: ForestPlot): string {
  const parts = plot.verdicts.map((verdict) => {
    const ratio = ratioText(verdict) ?? 'no ratio';
    return `${plainText(verdict.contender)} ${ratio}, ${verdict.verdict}`;
  });
  return `Ratios to the baseline on a logarithmic axis. ${parts.join('; ')}.`;
}

/** Ratios with their intervals, the rounds beneath, the zone of differences that do not matter shaded. */
export function forestPlot(plot: ForestPlot): Markup {
  const bottom = TOP + plot.verdicts.length * ROW;
  const scale = logScale(plot.span, [LEFT, RIGHT]);
  const [first] = plot.verdicts;
  const margin = 1 + (first?.margin ?? 0);
  const [zoneLeft, zoneRight] = [scale(1 / margin), scale(margin)];
  const against = plainText(first?.against ?? 'the baseline');
  const marks = [
    ...axisBelow(logTicks(plot.span, 9), scale, [TOP, bottom], (tick) => (tick === 1 ? '1×' : tickText(tick))),
    ...plot.verdicts.flatMap((_verdict, place) => reference(place, scale(1), zoneLeft, zoneRight)),
    ...plot.verdicts.flatMap((verdict, place) => row(plot, verdict, place, scale)),
    label('direction', LEFT, bottom + 34, '← less CPU'),
    label('direction', RIGHT, bottom + 34, `more CPU than ${cut(against, 24)} →`, 'end'),
  ];
  return drawn({ id: plot.id, height: bottom + 42, title: plot.title, description: description(plot), marks });
}
