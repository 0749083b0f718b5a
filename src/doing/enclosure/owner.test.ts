import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { isOrphaned, ownerMark } from './owner.ts';

test('a name with the mark of a living process is not orphaned', () => {
  expect(isOrphaned(`bakeoff-r-1-tree.${ownerMark()}`)).toBe(false);
  expect(isOrphaned(`bakeoff-r-1-tree.${ownerMark()}.1a2b`)).toBe(false);
});

test('a name with the mark of a process that has ended is orphaned', () => {
  const ended = spawnSync('/bin/true').pid;
  const [, start = '', namespace = ''] = ownerMark().split('.');
  expect(isOrphaned(`bakeoff-r-1-tree.p${ended.toString(36)}.${start}.${namespace}`)).toBe(true);
});

test('a later process of the same pid does not save the name', () => {
  const [pid = '', , namespace = ''] = ownerMark().split('.');
  expect(isOrphaned(`bakeoff-r-1-tree.${pid}.1.${namespace}.x`)).toBe(true);
});

test('the mark of another PID namespace, and a name without a mark, are left alone', () => {
  const [pid = ''] = ownerMark().split('.');
  expect(isOrphaned(`bakeoff-r-1-tree.${pid}.1.zzz`)).toBe(false);
  expect(isOrphaned('bakeoff-results')).toBe(false);
  expect(isOrphaned('somebody-elses')).toBe(false);
});
