import { expect, test } from 'vitest';

import { eventsOf } from './event-stream.ts';

test('an event ends with an empty line, whatever ends the lines', () => {
  expect(eventsOf('data: 1\n\ndata: 2\r\n\r\ndata: 3\r\r')).toEqual([{ data: 1 }, { data: 2 }, { data: 3 }]);
});

test('what is not ended, comments, and events without data are none', () => {
  expect(eventsOf(': hello\n\nid: 7\n\nevent: x\n\ndatum: 1\n\ndata: 1\n')).toEqual([]);
  expect(eventsOf('')).toEqual([]);
});

test('id and event are told where the stream names them, and belong to their own event only', () => {
  expect(eventsOf('id: 5\nevent: price\ndata: {"a":1}\n\ndata:2\n\n')).toEqual([
    { id: '5', event: 'price', data: { a: 1 } },
    { data: 2 },
  ]);
});

test('several lines of data are one value; what is no JSON is its text', () => {
  expect(eventsOf('data: [1,\ndata: 2]\n\ndata: not json\n\ndata\n\n')).toEqual([
    { data: [1, 2] },
    { data: 'not json' },
    { data: '' },
  ]);
});
