import { expect, test } from 'vitest';

import { LastLines } from './last-lines.ts';

function linesOf(...chunks: readonly (string | Buffer)[]): readonly string[] {
  const last = new LastLines();
  for (const chunk of chunks) last.take('stdout', Buffer.from(chunk));
  return last.read();
}

const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');

test('few lines are kept as they are, an unfinished one included', () => {
  expect(linesOf('one\n\nthree\nunfini', 'shed')).toEqual(['one', '', 'three', 'unfinished']);
});

test('of many lines the last forty are kept, however they were cut into chunks', () => {
  const text = numbered(1000);
  const expected = text.trimEnd().split('\n').slice(-40);
  for (const size of [1, 7, 333, 5000, text.length]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    );
    expect(linesOf(...chunks)).toEqual(expected);
  }
});

test('all bytes are counted, also those that are not kept', () => {
  const last = new LastLines();
  last.take('stdout', Buffer.from(numbered(1000)));
  last.take('stderr', Buffer.from('é'));
  expect(last.bytes).toBe(numbered(1000).length + 2);
});

test('a line without end costs no memory and is cut after 500 characters', () => {
  const last = new LastLines();
  for (let index = 0; index < 1000; index += 1) last.take('stdout', Buffer.alloc(65_536, 'x'));
  expect(last.read()).toEqual(['x'.repeat(500)]);
  last.take('stdout', Buffer.from('\nnext\n'));
  expect(last.read()).toEqual(['x'.repeat(500), 'next']);
});

test('escape sequences and control characters are removed', () => {
  expect(linesOf('\u001b[31mred\u001b[0m \u001b]0;title\u0007bell\u0007 \u202etxt\r\n\ttab\n')).toEqual([
    'red bell txt',
    '\ttab',
  ]);
});

test('two streams do not cut into each other', () => {
  const last = new LastLines();
  last.take('stdout', Buffer.from('hello '));
  last.take('stderr', Buffer.from('oops\n'));
  last.take('stdout', Buffer.from('world\n'));
  expect(last.read()).toEqual(['oops', 'hello world']);
});

test('bytes that are no text do no harm', () => {
  expect(linesOf(Buffer.from([0xff, 0xfe, 0x41, 0x0a]))).toEqual(['\ufffd\ufffdA']);
});
