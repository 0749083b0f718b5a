import { expect, test } from 'vitest';

import { fillJson, fillText, soleReference, template, textsIn } from './template.ts';
import type { Reference } from './template.ts';

const resolve = ({ name, keys }: Reference) =>
  name === 'order' ? { id: 7, tags: ['a'] } : `<${[name, ...keys].join('.')}>`;
const same = (text: string): string => text;

test('a text is split into what stands and what is drawn', () => {
  expect(template('Bearer ${token}!')).toEqual({
    ok: true,
    parts: [
      { kind: 'literal', text: 'Bearer ' },
      { kind: 'reference', name: 'token', keys: [] },
      { kind: 'literal', text: '!' },
    ],
  });
  expect(template('${order.lines.0.sku}')).toEqual({
    ok: true,
    parts: [{ kind: 'reference', name: 'order', keys: ['lines', '0', 'sku'] }],
  });
  expect(template('')).toEqual({ ok: true, parts: [] });
});

test('what begins like a reference and is none is given back', () => {
  expect(template('a ${user.} b')).toEqual({ ok: false, given: '${user.}' });
  expect(template('a ${ user } b')).toEqual({ ok: false, given: '${ user }' });
  expect(template('a ${user')).toEqual({ ok: false, given: '${user' });
  expect(template('${}')).toEqual({ ok: false, given: '${}' });
});

test('two dollars before a brace stand for the characters themselves', () => {
  expect(fillText('$${user} costs 5 $', resolve, same)).toBe('${user} costs 5 $');
  expect(soleReference('$${user}')).toBeNull();
});

test('a text that is exactly one reference becomes the value, a longer one its text', () => {
  expect(fillJson({ whole: '${order}', part: 'is ${order}', deep: [1, null, '${user.id}'] }, resolve)).toEqual({
    whole: { id: 7, tags: ['a'] },
    part: 'is {"id":7,"tags":["a"]}',
    deep: [1, null, '<user.id>'],
  });
});

test('each drawn piece is encoded and nothing else is', () => {
  expect(fillText('/a b/${user}', resolve, encodeURIComponent)).toBe('/a b/%3Cuser%3E');
});

test('all texts of a value are found with their paths', () => {
  expect([...textsIn({ a: ['x', { b: 'y' }], c: 3, d: null })]).toEqual([
    { text: 'x', path: ['a', 0] },
    { text: 'y', path: ['a', 1, 'b'] },
  ]);
});
