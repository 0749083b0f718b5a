import { expect, test } from 'vitest';
import { NO_SERVICES, type Database, type Upstream } from '../service/service.ts';
import { fromService, readTally, since } from './tally.ts';

const IDLE = {
  version: 'made',
  env: {},
  cpuSeconds: () => 0,
  lastLines: () => [],
  stop: async () => Promise.resolve(),
};

function databaseWith(execute: number, ping: number, alive = true): Database {
  const commands = { execute, query: 2, prepare: 5, close: 0, reset: 0, ping };
  const counts = async () =>
    alive
      ? Promise.resolve({ connections: 1, opened: 1, encrypted: 0, commands })
      : Promise.reject(new Error('it is gone'));
  return { ...IDLE, name: 'mysql', alive: () => alive, counts, ask: async () => Promise.resolve([]) };
}

const refuse = async (): Promise<never> => Promise.reject(new Error('no such table'));

const UPSTREAM: Upstream = {
  ...IDLE,
  name: 'upstream',
  alive: () => true,
  counts: async () => Promise.resolve({ requests: 7, answered: 6, abandoned: 1, mostInFlight: 3 }),
};

test('statements are what does work: preparing and pinging are commands and no statements', async () => {
  const tally = await readTally({ mysql: databaseWith(10, 90), upstream: UPSTREAM });
  expect(tally).toEqual({ commands: 107, mysql: 12, upstream: 7 });
});

test('a service that is not there is unknown, not 0, and so is what passed since', async () => {
  const tally = await readTally(NO_SERVICES);
  expect(tally).toEqual({ commands: null, mysql: null, upstream: null });
  expect(since(tally, { commands: 5, mysql: 5, upstream: 5 })).toEqual(tally);
  expect(since({ commands: 5, mysql: 4, upstream: 3 }, { commands: 9, mysql: 7, upstream: 5 })).toEqual({
    commands: 4,
    mysql: 3,
    upstream: 2,
  });
});

test('a service that died answers nothing; one that lives and fails is a fault of ours', async () => {
  expect(await readTally({ ...NO_SERVICES, mysql: databaseWith(1, 1, false) })).toMatchObject({ commands: null });
  await expect(fromService(databaseWith(1, 1), refuse)).rejects.toThrow(/no such table/u);
  let lives = true;
  const dying = { ...UPSTREAM, alive: () => lives };
  const died = fromService(dying, async () => {
    lives = false;
    return Promise.reject(new Error('connection reset'));
  });
  expect(await died).toBeNull();
});
