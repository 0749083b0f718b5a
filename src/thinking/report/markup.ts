import { plainText } from './plain-text.ts';

/** Text that is markup already. Only `markup` makes it, so that a stranger's text cannot pass for it. */
export interface Markup {
  readonly kind: 'markup';
  readonly text: string;
}

type Piece = string | number | Markup | readonly Markup[] | null;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it may stand between tags and in quoted attributes alike; what is invisible or obeyed is taken out. */
export function escape(text: string): string {
  return plainText(text).replaceAll(/[&<>"']/gu, (letter) => ENTITIES[letter] ?? '');
}

function written(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return keepingEdges(piece);
  return 'kind' in piece ? piece.text : piece.map(({ text }) => text).join('');
}

/** Escaping trims; a space at the edge of a piece of a sentence parts two words. */
function keepingEdges(text: string): string {
  return `${text.startsWith(' ') ? ' ' : ''}${escape(text)}${text.length > 1 && text.endsWith(' ') ? ' ' : ''}`;
}

/** Builds markup: every text put in is escaped, whether or not the author thought of it; markup and null pass. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = parts.map((part, i) => (i === 0 ? part : written(pieces[i - 1] ?? null) + part)).join('');
  return { kind: 'markup', text };
}
