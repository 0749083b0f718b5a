// Makes the scenario's data: batches of names and the answers they must get, one JSON value a line, from a fixed seed.
//   node make-names.ts names-100.ndjson > names-100.ndjson
// The files are committed, so that a run needs no generator; the sibling test keeps files and generator together.

import { stream } from '../../src/thinking/scenario/random.ts';
import { referenceAnswer } from './reference-answer.ts';
import type { Batch } from './reference-answer.ts';

type Recipe = {
  readonly seed: number;
  readonly batches: number;
  readonly names: number;
};

/** The data files by name. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map([
  ['names-100.ndjson', { seed: 1, batches: 256, names: 100 }],
  ['names-2.ndjson', { seed: 2, batches: 8, names: 2 }],
  ['names-200.ndjson', { seed: 3, batches: 1, names: 200 }],
]);

const FIRST = ['anneliese', 'bartholomew', 'christopher', 'dominique', 'elizabeth', 'francesca', 'guillermo', 'henrietta'];
const MIDDLE = ['van der', 'de la', 'o', 'mac', 'von', 'st', 'al', 'ter'];
const LAST = ['abercrombie', 'brandstetter', 'castellanos', 'dombrowski', 'eisenhauer', 'featherstone', 'grunewald', 'hollingsworth'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789 ';

/** Uniform whole numbers in [low, high], both included. */
type Draw = (low: number, high: number) => number;

function drawFrom(seed: number): Draw {
  const from = stream(seed, 'names');
  return (low, high) => low + from.below(high - low + 1);
}

function pick(draw: Draw, from: readonly string[]): string {
  return from[draw(0, from.length - 1)] ?? '';
}

function freshName(draw: Draw): string {
  return `${pick(draw, FIRST)} ${pick(draw, MIDDLE)} ${pick(draw, LAST)} ${draw(1950, 2009)}`;
}

/** The name with one to three letters replaced, left out or put in: what a hurried clerk types. */
function mistyped(draw: Draw, name: string): string {
  let text = name;
  for (let slip = draw(1, 3); slip > 0; slip -= 1) {
    const at = draw(0, text.length - 1);
    const letter = LETTERS[draw(0, LETTERS.length - 1)] ?? '';
    const kind = draw(0, 2);
    text = text.slice(0, at) + (kind === 1 ? '' : letter) + text.slice(kind === 2 ? at : at + 1);
  }
  return text;
}

/** One name in five is another one, mistyped or as it was. */
function drawBatch(draw: Draw, count: number): Batch {
  const names: string[] = [];
  while (names.length < count) {
    const earlier = names[draw(0, Math.max(0, names.length - 1))];
    names.push(earlier !== undefined && draw(1, 5) === 1 ? mistyped(draw, earlier) : freshName(draw));
  }
  return { names, limit: draw(2, 4) };
}

/** The batches of a recipe. */
export function batchesOf({ seed, batches, names }: Recipe): readonly Batch[] {
  const draw = drawFrom(seed);
  return Array.from({ length: batches }, () => drawBatch(draw, names));
}

/** The text of a data file. Throws on a name that has no recipe. */
export function namesFile(name: string): string {
  const recipe = RECIPES.get(name);
  if (recipe === undefined) throw new Error(`no such file: ${name}; there are ${[...RECIPES.keys()].join(', ')}`);
  const lines = batchesOf(recipe).map((request) => JSON.stringify({ request, answer: referenceAnswer(request) }));
  return `${lines.join('\n')}\n`;
}

if (import.meta.main) process.stdout.write(namesFile(process.argv[2] ?? ''));
