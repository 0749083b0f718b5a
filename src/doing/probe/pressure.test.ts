import { expect, test } from 'vitest';

import { parseSomeTotal, readPressure } from './pressure.ts';

test('the total of the line some is taken, not that of the line full', () => {
  const text = 'some avg10=1.00 avg60=0.50 avg300=0.10 total=2500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n';
  expect(parseSomeTotal(text)).toBe(2.5);
});

test('a text without it is unknown, not zero', () => {
  expect(parseSomeTotal('full avg10=0.00 avg60=0.00 avg300=0.00 total=9')).toBeNull();
});

test('the three resources of this machine are numbers or unknown', () => {
  for (const value of Object.values(readPressure())) expect(value === null || value >= 0).toBe(true);
});
