import { expect, test } from 'vitest';

import { readDefinition } from '../definition/reader.ts';
import { DEFAULT_LOAD, loadSchema } from './parse.ts';

function read(text: string): unknown {
  const result = readDefinition({ file: 'scenario.yaml', text }, loadSchema);
  return result.ok ? result.value.value : result.problems;
}

test('a load that says nothing is the default one', () => {
  expect(read('{}')).toEqual(DEFAULT_LOAD);
  expect(DEFAULT_LOAD).toEqual({
    arrivals: { kind: 'poisson', rate: { kind: 'share-of-slowest', share: 0.5 } },
    connections: 64,
    inFlight: null,
    surge: null,
  });
});

test('a load may fix its rate, its arrivals and its connections', () => {
  expect(read('{ arrivals: constant, rate: 2000/s, connections: 8 }')).toEqual({
    arrivals: { kind: 'constant', rate: { kind: 'absolute', perSecond: 2000 } },
    connections: 8,
    inFlight: null,
    surge: null,
  });
  expect(read('{ rate: 30 % of the slowest }')).toMatchObject({
    arrivals: { rate: { kind: 'share-of-slowest', share: 0.3 } },
  });
});

test('a closed loop has no rate', () => {
  expect(read('arrivals: closed')).toEqual({
    arrivals: { kind: 'closed' },
    connections: 64,
    inFlight: null,
    surge: null,
  });
  expect(read('{ arrivals: closed, rate: 2000/s }')).toEqual([
    {
      file: 'scenario.yaml',
      line: 1,
      column: 27,
      given: '2000/s',
      key: 'rate',
      expected: 'no rate in a closed loop, where the answers set the pace',
      hint: 'take the rate away, or write arrivals: poisson',
    },
  ]);
});

test('a rate without its unit, unknown arrivals and no connections are located', () => {
  const expected = 'a rate such as 2000/s, or a share such as 50 % of the slowest';
  expect(read('arrivals: poison\nrate: 2000\nconnections: 0\n')).toEqual([
    {
      file: 'scenario.yaml',
      line: 1,
      column: 11,
      given: 'poison',
      key: 'arrivals',
      expected: 'one of poisson, constant, closed',
      hint: 'did you mean poisson?',
    },
    { file: 'scenario.yaml', line: 2, column: 7, given: '2000', key: 'rate', expected, hint: null },
    {
      file: 'scenario.yaml',
      line: 3,
      column: 14,
      given: '0',
      key: 'connections',
      expected: 'a number of at least 1',
      hint: null,
    },
  ]);
});

test('requests in flight may be fewer than the connections, and never more', () => {
  expect(read('{ connections: 1000, in_flight: 200 }')).toMatchObject({ connections: 1000, inFlight: 200 });
  expect(read('{ connections: 8, in_flight: 9 }')).toMatchObject([
    { key: 'in_flight', expected: 'at most one request a connection: 8' },
  ]);
});

test('a surge has a share, a length and a recovery, and defaults for what it does not say', () => {
  expect(read('surge: {}')).toMatchObject({ surge: { share: 1.5, forS: 3, recoveryS: 6 } });
  expect(read('surge: { share: 200 %, for: 2 s, recovery: 10 s }')).toMatchObject({
    surge: { share: 2, forS: 2, recoveryS: 10 },
  });
  expect(read('{}')).toMatchObject({ surge: null });
});

test('what is no surge is located, with its rule', () => {
  expect(read('surge:\n  share: 100 %\n  for: 2.5 s\n  recovery: 61 s\n  shaer: 1\n')).toMatchObject([
    { line: 2, column: 10, key: 'surge.share', expected: 'a share such as 150 %, above 100 % and of at most 1,000 %' },
    { line: 3, column: 8, key: 'surge.for', expected: 'whole seconds such as 3 s, from 1 s to 60 s' },
    { line: 4, column: 13, key: 'surge.recovery', given: '61 s' },
    { line: 5, column: 3, key: 'surge.shaer', hint: 'did you mean share?' },
  ]);
  expect(read('{ arrivals: closed, surge: {} }')).toMatchObject([
    {
      line: 1,
      column: 28,
      key: 'surge',
      expected: 'no surge in a closed loop, which never offers more than is answered',
    },
  ]);
});
