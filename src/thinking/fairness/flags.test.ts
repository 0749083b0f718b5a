import { describe, expect, test } from 'vitest';
import { flagsOf } from './flags.ts';
import { COMMANDS, type AnswerForm, type Command, type DatabaseUse, type Seen } from './seen.ts';

const ANSWER: AnswerForm = {
  headBytes: 160,
  bodyBytes: 120,
  headers: ['content-length', 'content-type', 'date'],
  framing: 'length',
  keepsAlive: true,
  encoding: null,
};

function use(changes: Partial<Record<Command, number>> = {}, others: Partial<DatabaseUse> = {}): DatabaseUse {
  const none = Object.fromEntries(COMMANDS.map((one) => [one, 0])) as Record<Command, number>;
  return {
    connections: 10,
    opened: 0,
    encrypted: 0,
    preparedBefore: 10,
    perAnswer: { ...none, execute: 1, ...changes },
    ...others,
  };
}

function seen(contender: string, changes: Partial<Seen> = {}): Seen {
  const all = {
    scenario: 'jwt-mysql',
    contender,
    version: '1.0.0',
    built: [['cargo', 'build', '--release']],
    processes: 1,
    threads: 11,
    cores: [0],
    database: use(),
    settings: {},
    upstreamPerAnswer: null,
    printedPerAnswer: 0,
    answer: ANSWER,
  };
  return { ...all, ...changes };
}

const named = (all: readonly Seen[]): readonly string[] => flagsOf(all).map(({ condition }) => condition);

describe('unequal conditions', () => {
  test('equals have none, whatever their threads and the names of their headers', () => {
    const other = { ...ANSWER, headBytes: 170, headers: ['content-length', 'content-type', 'server'] };
    expect(flagsOf([seen('node'), seen('rust', { threads: 3, answer: other })])).toEqual([]);
    expect(flagsOf([seen('node')])).toEqual([]);
    expect(flagsOf([])).toEqual([]);
  });

  test('an upstream that one asks twice is one; a request in flight when it was counted is not', () => {
    const once = seen('node', { upstreamPerAnswer: 1 });
    expect(named([once, seen('rust', { upstreamPerAnswer: 2 })])).toEqual(['upstream-requests']);
    expect(named([once, seen('rust', { upstreamPerAnswer: 1.004 })])).toEqual([]);
  });

  test('a pool of 20 against 10 is one, with both numbers', () => {
    expect(flagsOf([seen('node'), seen('rust', { database: use({}, { connections: 20 }) })])).toEqual([
      {
        scenario: 'jwt-mysql',
        condition: 'connections',
        values: [
          { contender: 'node', value: 10 },
          { contender: 'rust', value: 20 },
        ],
      },
    ]);
  });

  test('a collector that is told something is one, and options that say nothing of memory are none', () => {
    const told = seen('go', { settings: { GOGC: '400' } });
    expect(
      flagsOf([told, seen('node', { settings: { NODE_ENV: 'production', NODE_OPTIONS: '--no-warnings' } })]),
    ).toEqual([
      {
        scenario: 'jwt-mysql',
        condition: 'memory-settings',
        values: [
          { contender: 'go', value: 'GOGC=400' },
          { contender: 'node', value: 'as it comes' },
        ],
      },
    ]);
    const space = { NODE_OPTIONS: '--max-semi-space-size=64' };
    expect(named([seen('node', { settings: space }), seen('rust')])).toEqual(['memory-settings']);
    // Of whom nothing is known nothing is said.
    expect(named([told, seen('rust', { settings: null })])).toEqual([]);
  });

  test('a driver that pings, resets or prepares before each use is one, also where all of them do', () => {
    expect(named([seen('node', { database: use({ ping: 1 }) }), seen('rust')])).toEqual(['ping']);
    const both = [seen('a', { database: use({ reset: 1 }) }), seen('b', { database: use({ reset: 1 }) })];
    expect(named(both)).toEqual(['reset']);
    expect(named([seen('a', { database: use({ prepare: 1, close: 1 }) })])).toEqual(['prepare', 'close']);
    expect(named([seen('a', { database: use({}, { opened: 3 }) })])).toEqual(['opened']);
  });

  test('a command in a hundred answers is none', () => {
    expect(named([seen('a', { database: use({ prepare: 0.004, execute: 1.004 }) }), seen('b')])).toEqual([]);
  });

  test('statements as text against prepared ones differ in both', () => {
    expect(named([seen('a', { database: use({ execute: 0, query: 1 }) }), seen('b')])).toEqual(['execute', 'query']);
  });

  test.each<[string, Partial<Seen>]>([
    ['cores', { cores: [0, 1] }],
    ['processes', { processes: 4 }],
    ['build', { built: [['cargo', 'build']] }],
    ['printed', { printedPerAnswer: 81.4 }],
    ['encrypted', { database: use({}, { encrypted: 10 }) }],
    ['head-bytes', { answer: { ...ANSWER, headBytes: 300 } }],
    ['framing', { answer: { ...ANSWER, framing: 'chunked' } }],
    ['keep-alive', { answer: { ...ANSWER, keepsAlive: false } }],
    ['encoding', { answer: { ...ANSWER, encoding: 'gzip' } }],
  ])('%s', (condition, changes) => {
    expect(named([seen('a'), seen('b', changes)])).toEqual([condition]);
  });

  test('a word printed now and then is none, a line for each request is one also where all print it', () => {
    expect(named([seen('a', { printedPerAnswer: 0.4 }), seen('b')])).toEqual([]);
    expect(named([seen('a', { printedPerAnswer: 80 }), seen('b', { printedPerAnswer: 80 })])).toEqual(['printed']);
  });

  test('builds of which nothing is known are not held against those for release', () => {
    expect(named([seen('a', { built: [['npm', 'ci']] }), seen('b')])).toEqual([]);
  });

  test('of what could not be read nothing is said, and scenarios are not held against each other', () => {
    expect(flagsOf([seen('a', { database: null, answer: null, cores: null }), seen('b')])).toEqual([]);
    expect(flagsOf([seen('a', { scenario: 'json', processes: 2 }), seen('a')])).toEqual([]);
  });
});
