import { expect, test } from 'vitest';

import type { Json } from '../contract/contract.ts';
import { shortestJsonBytes } from './shortest.ts';

test.each<[Json, string]>([
  [{ message: 'Hello, World!' }, '{"message":"Hello, World!"}'],
  [[], '[]'],
  [{}, '{}'],
  [[true, false, null], '[true,false,null]'],
  ['Zoé 山 🔥', '"Zoé 山 🔥"'],
  ['a"b\\c\nd\u0001', String.raw`"a\"b\\c\nd\u0001"`],
  [12_345, '12345'],
  [100_000, '1e5'],
  [-0.000_12, '-12e-5'],
  [1e21, '1e21'],
  [1.5e-9, '15e-10'],
  [0, '0'],
  [{ a: [1, { b: 'x' }], c: 'y' }, '{"a":[1,{"b":"x"}],"c":"y"}'],
])('%j takes at least the bytes of %s', (value, shortest) => {
  // The form on the right is one that a server may well write: it must read back as the value, and be allowed.
  expect(JSON.parse(shortest)).toEqual(value);
  expect(shortestJsonBytes(value)).toBe(Buffer.byteLength(shortest));
});

test('no number is claimed to need more than any of its usual forms', () => {
  for (const value of [7, 10, 1200, 123_456_789_012, 0.5, 0.001, 1e-7, 1e300, -42, 0.1 + 0.2, 1e15]) {
    const forms = [String(value), value.toExponential(), value.toExponential().replace('+', '')];
    for (const form of forms) {
      expect(Number(form)).toBe(value);
      expect(shortestJsonBytes(value)).toBeLessThanOrEqual(form.length);
    }
  }
});
