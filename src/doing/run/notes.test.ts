import { expect, test } from 'vitest';
import type { Note } from '../ledger/ledger.ts';
import {
  leftOutNoted,
  lineUpNoted,
  noteOf,
  rateRefusalsNoted,
  secondsNoted,
  serviceFailuresNoted,
  servicesNoted,
  startNoted,
  type Start,
  type LineUpNote,
} from './notes.ts';

const note = (kind: string, scenario: string | null, detail: object | number): Note => ({
  kind,
  scenario,
  detail: typeof detail === 'number' ? detail : noteOf(detail),
});

const START: Start = {
  rates: {
    steadyPerS: 500,
    cappedFromPerS: null,
    busyPerS: 800,
    ownPerS: { node: 1000, go: 3000 },
    mostPerS: 42_000,
    slowest: 'node',
    slowestPerS: 1000,
    warmUpRequests: 500,
    warmUps: {
      node: { kind: 'steady', afterRequests: 400, afterS: 1 },
      go: { kind: 'never-steady', requests: 9000, seconds: 8 },
      rust: { kind: 'unknown' },
    },
  },
  out: ['broken'],
  generator: {
    ceilingPerS: 70_000,
    connections: 64,
    floor: { ratePerS: 500, p50Ms: 0.1, p99Ms: null, sendLagP99Us: 60, cpuUsPerRequest: 9, verdict: 'valid' },
  },
  seen: [
    {
      scenario: 'hello',
      contender: 'node',
      version: '26.1.0',
      built: [['npm', 'ci']],
      processes: 1,
      threads: 11,
      cores: [0],
      database: {
        connections: 10,
        opened: 0,
        encrypted: 0,
        preparedBefore: 10,
        perAnswer: { execute: 1, query: 0, prepare: 0, close: 0, reset: 0, ping: 0 },
      },
      settings: {},
      upstreamPerAnswer: null,
      printedPerAnswer: 0,
      answer: { headBytes: 160, bodyBytes: 27, headers: ['date'], framing: 'length', keepsAlive: true, encoding: null },
    },
  ],
};

test('what calibration settled is read back as it was noted, for its own scenario', () => {
  const notes = [note('calibrated', 'hello', START), note('calibrated', 'json', { rates: null, out: ['all'] })];
  expect(startNoted(notes, 'hello')).toEqual(START);
  expect(startNoted(notes, 'json')).toEqual({ rates: null, out: ['all'], generator: null, seen: [] });
  expect(startNoted(notes, 'jwt-mysql')).toBeNull();
});

test('a run calibrated before the generator was measured has its limits unknown, and its rate kept', () => {
  const old = { rates: { steadyPerS: 500, slowest: 'node', slowestPerS: 1000, warmUpRequests: 500 }, out: [] };
  expect(startNoted([note('calibrated', 'hello', old)], 'hello')).toEqual({
    rates: { ...old.rates, cappedFromPerS: null, busyPerS: null, ownPerS: {}, mostPerS: null, warmUps: {} },
    out: [],
    generator: null,
    seen: [],
  });
});

test('a rate that was refused is told once, and not where a resumed part did calibrate the scenario', () => {
  const refusal = { askedPerS: 50_000, ceilingPerS: 70_000, connections: 64 };
  const notes = ['hello', 'hello', 'json'].map((scenario) => note('rate-refused', scenario, refusal));
  expect(rateRefusalsNoted([...notes, note('calibrated', 'json', START)])).toEqual([{ scenario: 'hello', refusal }]);
});

test('a note of another shape is a bug and not silently another calibration', () => {
  expect(() => startNoted([note('calibrated', 'hello', { out: [] })], 'hello')).toThrow(/rates/u);
});

const lineUp = (version: string): LineUpNote => ({
  contenders: [{ id: 'node', title: 'Node', language: 'node', version, source: 'sha256:1' }],
  scenarios: [
    { id: 'hello', question: 'Why?', analysis: null, timesOf: null, surge: null, held: null, memoryMiB: null },
  ],
});

test('the line-up built last counts; before the builds there is none', () => {
  expect(lineUpNoted([])).toBeNull();
  expect(lineUpNoted([note('line-up', null, lineUp('1')), note('line-up', null, lineUp('2'))])).toEqual(lineUp('2'));
});

test('the time of all parts of a run is added up, and unknown where none ended', () => {
  expect(secondsNoted([note('took', null, 12.5), note('origin', null, {}), note('took', null, 7)])).toBe(19.5);
  expect(secondsNoted([])).toBeNull();
});

test('a service started anew for a resumed run is told once, as it was last', () => {
  const notes = ['10.11.1', '10.11.2'].map((version) => note('service', 'jwt-mysql', { name: 'mysql', version }));
  expect(servicesNoted(notes)).toEqual([{ scenario: 'jwt-mysql', name: 'mysql', version: '10.11.2' }]);
});

test('who was left out, and which service failed, are told with their reasons', () => {
  const reason = { kind: 'generator', phase: 'connect', verdict: 'failed', reasons: ['no room'] } as const;
  const failure = { kind: 'did-not-start', service: 'mysql', lastLines: ['no space'] } as const;
  const notes = [
    note('left-out', 'hello', { kind: 'void', contender: 'node', reason }),
    note('service-failed', 'jwt-mysql', failure),
  ];
  expect(leftOutNoted(notes)).toEqual([{ contender: 'node', scenario: 'hello', reason }]);
  expect(serviceFailuresNoted(notes)).toEqual([{ scenario: 'jwt-mysql', failure }]);
});
