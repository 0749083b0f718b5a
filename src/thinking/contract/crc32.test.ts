import { expect, test } from 'vitest';

import { crc32 } from './crc32.ts';

const crcOf = (text: string): number => crc32(new TextEncoder().encode(text));

test('the check value of CRC-32 comes out', () => {
  expect(crcOf('123456789')).toBe(0xcbf43926);
});

test('nothing has the checksum 0, and one changed bit changes it', () => {
  expect(crcOf('')).toBe(0);
  expect(crcOf('Zoé')).not.toBe(crcOf('Zoë'));
});
