import { expect, test } from 'vitest';

import { parseOwnGroups } from './cgroup.ts';

test('on a hybrid machine every controller and the v2 hierarchy are found where we stand in them', () => {
  const mountinfo = [
    '23 1 0:2 / /proc rw - proc proc rw',
    '30 24 0:26 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct',
    '31 24 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
    '32 24 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
  ].join('\n');
  const own = parseOwnGroups(mountinfo, '4:memory:/a/b\n2:cpu,cpuacct:/\n1:name=systemd:/\n0::/x\n');
  expect(own.v2).toBe('/sys/fs/cgroup/unified/x');
  expect(own.v1.get('memory')).toBe('/sys/fs/cgroup/memory/a/b');
  expect(own.v1.get('cpuacct')).toBe('/sys/fs/cgroup/cpu,cpuacct');
});

test('in a container, where a mount shows only the part below its root, the path counts from there', () => {
  const mountinfo = '31 24 0:27 /docker/1234 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory';
  expect(parseOwnGroups(mountinfo, '4:memory:/docker/1234').v1.get('memory')).toBe('/sys/fs/cgroup/memory');
  expect(parseOwnGroups(mountinfo, '4:memory:/docker/1234/us').v1.get('memory')).toBe('/sys/fs/cgroup/memory/us');
});

test('a group outside what the mount shows is not ours to use', () => {
  const mountinfo = '31 24 0:27 /docker/1234 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory';
  expect(parseOwnGroups(mountinfo, '4:memory:/elsewhere').v1.size).toBe(0);
});

test('a machine without groups has none', () => {
  expect(parseOwnGroups('23 1 0:2 / /proc rw - proc proc rw', '')).toEqual({ v2: null, v1: new Map() });
});
