import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { splice } from '../records/splice.ts';
import { openLaboratory, ROOT, type Laboratory } from './laboratory.ts';
import { judge, TOOLCHAINS, type Found, type Outcome, type ToolchainName } from './outcome.ts';
import { readSeeds, type Seed } from './seeds.ts';
import { countsTable, mistakesTable, saidBy, wordOf, excerpt, type Result } from './table.ts';
import { FORMS, programOf, type Program, type Toolchain } from './toolchains/toolchain.ts';
import { fromTest, type Findings } from './tools-said.ts';

/**
 * Thirty mistakes in four toolchains: which stops which, and what those do that none stops. `npm run prove:mistakes -- [--only ID]…
 * [--toolchain NAME]… [--json FILE] [--write]`, minutes of work.
 */
const { values: given } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    toolchain: { type: 'string', multiple: true },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const TEST_MS = 20_000;
const PAGE = join(ROOT, 'docs', 'mistakes.md');

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What the tools said of all programs of a toolchain at once. */
interface Batch {
  readonly build: Findings;
  readonly lint: Findings;
  readonly ownRules: Findings;
}

interface Bench {
  readonly lab: Laboratory;
  readonly toolchain: Toolchain;
  readonly batch: Batch;
}

async function toBatch(toolchain: Toolchain, programs: readonly Program[]): Promise<Batch> {
  // Tools that are given nothing take what is around them.
  if (programs.length === 0) return { build: new Map(), lint: new Map(), ownRules: new Map() };
  toolchain.layOut(programs);
  const build = await toolchain.build(programs);
  const built = programs.filter(({ folder }) => !build.has(folder));
  const lint = await toolchain.lint(built);
  const ownRules = await toolchain.lintByOwnRules(built);
  await toolchain.makeRunnable(built);
  return { build, lint, ownRules };
}

/** One program through all stages, and then on its trigger. */
async function lookAt({ lab, toolchain, batch }: Bench, program: Program, triggerMs: number): Promise<Found> {
  const { folder } = program;
  const build = batch.build.get(folder) ?? null;
  const found = { build, lint: batch.lint.get(folder) ?? null, ownRules: batch.ownRules.get(folder) ?? null };
  if (build !== null) return { ...found, test: null, race: null, trigger: null };
  const test = fromTest(await lab.run(toolchain.testOf(program), TEST_MS));
  const race = toolchain.raceOf(program);
  return {
    ...found,
    test,
    race: race === null ? null : fromTest(await lab.run(race, TEST_MS)),
    trigger: await lab.run(toolchain.triggerOf(program), triggerMs),
  };
}

/** The outcome of each mistake by its id; a problem of a seed is told and counted. */
async function prove(lab: Laboratory, toolchain: Toolchain, seeds: readonly Seed[], problems: string[]) {
  const { name } = toolchain;
  const expressible = seeds.filter((seed) => seed['not expressible'][name] === undefined);
  const batch = await toBatch(
    toolchain,
    expressible.flatMap(({ id }) => FORMS.map((form) => programOf(id, form))),
  );
  const outcomes = new Map<string, Outcome>();
  for (const seed of seeds) {
    const outcome = await outcomeOf({ lab, toolchain, batch }, seed);
    if (typeof outcome === 'string') problems.push(`${seed.id} in ${name}: ${outcome}`);
    else outcomes.set(seed.id, outcome);
    const told = typeof outcome === 'string' ? ['FAIL', outcome] : [wordOf(outcome), saidBy(outcome)];
    say([seed.id.padEnd(26), name.padEnd(10), (told[0] ?? '').padEnd(24), told[1]].join('  '));
  }
  return outcomes;
}

/** A text is what is wrong with the seed. */
async function outcomeOf(bench: Bench, seed: Seed): Promise<Outcome | string> {
  const reason = seed['not expressible'][bench.toolchain.name];
  if (reason !== undefined) return { kind: 'not expressible', reason };
  const triggerMs = seed['trigger seconds'] * 1000;
  const faulty = await lookAt(bench, programOf(seed.id, 'faulty'), triggerMs);
  const mended = await lookAt(bench, programOf(seed.id, 'mended'), triggerMs);
  const judged = judge(faulty, mended);
  return judged.ok ? judged.outcome : judged.problem;
}

async function all(seeds: readonly Seed[], names: readonly ToolchainName[], problems: string[]) {
  const lab = openLaboratory();
  const outcomes = new Map<ToolchainName, ReadonlyMap<string, Outcome>>();
  const versions = new Map<ToolchainName, readonly string[]>();
  try {
    for (const name of names) {
      const toolchain = lab.open(name);
      versions.set(name, await toolchain.versions());
      outcomes.set(name, await prove(lab, toolchain, seeds, problems));
    }
  } finally {
    lab.close();
  }
  return { outcomes, versions };
}

/** Null where one of the toolchains has none. */
function ofEach<T>(make: (name: ToolchainName) => T | undefined): Record<ToolchainName, T> | null {
  const [javascript, typescript, go, rust] = TOOLCHAINS.map(make);
  if (javascript === undefined || typescript === undefined || go === undefined || rust === undefined) return null;
  return { javascript, typescript, go, rust };
}

/** Null where a toolchain was left out or a seed has a problem: a table with holes would be read as a whole one. */
function resultOf(seeds: readonly Seed[], { outcomes, versions }: Awaited<ReturnType<typeof all>>): Result | null {
  const toldVersions = ofEach((name) => versions.get(name));
  const mistakes = seeds.flatMap(({ id, title, source }) => {
    const seen = ofEach((name) => outcomes.get(name)?.get(id));
    return seen === null ? [] : [{ id, title, source, seen }];
  });
  if (toldVersions === null || mistakes.length < seeds.length) return null;
  return {
    schema: 'bakeoff/mistakes@1',
    made: new Date().toISOString().slice(0, 10),
    versions: toldVersions,
    mistakes,
  };
}

function chosen(): { readonly seeds: readonly Seed[]; readonly names: readonly ToolchainName[] } {
  const seeds = readSeeds().filter(({ id }) => given.only === undefined || given.only.includes(id));
  const names = TOOLCHAINS.filter((name) => given.toolchain === undefined || given.toolchain.includes(name));
  if (seeds.length === 0) throw new Error('--only: no mistake has that id; the folders of mistakes/ are the ids');
  if (names.length === 0) throw new Error(`--toolchain: one of ${TOOLCHAINS.join(', ')}`);
  return { seeds, names };
}

function write(result: Result): void {
  const spliced = splice(readFileSync(PAGE, 'utf8'), excerpt(result), 'mistakes');
  if (!spliced.ok) throw new Error(`docs/mistakes.md: ${spliced.problem}`);
  writeFileSync(PAGE, spliced.text);
}

if (given.write && (given.only ?? given.toolchain) !== undefined) throw new Error('--write: only with all mistakes');
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
const { seeds, names } = chosen();
const problems: string[] = [];
const result = resultOf(seeds, await all(seeds, names, problems));
if (result !== null) {
  say(`\n${mistakesTable(result.mistakes)}\n\n${countsTable(result.mistakes)}`);
  if (given.json !== undefined) writeFileSync(given.json, `${JSON.stringify(result, null, 2)}\n`);
  if (given.write) write(result);
}
for (const problem of problems) say(`FAIL  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
