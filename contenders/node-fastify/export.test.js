import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportPieces } from './export.js';

const textOf = async (start, rows) => (await Array.fromAsync(exportPieces(start, rows))).join('');

test('a row has exactly these bytes', async () => {
  assert.equal(
    await textOf(6, 4),
    '{"id":6,"name":"item 6","amount":628374,"tags":["even","third"]}\n' +
      '{"id":7,"name":"item 7","amount":733103,"tags":["odd"]}\n' +
      '{"id":8,"name":"item 8","amount":837832,"tags":["even"]}\n' +
      '{"id":9,"name":"item 9","amount":942561,"tags":["odd","third"]}\n',
  );
  assert.equal(
    await textOf(999_999_999, 1),
    '{"id":999999999,"name":"item 999999999","amount":895271,"tags":["odd","third"]}\n',
  );
});

test('every row is made once and in order, in pieces of 16 to 64 KiB', async () => {
  const pieces = await Array.fromAsync(exportPieces(100, 5000));
  for (const piece of pieces.slice(0, -1)) assert.ok(piece.length >= 16 * 1024 && piece.length <= 64 * 1024);
  const ids = pieces.join('').trimEnd().split('\n').map((line) => JSON.parse(line).id);
  assert.deepEqual(ids, Array.from({ length: 5000 }, (_, index) => 100 + index));
});

test('between two pieces the event loop turns, however fast they are taken', async () => {
  let turns = 0;
  const turn = () => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const pieces = await Array.fromAsync(exportPieces(0, 20_000));
  clearImmediate(next);
  assert.ok(turns >= pieces.length - 1, `${turns} turns for ${pieces.length} pieces`);
});
