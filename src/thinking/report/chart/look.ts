import type { EntryRow } from '../figures.ts';
import type { ReportedContender } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { at } from './scale.ts';

const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'flag'] as const;
type Shape = (typeof SHAPES)[number];

/** How an entry is drawn in every chart: hue by language, shade and dash by place within it, shape by place in the line-up. */
export interface Look {
  readonly id: string;
  /** Class of the hue: `lang-node`. */
  readonly hue: string;
  readonly shade: 1 | 2 | 3;
  /** Empty for a whole line. */
  readonly dash: string;
  readonly shape: Shape;
  readonly hollow: boolean;
}

const HUES: ReadonlySet<string> = new Set(['node', 'go', 'rust']);
const DASHES = ['', '7 3', '2 3', '9 3 2 3'] as const;

/** The looks of all entries of a run; the placebo has its baseline's hue, a hollow mark and dots. */
export function looksOf(contenders: readonly ReportedContender[]): (row: Pick<EntryRow, 'id' | 'contender'>) => Look {
  const seen = new Map<string, number>();
  const looks = new Map<string, Look>();
  contenders.forEach(({ id, language }, place) => {
    const hue = HUES.has(language) ? `lang-${language}` : 'lang-other';
    const before = seen.get(hue) ?? 0;
    seen.set(hue, before + 1);
    const shade = before === 0 ? 1 : before === 1 ? 2 : 3;
    const dash = DASHES[before % DASHES.length] ?? '';
    looks.set(id, { id, hue, shade, dash, shape: SHAPES[place % SHAPES.length] ?? 'circle', hollow: false });
  });
  const unknown = { hue: 'lang-other', shade: 1, dash: '', shape: 'circle', hollow: true } as const;
  return ({ id, contender }) => {
    const look = looks.get(contender) ?? { id, ...unknown };
    return id === contender ? look : { ...look, id, dash: '1 4', hollow: true };
  };
}

/** Classes that give a mark or line its colour. */
export function classOf(look: Look): string {
  return `${look.hue} shade-${look.shade}`;
}

function outline(shape: Shape, size: number): string {
  const [s, wide] = [size, at(size * 1.15)];
  switch (shape) {
    case 'circle':
      return `M${-s} 0a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0z`;
    case 'square':
      return `M${-s} ${-s}h${2 * s}v${2 * s}h${-2 * s}z`;
    case 'triangle':
      return `M0 ${-wide}L${wide} ${s}H${-wide}z`;
    case 'diamond':
      return `M0 ${-wide}L${wide} 0L0 ${wide}L${-wide} 0z`;
    case 'cross':
      return `M${-s} ${-s}L${s} ${s}M${-s} ${s}L${s} ${-s}`;
    case 'flag':
      return `M${-s} ${-wide}L${wide} 0L${-s} ${wide}z`;
  }
}

/** An entry's mark at a place; `faint` for single rounds beneath an estimate. */
export function mark(look: Look, x: number, y: number, size: number, faint = false): Markup {
  const fill = look.hollow || look.shape === 'cross' ? 'hollow' : 'filled';
  const classes = `mark ${fill} ${classOf(look)}${faint ? ' faint' : ''}`;
  return markup`<path class="${classes}" transform="translate(${at(x)} ${at(y)})" d="${outline(look.shape, size)}"/>`;
}

/** The mark alone, to stand before a name in running text. */
export function inlineMark(look: Look): Markup {
  return markup`<svg class="key" viewBox="-7 -7 14 14" width="12" height="12" aria-hidden="true">${mark(look, 0, 0, 4.6)}</svg>`;
}
