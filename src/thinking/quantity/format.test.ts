import { expect, test } from 'vitest';

import { formatLevel } from './format.ts';

test('a level below certainty is never written as 100 %', () => {
  expect([0.95, 0.975, 0.999, 0.9998, 0.99995, 1].map(formatLevel)).toEqual([
    '95 %',
    '97.5 %',
    '99.9 %',
    '99.98 %',
    '99.995 %',
    '100 %',
  ]);
});
