import { expect, test } from 'vitest';
import type { RunEvent } from '../doing/run/run.ts';
import { progress } from './progress.ts';
import { wantsColour, type GlobalOptions, type World } from './world.ts';

const OPTIONS: GlobalOptions = {
  config: null,
  json: false,
  ndjson: false,
  plain: false,
  quiet: false,
  color: true,
  store: '/nowhere',
};

const STARTING: RunEvent = {
  kind: 'round',
  identity: { run: 'r-1', scenario: 'hello', entry: 'placebo', contender: 'node', block: 1, position: 0, sitting: 0 },
  stage: 'starting',
  blocks: 4,
  secondsLeft: 20,
};
const BROKEN: RunEvent = {
  kind: 'failed',
  contender: 'mine',
  scenario: 'hello',
  failure: { kind: 'exited-early', exit: 'exit code 3', lastLines: ['no licence'] },
};

/** What is written of some events, on a terminal of 80 columns or into a pipe. */
function written(events: readonly RunEvent[], options: Partial<GlobalOptions>, isTTY: boolean, env = {}): string {
  let text = '';
  const stream = { write: (more: string) => (text += more), isTTY, columns: 80 };
  const world: World = {
    args: [],
    cwd: '/',
    env: { TERM: 'xterm', ...env },
    out: stream,
    err: stream,
    clock: () => 0,
    now: () => new Date(0),
    stop: { signal: new AbortController().signal, code: () => 0 },
  };
  const tell = progress({ ...OPTIONS, ...options }, world);
  for (const event of events) tell(event);
  return text;
}

test('a terminal has its last line rewritten, a pipe gets one line a block and no escape codes', () => {
  const twice = [STARTING, { ...STARTING, stage: 'steady' as const }];
  expect(written(twice, {}, true)).toContain('\r\u001B[2Khello  block 2 of 4  placebo  steady');
  expect(written(twice, {}, false)).toBe('hello  block 2 of 4, about 20 s left\n');
});

test.each([
  ['NO_COLOR', { NO_COLOR: '1' }, {}],
  ['CI', { CI: 'true' }, {}],
  ['a dumb terminal', { TERM: 'dumb' }, {}],
  ['--plain', {}, { plain: true }],
])('%s turns a terminal into plain lines without colours', (_, env, options) => {
  expect(written([STARTING], options, true, env)).toBe('hello  block 2 of 4, about 20 s left\n');
  const terminal = { write: () => undefined, isTTY: true, columns: 80 };
  expect(wantsColour(terminal, { ...OPTIONS, ...options }, { TERM: 'xterm', ...env })).toBe(false);
  expect(wantsColour(terminal, OPTIONS, { TERM: 'xterm' })).toBe(true);
  expect(wantsColour(terminal, { ...OPTIONS, color: false }, { TERM: 'xterm' })).toBe(false);
});

test('quiet leaves out the progress and keeps who is out, on a line of its own', () => {
  expect(written([STARTING, BROKEN], { quiet: true }, false)).toBe(
    'out    hello: mine: It ended with exit code 3 before it was ready. Its last line: "no licence".\n',
  );
  expect(written([STARTING, BROKEN], {}, true)).toContain('left\r\u001B[2Kout    hello: mine: It ended');
});

test('ndjson is one event a line, as it was told', () => {
  const lines = written([STARTING, BROKEN], { ndjson: true }, true).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([STARTING, BROKEN]);
});

test('a line that is rewritten never wraps', () => {
  const long: RunEvent = { ...STARTING, identity: { ...STARTING.identity, entry: 'x'.repeat(200) } };
  expect(written([long], {}, true).replace('\r\u001B[2K', '')).toHaveLength(79);
});
