// Makes the scenario's data: streams and exports with what must be answered for them, one JSON value a line.
//   node make-streams.ts ticks > ticks.ndjson
//   node make-streams.ts exports > exports.ndjson
// The files are committed, so that a run needs no generator; the sibling test keeps files and generator together.
import { crc32 } from 'node:zlib';

/** One event of a stream of prices. */
type Tick = { readonly id: string; readonly data: { readonly seq: number; readonly price: number } };

export type Ticks = { readonly start: number; readonly events: readonly Tick[] };

/** An export, known by the length and checksum of its bytes. */
export type Export = { readonly start: number; readonly rows: number; readonly length: number; readonly crc32: number };

const LAST_START = 999_999_999;
export const EVENTS = 20;
export const ROWS = 500;
const STREAMS = 200;

/** A number times a factor, by a modulus: beyond 2^53, so in whole numbers of any size. */
function remainder(n: number, factor: number, modulus: number): number {
  return Number((BigInt(n) * BigInt(factor)) % BigInt(modulus));
}

export function tickOf(seq: number): Tick {
  return { id: String(seq), data: { seq, price: remainder(seq, 7919, 100_000) / 100 } };
}

/** A row as it stands in an export, with its line end. */
export function rowOf(id: number): string {
  const tags = [id % 2 === 0 ? 'even' : 'odd', ...(id % 3 === 0 ? ['third'] : [])];
  return `${JSON.stringify({ id, name: `item ${id}`, amount: remainder(id, 104_729, 1_000_000), tags })}\n`;
}

export function exportOf(start: number, rows: number): Export {
  let [length, checksum] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const bytes = Buffer.from(rowOf(start + row));
    length += bytes.length;
    checksum = crc32(bytes, checksum);
  }
  return { start, rows, length, crc32: checksum };
}

/** Starts over the whole range, in steps that lead through all remainders. */
function starts(): readonly number[] {
  return Array.from({ length: STREAMS }, (_, index) => (index * 449_951_447) % (LAST_START - 1_000_000));
}

export function ticks(): readonly Ticks[] {
  return starts().map((start) => ({
    start,
    events: Array.from({ length: EVENTS }, (_, index) => tickOf(start + index)),
  }));
}

export function exports(): readonly Export[] {
  return starts().map((start) => exportOf(start, ROWS));
}

export function fileOf(values: readonly object[]): string {
  return `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
}

if (import.meta.main) process.stdout.write(fileOf(process.argv[2] === 'ticks' ? ticks() : exports()));
