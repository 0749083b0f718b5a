import { formatNumber } from '../../quantity/format.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { at } from './scale.ts';
import type { Scale } from './scale.ts';

/** Units across; at 360 px a unit is a little less than a pixel, so letters of 12 units stay legible. */
export const WIDTH = 400;

export interface Drawing {
  /** Unique in the page: labels refer to it. */
  readonly id: string;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, in words, for those who do not see it. */
  readonly description: string;
  readonly marks: readonly Markup[];
}

/** A drawing as SVG with its title and description. */
export function drawn({ id, height, title, description, marks }: Drawing): Markup {
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${at(height)}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${marks}</svg>`;
}

export function line(kind: string, x1: number, y1: number, x2: number, y2: number): Markup {
  return markup`<line class="${kind}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
}

export function label(
  kind: string,
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Markup {
  return markup`<text class="${kind}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${text}</text>`;
}

/** A number as it stands at a tick: as short as it can be. */
export function tickText(value: number): string {
  return formatNumber(Number(value.toPrecision(3)));
}

/** Ticks beneath a drawing, with hair lines upwards. Those too near to the one before stay without a number. */
export function axisBelow(
  ticks: readonly number[],
  scale: Scale,
  [top, bottom]: readonly [number, number],
  text: (tick: number) => string = tickText,
): readonly Markup[] {
  let free = Number.NEGATIVE_INFINITY;
  return ticks.flatMap((tick) => {
    const x = scale(tick);
    const words = text(tick);
    const half = words.length * 3.4;
    const fits = x - half > free;
    if (fits) free = x + half + 4;
    const hair = line('grid', x, top, x, bottom);
    return fits ? [hair, label('tick', x, bottom + 16, words, 'middle')] : [hair];
  });
}

/** Ticks at the left, with hair lines to the right. */
export function axisLeft(
  ticks: readonly number[],
  scale: Scale,
  [left, right]: readonly [number, number],
): readonly Markup[] {
  return ticks.flatMap((tick) => {
    const y = scale(tick);
    return [line('grid', left, y, right, y), label('tick', left - 6, y + 4, tickText(tick), 'end')];
  });
}

/**
 * A name cut to the room there is; the table beside the chart has it whole. Of a variant its own part stays: the first
 * part alone would read as the contender it varies.
 */
export function cut(name: string, most: number): string {
  const text = name.length > most && name.includes('+') ? name.slice(name.indexOf('+')) : name;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
