import { expect, test } from 'vitest';

import { isAtLeast } from './toolchains.mjs';

test.each([
  ['1.85.0', '1.85.0', true],
  ['1.100.0', '1.85.0', true],
  ['1.63.0', '1.85.0', false],
  ['1.24', '1.24.0', true],
  ['2.0.0', '1.85.9', true],
  ['1.19.8', '1.24.0', false],
])('%s is at least %s: %s', (version, oldest, expected) => {
  expect(isAtLeast(version, oldest)).toBe(expected);
});
