import { expect, test } from 'vitest';
import { madeInput } from './made-input.ts';
import { cappedText, floorLine, floorText, rateRefusalText } from './words-of-generator.ts';

const INPUT = madeInput();
const [JSON_SCENARIO] = INPUT.conclusion.scenarios;

test('a refused rate is told with the rate asked, the ceiling, the rule and what to do', () => {
  const told = rateRefusalText({ askedPerS: 90_000, ceilingPerS: 71_300, connections: 64 });
  expect(told.reason).toMatch(
    /^It asks for 90,000\/s, but at most 42,780\/s are offered here: 60 % of the generator ceiling of 71,300\/s, .* over 64 connections\./u,
  );
  expect(told.remedy).toMatch(/fewer requests per second .*more or faster cores \(cores:\)/u);
});

test('a capped share is told with its reason, and a share that is not capped not at all', () => {
  expect(cappedText(46_000, 71_300)).toBe(
    '; the share of the slowest would be 46,000/s, but no more is offered than 60 % of the generator ceiling of 71,300/s',
  );
  expect(cappedText(null, 71_300)).toBe('');
});

test('the floor is told with its rate and set-up, and as unknown where it was not measured', () => {
  if (JSON_SCENARIO === undefined) throw new Error('the made run has no scenario');
  expect(floorText(INPUT, JSON_SCENARIO)).toBe(
    "Floor of this machine and generator at 2,400/s: p50 0.09 ms, p99 0.21 ms (null server, same cores, 64 connections); differences near it are not the contender's.",
  );
  expect(floorText({ ...INPUT, calibrations: {} }, JSON_SCENARIO)).toMatch(
    /: unknown, it was not measured in this run\.$/u,
  );
});

test('nothing is said of a floor where nothing was due', () => {
  if (JSON_SCENARIO === undefined) throw new Error('the made run has no scenario');
  const entries = JSON_SCENARIO.entries.map((entry) => ({ ...entry, offeredPerS: null }));
  expect(floorText(INPUT, { ...JSON_SCENARIO, entries })).toBeNull();
});

test('a generator that cannot offer the common rate by itself is named', () => {
  const floor = { ratePerS: 9000, p50Ms: 0.1, p99Ms: null, sendLagP99Us: 900, cpuUsPerRequest: 9 };
  expect(floorLine({ ...floor, verdict: 'valid' })).toBe('floor p50 0.1 ms, p99 – at 9,000/s, against the null server');
  expect(floorLine({ ...floor, verdict: 'generator-limited' })).toMatch(
    /calls itself generator-limited at that rate$/u,
  );
});
