import { expect, test } from 'vitest';
import type { Delivery } from '../../thinking/contract/deliveries.ts';
import { madeBooks } from '../../thinking/measurement/made-rounds.ts';
import type { Demand } from '../generator/generator.ts';
import { spoiltRoom } from './rooms.ts';

const ROOMS: Demand = {
  kind: 'rooms',
  rooms: {
    path: '/chat',
    count: 2,
    members: 3,
    message: '${stamp}',
    delivered: { json: { seq: 1, text: '${stamp}' }, counting: 'seq' },
  },
};
const PHASE = { books: madeBooks(42_000) };

function delivery(seq: number): Delivery {
  return { member: 1, text: JSON.stringify({ seq, text: `bk1:${String(seq).padStart(16, '0')}:00c0ffee` }) };
}

test('one delivery in thousands that is lost, doubled, astray or out of its order is one too many', () => {
  expect(spoiltRoom(ROOMS, PHASE, {}, [delivery(1), delivery(2)])).toBeNull();
  for (const kind of ['dropped', 'duplicates', 'strangers', 'reordered', 'misnumbered']) {
    expect(spoiltRoom(ROOMS, PHASE, { [kind]: 1 }, [])).toEqual({
      wrong: 1,
      of: 42_000,
      example: [{ where: kind, expected: 'none', got: '1' }],
    });
  }
  // A welcome that the contract may have is no delivery.
  expect(spoiltRoom(ROOMS, PHASE, { unreadable: 1 }, [])).toBeNull();
});

test('a delivery kept whole that is another than it must be is told among those kept', () => {
  expect(spoiltRoom(ROOMS, PHASE, {}, [delivery(1), delivery(3), delivery(2)])).toMatchObject({ wrong: 1, of: 3 });
  const plain: Demand = { ...ROOMS, rooms: { ...ROOMS.rooms, delivered: null } };
  expect(spoiltRoom(plain, PHASE, {}, [delivery(3), delivery(2)])).toBeNull();
});

test('requests have answers and no deliveries', () => {
  expect(spoiltRoom({ kind: 'requests', operations: [], inFlight: null }, PHASE, { strangers: 1 }, [])).toBeNull();
});
