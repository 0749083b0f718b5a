import { expect, test } from 'vitest';
import { FAIRNESS_COLUMNS, flagText, unequalText } from './words-of-fairness.ts';
import type { Flag } from '../fairness/flags.ts';
import type { Seen } from '../fairness/seen.ts';

const POOLS: Flag = {
  scenario: 'jwt-mysql',
  condition: 'connections',
  values: [
    { contender: 'node-fastify', value: 10 },
    { contender: 'go-nethttp', value: 10 },
    { contender: 'rust-axum', value: 20 },
  ],
};

const SEEN: Seen = {
  scenario: 'jwt-mysql',
  contender: 'rust-axum',
  version: '1.95.0',
  built: [['cargo', 'build', '--release']],
  processes: 1,
  threads: 3,
  cores: [0],
  database: {
    connections: 20,
    opened: 0,
    encrypted: 20,
    preparedBefore: 20,
    perAnswer: { execute: 1, query: 0, prepare: 0.0002, close: 0, reset: 0, ping: 1 },
  },
  settings: { GOGC: '400', GOMEMLIMIT: '64MiB' },
  upstreamPerAnswer: null,
  printedPerAnswer: 81.5,
  answer: null,
};

test('what is unequal is told with everybody’s value and what it is known to do', () => {
  expect(flagText(POOLS)).toBe(
    'connections to the database: 10 for node-fastify and go-nethttp, 20 for rust-axum. More of them keep more queries under way: that moves the peak and the waits, and CPU per request little.',
  );
  const framing: Flag = { scenario: 'json', condition: 'framing', values: [{ contender: 'a', value: 'chunked' }] };
  expect(unequalText([POOLS, framing])).toBe('jwt-mysql: connections to the database; json: framing of the answer');
  expect(unequalText([])).toBe('');
});

test('the ledger of a contender names its commands, and what is unknown is a dash', () => {
  const row = Object.fromEntries(FAIRNESS_COLUMNS.map(({ title, text }) => [title, text(SEEN)]));
  expect(row).toEqual({
    version: '1.95.0',
    built: 'for release',
    'on cores': '0',
    processes: '1',
    threads: '3',
    'runtime settings': 'GOGC=400, GOMEMLIMIT=64MiB',
    'printed per answer, bytes': '81.5',
    connections: '20',
    'opened under load': '0',
    'over TLS': '20',
    'prepared before': '20',
    'commands per answer': '1 execute, 1 ping',
    'upstream per answer': '–',
    'head + body, bytes': '–',
    framing: '–',
    compressed: '–',
  });
  const without = {
    ...SEEN,
    version: null,
    built: null,
    database: null,
    cores: null,
    threads: null,
    settings: null,
    printedPerAnswer: null,
  };
  expect(FAIRNESS_COLUMNS.map(({ text }) => text(without)).filter((text) => text === '–')).toHaveLength(15);
});
