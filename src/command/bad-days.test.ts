import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { processesNaming } from '../../setup/survivors.mjs';
import { BAKEOFF, launch, leftOf, makePlace, onceFree, sealedIn, type Ended } from './bakeoff.fixture.ts';
import { ROOT } from './product.ts';

// Everything here needs the machine for itself, so it stands in one file: its tests run one after the other.
const place = makePlace('bad-days');
const fixtures = join(place.folder, 'contenders');
cpSync(join(ROOT, 'fixtures/contenders'), fixtures, { recursive: true, filter: (path) => !path.endsWith('burn/burn') });

afterAll(() => place.remove());

/** A guard against hangs, no claim about speed: each test waits while another run has the machine. */
const LONG = 300_000;

/** What is left of 2 MiB holds a run's beginning and some of its rounds, not all. */
const FILLER_BYTES = 1_940_000;

/** Answers ten greetings, enough for the contract, and from then on nothing, or what is no HTTP. */
const TURNS = `import { greetRightly, serveHello } from './hello.mjs';
let answered = 0;
await serveHello((answer) => {
  answered += 1;
  if (answered <= 10) greetRightly(answer);
  else if (process.env.INTO === 'garbage') answer.socket.end('nonsense, nonsense\\r\\n\\r\\n');
});
`;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

// The rate is a number and not a share, so that two runs offer the same.
const scenario = (rate: string): string => `scenarios:
  - id: hello
    question: What does a greeting cost?
    operations: [{ id: hello, request: { path: '/hello?n=\${n}' }, answer: { json: { message: 'Hello, World!' } } }]
    pools: { n: { range: [1, 1000] } }
    load: { arrivals: poisson, rate: ${rate}, connections: 8 }
profile: smoke
`;

/** Writes a config of these contenders: names of fixtures, or inline definitions. */
function config(name: string, contenders: readonly string[], rate = '500/s'): string {
  const file = join(place.folder, `${name}.yaml`);
  const listed = contenders.map((one) => `  - ${one.startsWith('{') ? one : `./contenders/${one}`}\n`);
  writeFileSync(file, `contenders:\n${listed.join('')}${scenario(rate)}`);
  return file;
}

const store = (name: string): string => join(place.folder, 'stores', name);

interface Checked {
  readonly contender: string;
  readonly cases: number | null;
  readonly failure: string | null;
  readonly last_lines: readonly string[];
}

interface Result {
  readonly run: string;
  readonly complete: boolean;
  readonly floors: readonly {
    readonly scenario: string;
    readonly rate_per_s: number;
    readonly ceiling_per_s: number;
    readonly p50: number;
  }[];
  readonly refused: { readonly reason: string } | null;
  readonly blocks: { readonly planned: number; readonly done: number; readonly void: number };
  readonly left_out: readonly { readonly contender: string; readonly reason: string; readonly remedy: string }[];
  readonly summaries: readonly { readonly contender: string; readonly rounds: readonly unknown[] }[];
  readonly scenarios: readonly { readonly draws: readonly { readonly digest: string | null }[] }[];
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the part of the document it looks at
function parsed<T>({ out, err }: Ended): T {
  if (out.trim() === '') throw new Error(`nothing on standard output; it said:\n${err}`);
  return JSON.parse(out) as T;
}

describe('contenders that misbehave before any load', { timeout: LONG }, () => {
  test('each have their outcome named with their last lines, the others go on, and nothing is left', async () => {
    const squatter = launch([process.execPath, join(fixtures, 'squats-port/squatter.mjs')], {
      ...place.at,
      env: { ...process.env },
    });
    const orders = await new Promise<string>((resolve) => squatter.child.stdout?.once('data', resolve));
    const squats = `{ name: squats-port, dir: ./contenders/squats-port, language: node, start: [node, server.mjs], ready: { get: /health }, env: { SQUATTER_PORT: '${orders.trim()}' } }`;
    const names = ['does-not-build', 'exits-at-start', 'never-ready', 'wrong-body', 'stuck'];
    const kept = ['ignores-sigterm', 'forks-away', 'prints-a-gigabyte'];
    const file = config('check', [...names, ...kept, squats, 'burn']);
    const started = await place.startMeasuring('check', '--config', file, '--store', store('check'), '--json');
    const ended = await started.ended;
    squatter.child.kill('SIGKILL');
    await squatter.ended;
    const { checked } = parsed<{ checked: readonly Checked[] }>(ended);
    const of = (name: string): Checked | undefined => checked.find((one) => one.contender === name);
    expect(of('does-not-build')).toMatchObject({
      cases: null,
      failure: expect.stringMatching(/^node build\.mjs ended with exit code 1\. .*left-pad/u),
      last_lines: [expect.stringContaining('left-pad')],
    });
    expect(of('exits-at-start')).toMatchObject({
      failure: expect.stringMatching(/exit code 3 before it was ready.*LICENCE_KEY/u),
    });
    expect(of('never-ready')).toMatchObject({
      failure: expect.stringMatching(/no good answer within 1 s; .*loading the model/u),
    });
    expect(of('wrong-body')?.failure).toContain('json.message: expected "Hello, World!", got "Hello, Wrold!"');
    expect(of('stuck')?.failure).toContain('expected status 200, got nothing within 10000 ms');
    expect(of('squats-port')?.failure).toMatch(
      /^Port \d+ is answered by process \d+ on .*, which is not this contender/u,
    );
    for (const name of [...kept, 'burn'])
      expect(of(name)).toMatchObject({ cases: expect.any(Number) as number, failure: null });
    expect(ended.code).toBe(6);
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });
});

describe('a run with contenders that fail under load', { timeout: LONG }, () => {
  test('names them, goes on with the good one, prints one valid document, and keeps others off the machine', async () => {
    // Its third process, the one of the second block, ends in the middle of the load.
    const late = `{ name: dies-late, dir: ./contenders, language: node, start: [sh, -c, 'echo >> starts; [ $(wc -l < starts) -gt 2 ] || export EXIT_AFTER=100000000; exec node exits-under-load/server.mjs'], ready: { get: /health } }`;
    writeFileSync(join(fixtures, 'turns.mjs'), TURNS);
    const turning = ['silent', 'garbage'].map(
      (into) =>
        `{ name: ${into}, dir: ./contenders, language: node, start: [node, turns.mjs], ready: { get: /health }, env: { INTO: ${into} } }`,
    );
    const broken = ['exits-under-load', 'wrong-under-load', 'does-not-build', ...turning];
    const file = config('run', ['burn', ...broken, late]);
    const args = ['run', '--config', file, '--store', store('run'), '--blocks', '4', '--seed', '7', '--json'];
    const started = await place.startMeasuring(...args);
    await started.said(/^rate {3}hello: .* offered to all/mu);
    const second = await place.run('run', '--config', file, '--store', store('second'));
    expect(second.code).toBe(5);
    expect(second.err).toMatch(
      new RegExp(`^Another Bakeoff is measuring .*run r-\\d+-\\d+-7, process ${started.child.pid}\\b`, 'mu'),
    );
    expect(sealedIn(store('second'))).toEqual([]);
    const dry = await place.run('run', '--config', file, '--store', store('second'), '--dry-run');
    expect(dry.code).toBe(0);
    const ended = await started.ended;
    expect(ended.out + ended.err).not.toContain('\u001B');
    const result = parsed<Result>(ended);
    const validate = new Ajv2020().compile(
      JSON.parse(readFileSync(join(ROOT, 'docs/result.schema.json'), 'utf8')) as object,
    );
    validate(result);
    expect(validate.errors).toBeNull();

    const [floor] = result.floors;
    expect(floor).toMatchObject({ scenario: 'hello', rate_per_s: 500 });
    expect(floor?.p50).toBeGreaterThan(0);
    expect(floor?.ceiling_per_s).toBeGreaterThan(500);

    const reasons = Object.fromEntries(result.left_out.map(({ contender, reason }) => [contender, reason]));
    expect(reasons['exits-under-load']).toMatch(
      /exit code 7 in the pilot phase\. .*pool exhausted after 1000 requests/u,
    );
    expect(reasons['wrong-under-load']).toMatch(/answers were wrong in the pilot phase .*Hello, Nobody!/u);
    expect(reasons['does-not-build']).toContain('left-pad');
    expect(reasons['silent']).toMatch(/requests failed in the pilot phase: .*timeout/u);
    expect(reasons['garbage']).toMatch(/(answers were wrong|requests failed) in the pilot phase/u);
    // Blocks that others disturb end early, so on a busy machine it may never come to its third start.
    const starts = readFileSync(join(fixtures, 'starts'), 'utf8').length;
    expect(starts).toBeGreaterThan(0);
    const third = starts > 2 ? reasons['dies-late'] : 'exit code 7 in the steady phase';
    expect(third).toMatch(/exit code 7 in the (warm-up|steady|peak) phase/u);
    const shown = new Set(result.summaries.filter((one) => one.rounds.length > 0).map((one) => one.contender));
    const failed = Object.keys(reasons).filter((name) => name !== 'dies-late');
    expect(failed.filter((name) => shown.has(name))).toEqual([]);

    const sealed = sealedIn(store('run'));
    const measured = sealed.filter((one) => one.entry === 'burn' && one.draws !== null);
    expect(measured.length).toBeGreaterThan(0);
    // Rounds that others disturb are void; too many of them refuse a run, which outranks what contenders did.
    expect(ended.code).toBe(result.refused === null ? 6 : 5);
    expect(result.complete).toBe(result.refused === null);
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });

  test('draws the same requests for every contender of a block, others in another block', () => {
    const drawn = drawsByBlock('run');
    expect(drawn.size).toBeGreaterThanOrEqual(3);
    for (const digests of drawn.values()) expect(digests.size).toBe(1);
    expect(new Set([...drawn.values()].flatMap((digests) => [...digests])).size).toBe(drawn.size);
  });
});

describe('a rate that the load generator cannot offer on this machine', { timeout: LONG }, () => {
  test('is refused before anything is measured, with the ceiling, the rule, what was asked and what to do', async () => {
    const file = config('too-fast', ['burn'], '90000000/s');
    const started = await place.startMeasuring('run', '--config', file, '--store', store('too-fast'), '--json');
    const ended = await started.ended;
    expect(ended.err).toMatch(
      /^out {4}hello: It asks for 90,000,000\/s, but at most [\d,]+\/s are offered here: 60 % of the generator ceiling of [\d,]+\/s, .* over 8 connections\. .*fewer requests per second .*cores:/mu,
    );
    expect(ended.code).toBe(5);
    expect(sealedIn(store('too-fast'))).toEqual([]);
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });
});

/** The fingerprints of the requests drawn in each block, over all its contenders. */
function drawsByBlock(name: string): ReadonlyMap<number, ReadonlySet<string>> {
  const drawn = new Map<number, Set<string>>();
  for (const { block, draws } of sealedIn(store(name))) {
    if (draws !== null) drawn.set(block, (drawn.get(block) ?? new Set()).add(draws));
  }
  return drawn;
}

describe('a run that is stopped', { timeout: LONG }, () => {
  const slow = `{ name: slow-build, dir: ./contenders, language: any, build: [[sleep, '600']], start: [node] }`;

  test('in a build stops at once and tidily', async () => {
    const file = config('build', [slow, 'burn']);
    const started = await place.startMeasuring('run', '--config', file, '--store', store('build'), '--ndjson');
    await started.said('"kind":"building"');
    process.kill(-(started.child.pid ?? 0), 'SIGINT');
    const { code, err } = await started.ended;
    expect(code).toBe(130);
    expect(err).toContain('Stopped. What was finished is kept; go on with: bakeoff run --resume r-');
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });

  test('by SIGTERM while a contender is waited for stops at once, with 143', async () => {
    const waits = `{ name: waits, dir: ./contenders/never-ready, language: node, start: [node, server.mjs], ready: { get: /health, within: 10 min } }`;
    const file = config('waits', [waits]);
    const started = await place.startMeasuring('run', '--config', file, '--store', store('waits'), '--ndjson');
    await started.said('"kind":"calibrating"');
    started.child.kill('SIGTERM');
    expect((await started.ended).code).toBe(143);
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });

  test('twice is over now, and two seconds later nothing of it lives', async () => {
    const file = config('twice', ['ignores-sigterm', 'burn']);
    const started = await place.startMeasuring('run', '--config', file, '--store', store('twice'), '--ndjson');
    // The load on the contender, not the generator against itself. From then on a tidy stop waits for a contender that does not hear it.
    await until(() =>
      processesNaming(place.folder).some(({ command }) => command.includes('load-hello-ignores-sigterm')),
    );
    process.kill(-(started.child.pid ?? 0), 'SIGINT');
    await sleep(100);
    process.kill(-(started.child.pid ?? 0), 'SIGINT');
    const { code, err } = await started.ended;
    expect(code).toBe(130);
    expect(err).not.toContain('Stopped.');
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });

  test('in calibration keeps who failed; it is not resumed once a contender has changed', async () => {
    const file = config('changed', ['wrong-body', 'forks-away']);
    const started = await place.startMeasuring('run', '--config', file, '--store', store('changed'), '--ndjson');
    await started.said('"kind":"calibrating","scenario":"hello","contender":"forks-away"');
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
    expect(sealedIn(store('changed'))).toEqual([{ block: -1, entry: 'wrong-body', kind: 'failed', draws: null }]);
    writeFileSync(join(fixtures, 'forks-away/new-file.mjs'), '// changes what this contender is\n');
    const resumed = await (await place.startMeasuring('run', '--resume', '--store', store('changed'))).ended;
    rmSync(join(fixtures, 'forks-away/new-file.mjs'));
    expect(resumed.err).toMatch(/^r-\S+ cannot be resumed, .*: contender forks-away changed\. Start a new run\.$/mu);
    expect(resumed.code).toBe(2);
    const other = await place.run('run', '--resume', '--store', store('changed'), '--blocks', '6');
    expect(other.err).toMatch(/^r-\S+ goes on as it was planned: expected nothing that changes it, got --blocks$/mu);
    expect(other.code).toBe(2);
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });

  test('in a block keeps what was sealed; resumed, it completes the plan and repeats nothing', async () => {
    const file = config('resumed', ['burn']);
    const args = ['--config', file, '--store', store('resumed'), '--blocks', '4', '--seed', '7', '--ndjson'];
    const started = await place.startMeasuring('run', ...args);
    await started.said(/"block":1,[^\n]*"stage":"steady"/u);
    started.child.kill('SIGINT');
    const stopped = await started.ended;
    expect(stopped.code).toBe(130);
    expect(await leftOf(place, started.child.pid)).toEqual([]);
    const before = sealedIn(store('resumed'));
    expect(before.length).toBeGreaterThan(0);
    expect(before.map((one) => one.kind)).not.toContain('failed');

    const resumed = await place.startMeasuring('run', '--resume', '--store', store('resumed'), '--json');
    const ended = await resumed.ended;
    const result = parsed<Result>(ended);
    const after = sealedIn(store('resumed'));
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ block, entry }) => `${block} ${entry}`)).size).toBe(after.length);
    expect(ended.code).toBe(result.refused === null ? 0 : 5);
    // Measured once, when the run began: the resumed part knows it from the store.
    expect(resumed.heard()).not.toContain('the load generator itself reaches');
    expect(result.floors[0]?.ceiling_per_s).toBeGreaterThan(500);
    // A machine too noisy to give a verdict is not measured to the end: of four blocks two void ones are too many.
    const { done, void: voided } = result.blocks;
    expect(result.refused === null ? done : done + voided).toBeGreaterThanOrEqual(result.refused === null ? 4 : 2);
    expect(await leftOf(place, resumed.child.pid)).toEqual([]);
  });

  test('with the same seed another run draws the same requests', () => {
    const [first, again] = [drawsByBlock('run'), drawsByBlock('resumed')];
    const common = [...first.keys()].filter((block) => again.has(block));
    expect(common.length).toBeGreaterThan(0);
    for (const block of common) expect(again.get(block)).toEqual(first.get(block));
  });
});

describe('a disk that fills up during a run', { timeout: LONG }, () => {
  test('stops it cleanly; the store opens again, and once there is room the run goes on', async () => {
    const file = config('full', ['burn']);
    const kept = store('full-kept');
    mkdirSync(kept, { recursive: true });
    // The file system is of a mount namespace of its own and ends with it, so all of this happens in one process.
    const script = `mkdir -p "$1" && mount -t tmpfs -o size=2m tmpfs "$1" || exit 99
      head -c ${FILLER_BYTES} /dev/zero > "$1/filler"
      "$2" run --config "$3" --store "$1" --blocks 4 --seed 8; echo "first $?" >&2
      rm "$1/filler"; "$2" runs --store "$1" >&2
      "$2" run --resume --store "$1" --ndjson & echo "resumed by $!" >&2
      wait $!; echo "second $?" >&2; cp "$1"/ledger.db* "$4"`;
    const namespace = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
    const argv = [...namespace, 'sh', '-c', script, 'sh', store('full'), BAKEOFF, file, kept];
    const started = await onceFree(() => launch(['unshare', ...argv], place.at));
    const resumed = await started.said(/^resumed by \d+$/mu);
    await started.said(/^resumed by [\s\S]*"stage":"stopping"[\s\S]*"stage":"starting"/mu);
    process.kill(Number(resumed.split(' ').at(-1)), 'SIGTERM');
    const { err } = await started.ended;
    expect(err).toMatch(
      /ledger\.db: the disk is full\. The run stopped cleanly; make room, then bakeoff run --resume$/mu,
    );
    expect(err).toMatch(/^first 5$/mu);
    expect(err).toMatch(/^r-\S+ +running +smoke +\d of 8 rounds/mu);
    expect(err).toMatch(/^second 143$/mu);
    expect(err).not.toContain('bug in Bakeoff');
    const rounds = sealedIn(kept).map(({ block, entry }) => `${block} ${entry}`);
    expect(rounds.length).toBeGreaterThan(0);
    expect(new Set(rounds).size).toBe(rounds.length);
    expect(await leftOf(place, undefined)).toEqual([]);
  });

  test('and with another seed the requests are others', () => {
    const [first, other] = [drawsByBlock('run'), drawsByBlock('full-kept')];
    const digests = new Set([...first.values()].flatMap((block) => [...block]));
    expect(other.size).toBeGreaterThan(0);
    for (const block of other.values()) for (const digest of block) expect(digests).not.toContain(digest);
  });
});

describe('a budget', { timeout: LONG }, () => {
  test('ends the run in time with what there is, judged as strictly as an early look, and says so', async () => {
    const args = ['run', '--config', config('budget', ['burn']), '--store', store('budget')];
    const started = await place.startMeasuring(...args, '--blocks', '40', '--budget', '20s', '--json');
    const ended = await started.ended;
    const { scenarios, registered, blocks } = parsed<Budgeted>(ended);
    expect(registered.budget_ms).toBe(20_000);
    expect(blocks.planned).toBe(40);
    expect(blocks.done).toBeLessThan(40);
    expect(scenarios[0]).toMatchObject({ look: { alpha: 0.001, settled: false, last: false } });
    expect(ended.err).toMatch(/^look {3}hello: the budget is spent after \d+ of 40 blocks$/mu);
  });
});

interface Budgeted extends Pick<Result, 'blocks'> {
  readonly registered: { readonly budget_ms: number | null };
  readonly scenarios: readonly { readonly look: object }[];
}
