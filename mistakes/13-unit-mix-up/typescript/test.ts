import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLive } from './subject.ts';

const start = new Date('2026-01-01T10:00:00Z');

test('a session is live when it starts', () => {
  assert.equal(isLive(start, start), true);
});

test('an hour later it is over', () => {
  assert.equal(isLive(start, new Date('2026-01-01T11:00:00Z')), false);
});
