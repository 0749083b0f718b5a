import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makePlace, type Ended } from './bakeoff.fixture.ts';
import { ROOT } from './product.ts';
import { EXIT } from './world.ts';

const PATIENCE_MS = 180_000;
const place = makePlace('outside');
afterAll(() => place.remove());

function write(file: string, text: string): void {
  const path = join(place.folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The default bake-off as it is shipped, which knows nothing of what stands beside it. */
copyFileSync(join(ROOT, 'bakeoff.yaml'), join(place.folder, 'bakeoff.yaml'));

function addContender(greeting: string): void {
  write(
    'contenders/shouter/contender.yaml',
    `language: node
version: { run: [node, --version], pattern: 'v(?<version>\\S+)' }
start: [node, server.mjs]
serves: [hello, shout]
`,
  );
  write(
    'contenders/shouter/server.mjs',
    `import { createServer } from 'node:http';

function answer(path) {
  if (path === '/') return { status: 200, body: {} };
  if (path === '/hello') return { status: 200, body: { message: '${greeting}' } };
  if (path.startsWith('/shout/')) return { status: 200, body: { shouted: path.slice('/shout/'.length).toUpperCase() } };
  return { status: 404, body: { error: 'not found' } };
}

createServer((request, response) => {
  const { status, body } = answer(request.url.split('?')[0]);
  const known = request.method === 'GET' || request.method === 'HEAD';
  response.writeHead(known ? status : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(process.env.PORT), process.env.HOST);
`,
  );
}

function addScenario(): void {
  write(
    'scenarios/shout/scenario.yaml',
    `question: What does shouting cost?
pools:
  word: { list: [{ quiet: hello, loud: HELLO }, { quiet: world, loud: WORLD }] }
operations:
  - id: shout
    request: { path: '/shout/\${word.quiet}' }
    answer: { type: application/json, json: { shouted: '\${word.loud}' }, exact: true }
`,
  );
}

async function check(scenario: string): Promise<Ended> {
  return (await place.startMeasuring('check', 'shouter', '--scenario', scenario, '--json', '--no-input')).ended;
}

describe('outside the repository, with the config as it is', () => {
  it(
    'a contender is one folder, and is held to a scenario that was there before',
    { timeout: PATIENCE_MS },
    async () => {
      addContender('Hello, World!');
      const { code, out, err } = await check('hello');
      expect({ code, err }).toMatchObject({ code: EXIT.ok });
      expect(JSON.parse(out)).toMatchObject({
        checked: [{ scenario: 'hello', contender: 'shouter', failure: null }],
      });
      addContender('Hello, world!');
      expect((await check('hello')).code).toBe(EXIT.contenderFailed);
    },
  );

  it('a scenario is one folder, and a contender is held to it', { timeout: PATIENCE_MS }, async () => {
    addContender('Hello, World!');
    expect((await check('shout')).code).toBe(EXIT.usage);
    addScenario();
    const { code, out, err } = await check('shout');
    expect({ code, err }).toMatchObject({ code: EXIT.ok });
    expect(JSON.parse(out)).toMatchObject({
      checked: [{ scenario: 'shout', contender: 'shouter', failure: null }],
    });
  });
});
