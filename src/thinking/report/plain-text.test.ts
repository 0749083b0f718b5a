import { expect, test } from 'vitest';

import { plainText } from './plain-text.ts';

test('escape sequences and control characters are taken out of a stranger’s text', () => {
  expect(plainText('\u001B[31mred\u001B[0m')).toBe('red');
  expect(plainText('\u001B]8;;http://x\u0007link\u001B]8;;\u0007')).toBe('link');
  expect(plainText('\u001B]0;title\u001B\\name')).toBe('name');
  expect(plainText('\u009B2Jgone')).toBe('gone');
  expect(plainText('one\r\ntwo\tthree\u0000')).toBe('one two three');
  expect(plainText('\u001Bcreset')).toBe('reset');
});

test('marks that turn the direction of writing are taken out, letters of any script stay', () => {
  expect(plainText('abc\u202Efdp.exe')).toBe('abc fdp.exe');
  expect(plainText('größe 数 µs ×')).toBe('größe 数 µs ×');
});

test('an escape sequence that is cut short takes nothing after it along', () => {
  expect(plainText('a\u001B')).toBe('a');
  expect(plainText('a\u001B[')).not.toContain('\u001B');
});
