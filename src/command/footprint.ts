import { measureFootprints, type FootprintEnd, type FootprintStep } from '../doing/footprint/footprints.ts';
import type { WithoutFootprint } from '../thinking/footprint/footprint.ts';
import { footprintDocument } from '../thinking/report/footprint-document.ts';
import { footprintReport, type FootprintLook } from '../thinking/report/footprint.ts';
import { failureText } from '../thinking/report/words.ts';
import { codeOf, endingText } from './ending.ts';
import { readLineUp } from './line-up.ts';
import { meansOf } from './means.ts';
import { version } from './product.ts';
import { progress } from './progress.ts';
import { widthOf } from './publish.ts';
import { openForgetfulStore } from './store.ts';
import { readTools, type Tools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface FootprintOptions extends GlobalOptions {
  readonly contenders: readonly string[];
  readonly scenario: string;
  readonly starts: number;
  /** True to time builds too, which takes minutes. */
  readonly builds: boolean;
  /** True to let the package manager ask its source of packages. */
  readonly advisories: boolean;
}

/** `bakeoff footprint`: what each contender takes before and besides its work. Nothing of it is kept. */
export async function footprint(options: FootprintOptions, world: World): Promise<number> {
  const { contenders, scenario: asked } = options;
  const lineUp = await readLineUp(options.config, { contenders, scenarios: [asked], profile: 'smoke' }, world);
  const [scenario] = lineUp?.bakeoff.scenarios ?? [];
  if (lineUp === null || scenario === undefined) return EXIT.usage;
  if (scenario.services.length > 0) {
    world.err.write(
      `--scenario: expected one without services, since a start would wait for them, got ${scenario.id}, which needs ${scenario.services.join(' and ')}; leave it out to ask hello\n`,
    );
    return EXIT.usage;
  }
  for (const { contender, reason } of lineUp.leftOut) world.err.write(`out    ${contender}: ${reason}\n`);
  const store = openForgetfulStore(options, world);
  if (store === null) return EXIT.unfit;
  const tools = readTools();
  const out = new Set(lineUp.leftOut.map(({ contender }) => contender));
  const { starts, builds, advisories } = options;
  const wishes = { scenario: scenario.id, starts, builds, advisories };
  const { bakeoff } = lineUp;
  const taking = bakeoff.contenders.filter(({ id }) => !out.has(id));
  const at = world.now();
  const end = await measureFootprints(
    { bakeoff, contenders: taking, scenario, wishes },
    { ...meansOf(store, tools, world, progress(options, world)), step: stepsTo(options, world) },
  );
  store.ledger.close();
  if (end.kind !== 'done') return ended(end, tools, world);
  const look = { machine: end.machine, version: version(), at, wishes, footprints: end.footprints };
  show(look, end.without, options, world);
  const failures = end.without.map(({ failure }) => failure);
  return codeOf({ kind: 'built', failures }, [], null, world.stop.code());
}

type Ended = Exclude<FootprintEnd, { kind: 'done' }>;

/** What is said of an end without footprints, and its exit code. */
function ended(end: Ended, tools: Tools, world: World): number {
  switch (end.kind) {
    case 'interrupted':
      world.err.write('Stopped.\n');
      return world.stop.code();
    case 'no-first-answer':
      world.err.write(
        '--scenario: expected one with a case that is answered with a status of 200 to 299, got one without\n',
      );
      return EXIT.usage;
    case 'machine-busy':
    case 'cores':
      world.err.write(endingText(end, tools));
      return codeOf(end, [], null, world.stop.code());
  }
}

function show(
  look: FootprintLook,
  without: readonly WithoutFootprint[],
  options: FootprintOptions,
  world: World,
): void {
  if (options.json) {
    world.out.write(`${JSON.stringify(footprintDocument(look, without), null, 2)}\n`);
    return;
  }
  world.out.write(footprintReport(look, widthOf(world)));
  for (const { contender, failure } of without) {
    const { reason, remedy } = failureText(failure);
    world.out.write(`no footprint  ${contender}  ${reason}\n              ${remedy}\n`);
  }
}

function stepsTo(options: FootprintOptions, world: World): (step: FootprintStep) => void {
  return (step) => {
    if (options.ndjson) world.err.write(`${JSON.stringify(step)}\n`);
    else if (!options.quiet) world.err.write(`${stepText(step)}\n`);
  };
}

function stepText(step: FootprintStep): string {
  switch (step.kind) {
    case 'looking':
      return `look   ${step.contender}: idle, then under load`;
    case 'starting':
      return `start  ${step.round} of ${step.of}, everybody once`;
    case 'timing-builds':
      return `time   ${step.contender}: builds of a copy`;
  }
}
