import type { Json } from '../contract/contract.ts';

/** `${pool}` or `${pool.key.key}`. */
export interface Reference {
  readonly kind: 'reference';
  readonly name: string;
  readonly keys: readonly string[];
}

/** A piece of a text template. */
export type Part = { readonly kind: 'literal'; readonly text: string } | Reference;

/** The parts of a text, or the piece of it that begins like a reference and is none. */
export type Template =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly given: string };

/** What a reference must look like, for messages. */
export const REFERENCE_RULE = 'a reference such as ${name} or ${name.key}; a plain ${ is written $${';

const OPENING = /\$\$\{|\$\{[^}]*\}?/g;
const REFERENCE = /^\$\{([A-Za-z_][\w-]*)((?:\.[\w-]+)*)\}$/;

/** Splits a text into what stands as it is and what is drawn. `$${` stands for the two characters of an opening. */
export function template(text: string): Template {
  const parts: Part[] = [];
  let done = 0;
  const literal = (piece: string): void => {
    const last = parts.at(-1);
    if (piece === '') return;
    if (last?.kind === 'literal') parts[parts.length - 1] = { kind: 'literal', text: last.text + piece };
    else parts.push({ kind: 'literal', text: piece });
  };
  for (const match of text.matchAll(OPENING)) {
    literal(text.slice(done, match.index));
    done = match.index + match[0].length;
    if (match[0] === '$${') {
      literal('${');
      continue;
    }
    const [, name, keys] = REFERENCE.exec(match[0]) ?? [];
    if (name === undefined || keys === undefined) return { ok: false, given: match[0] };
    parts.push({ kind: 'reference', name, keys: keys.split('.').slice(1) });
  }
  literal(text.slice(done));
  return { ok: true, parts };
}

function partsOf(text: string): readonly Part[] {
  const split = template(text);
  // Definitions are checked when they are read; a bad template here never passed that door.
  if (!split.ok) throw new Error(`not a reference: ${split.given}`);
  return split.parts;
}

/** The references in a text, in order. Throws on a template that was never checked. */
export function referencesIn(text: string): readonly Reference[] {
  return partsOf(text).filter((part) => part.kind === 'reference');
}

/** The reference that a text consists of, or null where it is anything more or less. */
export function soleReference(text: string): Reference | null {
  const [only, ...rest] = partsOf(text);
  return only?.kind === 'reference' && rest.length === 0 ? only : null;
}

/** A value as it stands inside a longer text: texts as they are, all else as compact JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a reference stands for. */
export type Resolve = (reference: Reference) => Json;

/** The text with each reference replaced by its text, after `encode`. */
export function fillText(text: string, resolve: Resolve, encode: (drawn: string) => string): string {
  return partsOf(text)
    .map((part) => (part.kind === 'literal' ? part.text : encode(asText(resolve(part)))))
    .join('');
}

/** The value with each text filled in; a text that is exactly one reference becomes the value itself. Keys stay. */
export function fillJson(value: Json, resolve: Resolve): Json {
  if (typeof value === 'string') {
    const sole = soleReference(value);
    return sole === null ? fillText(value, resolve, (drawn) => drawn) : resolve(sole);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => fillJson(item, resolve));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillJson(inner, resolve)]));
}

/** Array.isArray that also tells a readonly list from an object. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** All texts in a value with the path to each. */
export function* textsIn(value: Json, path: readonly (string | number)[] = []): Generator<Text> {
  if (typeof value === 'string') yield { text: value, path };
  else if (typeof value !== 'object' || value === null) return;
  else if (isList(value)) for (const [index, item] of value.entries()) yield* textsIn(item, [...path, index]);
  else for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, [...path, key]);
}

/** A text within a value. */
export interface Text {
  readonly text: string;
  readonly path: readonly (string | number)[];
}
