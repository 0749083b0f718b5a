import { expect, test } from 'vitest';
import { collectedOf } from './collector.ts';

test('collections are counted by kind, pauses added up, and the heap is what the last whole one left', () => {
  const collections = [
    { kind: 'whole', pausesMs: [1, 0.5], afterMB: 90 },
    { kind: 'young', pausesMs: [4], afterMB: 120 },
    { kind: 'whole', pausesMs: [2, 0.25], afterMB: 100 },
    { kind: 'young', pausesMs: [1], afterMB: 130 },
  ] as const;
  expect(collectedOf(collections, 2.5)).toEqual({
    forS: 2.5,
    young: 2,
    whole: 2,
    pausedMs: 8.75,
    longestMs: 4,
    liveMB: 100,
  });
});

test('without a collection there is no longest pause and nothing known of the heap', () => {
  expect(collectedOf([], 1)).toEqual({ forS: 1, young: 0, whole: 0, pausedMs: 0, longestMs: null, liveMB: null });
});
