import { expect, test } from 'vitest';

import { LineSplitter } from './line-splitter.ts';

test('lines come out whole, however they were cut, also within a character', () => {
  const text = Buffer.from('{"a":"é"}\n\n{"b":2}\nlast');
  for (const size of [1, 2, 3, 100]) {
    const lines: string[] = [];
    const splitter = new LineSplitter(
      (line) => lines.push(line),
      () => expect.unreachable(),
    );
    for (let from = 0; from < text.length; from += size) splitter.take(text.subarray(from, from + size));
    expect(lines).toEqual(['{"a":"é"}', '', '{"b":2}']);
    splitter.end();
    expect(lines.at(-1)).toBe('last');
  }
});

test('a line of more than 16 MiB is dropped and told of, and the next one comes through', () => {
  const lines: string[] = [];
  const dropped: number[] = [];
  const splitter = new LineSplitter(
    (line) => lines.push(line),
    (bytes) => dropped.push(bytes),
  );
  const mebibyte = Buffer.alloc(1024 * 1024, 'x');
  for (let index = 0; index < 17; index += 1) splitter.take(mebibyte);
  splitter.take(Buffer.from('\nfine\n'));
  expect(dropped).toEqual([17 * 1024 * 1024]);
  expect(lines).toEqual(['fine']);
});
