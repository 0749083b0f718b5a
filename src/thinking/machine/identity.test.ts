import { expect, test } from 'vitest';

import { comparable, fingerprintText } from './identity.ts';
import type { Host } from './identity.ts';

const host: Host = {
  cpu: 'Example 9000',
  cores: 8,
  memoryMiB: 32_100,
  kernel: 'Linux 6.1.0',
  os: 'Debian 12',
  hypervisor: null,
  isolation: 'cgroup-v2',
};

test('a machine is comparable with itself after a boot and an upgrade of its programs', () => {
  const later = { ...host, memoryMiB: 32_090, os: 'Debian 13' };
  expect(comparable(host, later)).toEqual({ kind: 'comparable' });
  expect(fingerprintText(later)).toBe(fingerprintText(host));
});

test.each([
  ['cpu', { cpu: 'Example 7000' }, 'Example 7000'],
  ['cores', { cores: 4 }, '4'],
  ['memory', { memoryMiB: 16_000 }, '16 GiB'],
  ['kernel', { kernel: 'Linux 6.2.0' }, 'Linux 6.2.0'],
  ['hypervisor', { hypervisor: 'KVM' }, 'KVM'],
  ['isolation', { isolation: 'process-group' }, 'process-group'],
] as const)('another %s makes another machine, and is named', (what, change, other) => {
  const changed = { ...host, ...change };
  expect(comparable(host, changed)).toMatchObject({ kind: 'different', differences: [{ what, other }] });
  expect(fingerprintText(changed)).not.toBe(fingerprintText(host));
});

test('every difference is named, not the first alone', () => {
  const result = comparable(host, { ...host, cores: 2, kernel: 'Linux 5.0' });
  expect(result).toEqual({
    kind: 'different',
    differences: [
      { what: 'cores', one: '8', other: '2' },
      { what: 'kernel', one: 'Linux 6.1.0', other: 'Linux 5.0' },
    ],
  });
});
