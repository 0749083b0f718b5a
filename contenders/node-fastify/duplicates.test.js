import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDuplicates } from './duplicates.js';

const distance = (one, other) => findDuplicates({ names: [one, other], limit: 0 }).distanceSum;

test('inserting, deleting and substituting count one each, whichever name comes first', () => {
  const known = [
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['intention', 'execution', 5],
    ['ab', 'ba', 2],
    ['a', ' a ', 2],
    ['x', 'x'.repeat(64), 63],
    ['a'.repeat(64), 'b'.repeat(64), 64],
    ['same', 'same', 0],
  ];
  for (const [one, other, edits] of known) {
    assert.equal(distance(one, other), edits, `${one}, ${other}`);
    assert.equal(distance(other, one), edits, `${other}, ${one}`);
  }
});

test('a long pair leaves nothing behind in the rows for a short one', () => {
  const names = ['z'.repeat(64), 'y'.repeat(64), 'kit', 'sit'];
  assert.deepEqual(findDuplicates({ names, limit: 1 }).pairs, [{ a: 2, b: 3, distance: 1 }]);
});

test('pairs within the limit come by distance, then by their names in order', () => {
  // kitten-sitting 3, kitten-kit 3, kitten-sitten 1, sitting-kit 5, sitting-sitten 2, kit-sitten 4
  assert.deepEqual(findDuplicates({ names: ['kitten', 'sitting', 'kit', 'sitten'], limit: 3 }), {
    compared: 6,
    distanceSum: 18,
    pairs: [
      { a: 0, b: 3, distance: 1 },
      { a: 1, b: 3, distance: 2 },
      { a: 0, b: 1, distance: 3 },
      { a: 0, b: 2, distance: 3 },
    ],
  });
});

test('the largest batch compares every pair once', () => {
  const { compared, distanceSum, pairs } = findDuplicates({ names: Array(200).fill('a'), limit: 0 });
  assert.deepEqual([compared, distanceSum, pairs.length], [19_900, 0, 19_900]);
  assert.deepEqual(pairs.at(-1), { a: 198, b: 199, distance: 0 });
});
