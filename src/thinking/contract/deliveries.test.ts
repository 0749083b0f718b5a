import { expect, test } from 'vitest';
import { wrongDeliveries, type Delivery, type ExpectedDelivery } from './deliveries.ts';

const EXPECTED: ExpectedDelivery = {
  json: { room: 'r${room}', seq: 1, text: '${stamp} has been seen' },
  counting: 'seq',
};
const MEMBERS = 3;

function stamp(k: number): string {
  return `bk1:${k.toString(16).padStart(16, '0')}:00c0ffee`;
}

function delivery(member: number, seq: number, changes: object = {}): Delivery {
  const room = `r${Math.floor(member / MEMBERS)}`;
  return { member, text: JSON.stringify({ room, seq, text: `${stamp(seq)} has been seen`, ...changes }) };
}

function wrong(...kept: readonly Delivery[]) {
  const found = wrongDeliveries(kept, EXPECTED, MEMBERS);
  return found === null ? null : [found.wrong, found.example[0]?.where, found.example[0]?.got];
}

test('messages that are whole and rise in number are right, with gaps where a member spoke itself', () => {
  expect(wrong(delivery(0, 1), delivery(0, 3), delivery(1, 2), delivery(1, 3), delivery(4, 1))).toBeNull();
});

test.each([
  ['a text cut behind its mark', delivery(0, 2, { text: stamp(2) }), [1, 'json.text', `"${stamp(2)}"`]],
  ['a text without a mark', delivery(0, 2, { text: 'lost has been seen' }), [1, 'json.text', '"lost has been seen"']],
  ['another room', delivery(0, 2, { room: 'r1' }), [1, 'json.room', '"r1"']],
  ['a key nobody asked for', delivery(0, 2, { at: 5 }), [1, 'json.at', '5']],
  ['a number that is a text', delivery(0, 2, { seq: '2' }), [1, 'json.seq', '"2"']],
  ['what is no JSON', { member: 0, text: 'oops' }, [1, 'body', 'oops']],
])('%s is wrong', (_what, broken, found) => {
  expect(wrong(delivery(0, 1), broken)).toEqual(found);
});

test('a number that does not rise is wrong: two in each other’s place, and one for all', () => {
  expect(wrong(delivery(0, 1), delivery(0, 3), delivery(0, 2), delivery(0, 4))).toEqual([1, 'member 0: json.seq', '2']);
  const always = (k: number) => delivery(0, k, { seq: 1 });
  expect(wrong(always(1), always(2), always(3))).toEqual([2, 'member 0: json.seq', '1']);
});

test('under one number all members of a room must have the same message, and other rooms may have another', () => {
  const other = { text: `${stamp(9)} has been seen` };
  expect(wrong(delivery(0, 1), delivery(1, 1, other))).toEqual([1, 'member 1: json.seq', '1 for two']);
  expect(wrong(delivery(0, 1), delivery(3, 1, other))).toBeNull();
});

test('without counting a number is compared as it stands', () => {
  const plain = { json: { text: '${stamp}' }, counting: null };
  const kept = [
    { member: 0, text: `{"text":"${stamp(1)}"}` },
    { member: 0, text: `{"text":"${stamp(1)}"}` },
  ];
  expect(wrongDeliveries(kept, plain, 2)).toBeNull();
});
