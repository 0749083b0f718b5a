import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BAKEOFF, launch, leftOf, makePlace } from './bakeoff.fixture.ts';

const place = makePlace('bad-input');
const store = join(place.folder, 'store');

afterAll(() => place.remove());

/** Writes a config, carries a verb out on it and gives the problems it told. */
async function told(text: string, ...args: readonly string[]) {
  writeFileSync(join(place.folder, 'bakeoff.yaml'), text);
  const verb = args.length === 0 ? ['run'] : args;
  const { code, out, err } = await place.run(...verb, '--store', store);
  return { code, out, problems: err.trimEnd().split('\n') };
}

const SCENARIO = 'scenarios: [{ id: hello, question: Why?, operations: [{ id: hello, request: { path: /hello } }] }]\n';

describe('a config that cannot be right', () => {
  test.each([
    [
      'an unknown key',
      `contenders: [node-fastify]\n${SCENARIO}profil: smoke\n`,
      /^bakeoff\.yaml:3:1: profil: expected one of the keys .*, got profil; did you mean profile\?$/u,
    ],
    [
      'a wrong unit',
      `contenders: [node-fastify]\n${SCENARIO}objective: { p99: 50 % }\n`,
      /^bakeoff\.yaml:3:\d+: objective\.p99: expected .*ms.*, got 50 %/u,
    ],
    [
      'a folder that is not there',
      `contenders: [{ name: mine, dir: ./srvice, language: node, start: [node, server.js] }]\n${SCENARIO}`,
      /^bakeoff\.yaml:1:\d+: contenders\[0\]\.dir: expected the folder of the contender, .*, got \.\/srvice; there is no .*\/srvice$/u,
    ],
    [
      'a name twice',
      `contenders: [node-fastify, node-fastify]\n${SCENARIO}`,
      /^bakeoff\.yaml:1:28: contenders\[1\]: expected each contender once, got node-fastify; /u,
    ],
    [
      'a name that is almost right',
      `contenders: [node-fastfy]\n${SCENARIO}`,
      /^bakeoff\.yaml:1:14: contenders\[0\]: expected .*, got node-fastfy; did you mean node-fastify\?$/u,
    ],
    ['broken YAML', `contenders: [node-fastify\n`, /^bakeoff\.yaml:\d+:\d+: expected correct YAML: /u],
    ['an empty file', '', /^bakeoff\.yaml:1:1: expected keys with values$/u],
  ])('with %s is named with its place, and nothing is written', async (_, text, problem) => {
    const { code, out, problems } = await told(text);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(existsSync(store)).toBe(false);
  });

  test('has all its problems told at once, by check and config as by run', async () => {
    const text = `contenders: [node-fastify, node-fastify]\n${SCENARIO}profil: smoke\n`;
    for (const verb of ['run', 'check', 'config']) {
      const { code, problems } = await told(text, verb);
      expect({ verb, code, problems: problems.length }).toEqual({
        verb,
        code: 2,
        problems: 1 + Number(verb !== '') - 1,
      });
    }
  });
});

describe('a command line that cannot be right', () => {
  test.each([
    [['run', '--profile', 'fast'], 'Allowed choices are smoke, quick, standard, rigorous.'],
    [['run', '--blocks', '2'], 'Expected a whole number of at least 4.'],
    [['run', '--seed', 'x'], 'Expected a whole number of at least 0.'],
    [['rnu'], "unknown command 'rnu'\n(Did you mean run?)"],
    [['run', '--sede', '4'], "unknown option '--sede'\n(Did you mean --seed?)"],
    [['config', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    [['run', '--resume', 'r-1'], 'r-1 cannot be resumed: the store has no such run.'],
    [['compare', 'r-1'], 'There is no run r-1.'],
    [['report'], 'There is no run yet.'],
    [['run', '--config', 'nowhere.yaml'], 'nowhere.yaml: expected a config that exists'],
  ])('%j is refused with what would be right', async (args, text) => {
    const { code, out, err } = await place.run(...args, '--store', store);
    expect(err).toContain(text);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(existsSync(store)).toBe(false);
  });

  test('a contender that serves none of the scenarios is named, with those it serves', async () => {
    const dir = join(place.folder, 'mine');
    mkdirSync(dir, { recursive: true });
    const mine = '{ name: mine, dir: ./mine, language: node, start: [node, server.js], serves: [chat] }';
    for (const verb of ['run', 'check']) {
      const { code, problems } = await told(`contenders: [${mine}]\n${SCENARIO}`, verb);
      expect(problems[0]).toBe('mine: It serves none of the scenarios asked for (hello), only chat.');
      expect(code).toBe(2);
    }
    expect(existsSync(store)).toBe(false);
  });
});

describe('what is printed', () => {
  test('is one JSON document with --json, and has no escape codes in a pipe', async () => {
    writeFileSync(join(place.folder, 'bakeoff.yaml'), `contenders: [node-fastify]\n${SCENARIO}`);
    const { code, out, err } = await place.run('config', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ profile: 'quick', contenders: [{ id: 'node-fastify' }] });
    const plan = await place.run('run', '--dry-run', '--store', store);
    expect(plan.code).toBe(0);
    expect(plan.err).toMatch(/^plan {3}run r-\d+-\d+-7, profile quick, seed 7: 12 blocks a scenario, 24 rounds/mu);
    expect(out + err + plan.out + plan.err).not.toContain('\u001B');
    expect(existsSync(store)).toBe(false);
  });

  test('may be cut off by its reader without a crash', async () => {
    const line = `{ "${BAKEOFF}" config --schema; echo "code $?" >&2; } | head -1 >&2; { "${BAKEOFF}" config --schema; echo "code $?" >&2; } | true`;
    const { err } = await launch(['sh', '-c', line], place.at).ended;
    expect(err.split('\n').filter((text) => text !== '')).toEqual(['{', 'code 0', 'code 0']);
  });

  test('leaves nothing behind', async () => {
    expect(await leftOf(place, undefined)).toEqual([]);
  });
});
