import { setImmediate } from 'node:timers/promises';

const PIECE = 32 * 1024;

/** Rows as lines of JSON, in pieces of about 32 KiB, each made when it is asked for. */
export async function* exportPieces(start, rows) {
  let piece = '';
  for (let id = start; id < start + rows; id += 1) {
    piece += `${JSON.stringify(rowOf(id))}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
    // A reader that keeps up asks for the next piece without ever leaving the microtasks; others want to be served too.
    await setImmediate();
  }
  if (piece !== '') yield piece;
}

function rowOf(id) {
  const tags = [id % 2 === 0 ? 'even' : 'odd'];
  if (id % 3 === 0) tags.push('third');
  return { id, name: `item ${id}`, amount: (id * 104_729) % 1_000_000, tags };
}
