import { expect, test } from 'vitest';
import type { OperationPart } from '../../thinking/measurement/phase.ts';
import type { Audit } from '../../thinking/scenario/scenario.ts';
import { NO_SERVICES, type Database, type Services } from '../service/service.ts';
import { auditData, countRows, grownBy, miscounted, restoreData, type CountedRows } from './audit.ts';

const ORDERS = { kind: 'counts', rule: 'Each answer is an order', query: 'COUNT', operation: 'buy' } as const;
const STOCK: Audit = { kind: 'none', rule: 'No stock is lost', query: 'STOCK' };

/** A database that gives these rows to each question, and keeps what it was asked. */
function databaseOf(rows: readonly (readonly string[])[], asked: string[] = []): Services {
  const mysql: Database = {
    name: 'mysql',
    version: 'made',
    env: {},
    cpuSeconds: () => 0,
    alive: () => true,
    lastLines: () => [],
    stop: async () => Promise.resolve(),
    counts: async () => Promise.reject(new Error('nobody counts here')),
    ask: async (statement) => {
      asked.push(statement);
      return Promise.resolve(rows);
    },
  };
  return { ...NO_SERVICES, mysql };
}

test('a shop is restored statement by statement, in their order', async () => {
  const asked: string[] = [];
  await restoreData(['first', 'second'], databaseOf([], asked));
  expect(asked).toEqual(['first', 'second']);
  await restoreData(['first'], NO_SERVICES);
});

test('an audit that must find nothing fails by its first rows, and one that counts is not asked here', async () => {
  expect(await auditData([ORDERS, STOCK], databaseOf([]))).toBeNull();
  const rows = [
    ['7', '100', '98'],
    ['8', '5', '4'],
    ['9', '1', '0'],
    ['10', '1', '0'],
  ];
  expect(await auditData([STOCK], databaseOf(rows))).toEqual({
    kind: 'audit-failed',
    phase: null,
    rule: 'No stock is lost',
    expected: 'no such row',
    found: ['7, 100, 98', '8, 5, 4', '9, 1, 0'],
  });
});

test('rows are counted by audits that count, and growth is from one count to the next', async () => {
  const before = await countRows([STOCK, ORDERS], databaseOf([['12']]));
  const after = await countRows([STOCK, ORDERS], databaseOf([['40']]));
  expect(before).toEqual([{ audit: ORDERS, rows: 12 }]);
  expect(grownBy(before, after)).toEqual([{ audit: ORDERS, rows: 28 }]);
  expect(await countRows([ORDERS], NO_SERVICES)).toEqual([]);
  await expect(countRows([ORDERS], databaseOf([['many']]))).rejects.toThrow(/no whole number was answered to COUNT/u);
});

const NONE = { p50: null, p90: null, p99: null, p99_9: null, max: null };

function phaseWith(changes: Partial<OperationPart>) {
  const part = {
    correct: 10,
    wrong: 0,
    failed: 0,
    shed: 0,
    unfinished: 0,
    responseMs: null,
    serviceMs: NONE,
    pieces: null,
  };
  return { parts: { buy: { ...part, ...changes } } };
}

const grown = (rows: number): readonly CountedRows[] => [{ audit: ORDERS, rows }];

test('as many rows as correct answers are right, one less is lost, one more is done twice', () => {
  expect(miscounted('steady', phaseWith({}), grown(10), new Map())).toBeNull();
  for (const rows of [9, 11]) {
    expect(miscounted('steady', phaseWith({}), grown(rows), new Map())).toEqual({
      kind: 'audit-failed',
      phase: 'steady',
      rule: 'Each answer is an order',
      expected: '10 more',
      found: [String(rows)],
    });
  }
});

test('what was asked and not answered may be done or not, in its phase or later; what was shed was never asked', () => {
  const unanswered = new Map<string, number>();
  const shaky = phaseWith({ failed: 2, unfinished: 1 });
  for (const rows of [10, 13]) expect(miscounted('steady', shaky, grown(rows), new Map())).toBeNull();
  expect(miscounted('steady', shaky, grown(14), new Map())).toMatchObject({
    expected: '10 to 13 more',
  });
  expect(miscounted('steady', shaky, grown(10), unanswered)).toBeNull();
  expect(miscounted('peak', phaseWith({}), grown(13), unanswered)).toBeNull();
  expect(miscounted('peak', phaseWith({}), grown(14), unanswered)).not.toBeNull();
  expect(miscounted('peak', phaseWith({ shed: 5 }), grown(11), new Map())).not.toBeNull();
});
