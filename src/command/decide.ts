import { relative } from 'node:path';
import { loadClaims } from '../doing/definition/claims.ts';
import { loadBakeoff, NO_OVERRIDES } from '../doing/definition/load.ts';
import { decide as decideAmong } from '../thinking/advice/decide.ts';
import { pose } from '../thinking/advice/options.ts';
import { questionOf } from '../thinking/advice/parse.ts';
import { trafficFlips } from '../thinking/advice/traffic.ts';
import { withoutCores } from '../thinking/contender/cores.ts';
import { didYouMean } from '../thinking/definition/nearest.ts';
import type { Problem } from '../thinking/definition/problem.ts';
import type { Bakeoff } from '../thinking/plan/plan.ts';
import { decisionRecord } from '../thinking/report/adr.ts';
import { decisionDocument, decisionReport } from '../thinking/report/decision.ts';
import { missingText, type DecisionInput } from '../thinking/report/words-of-decision.ts';
import { problemLine } from '../thinking/report/words.ts';
import { gather } from './evidence.ts';
import { writeWhole } from './files.ts';
import { ROOT } from './product.ts';
import { widthOf } from './publish.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface DecideOptions extends GlobalOptions {
  readonly records: readonly string[];
  /** Where a record of the decision is written; null: nowhere. */
  readonly adr: string | null;
}

/** `bakeoff decide`: knock-outs, dominance, points, how sure, and what would change it, by the config's `decide:`. */
export async function decide(options: DecideOptions, world: World): Promise<number> {
  const bakeoff = await readBakeoff(options, world);
  if (bakeoff === null) return EXIT.usage;
  const defined = loadClaims(ROOT, world.cwd);
  if (!defined.ok) return refuse(defined.problems, world);
  const evidence = gather(options, options.records, world);
  if (evidence === null) return EXIT.unfit;
  const known = { ...evidence, parts: defined.value.parts };
  const candidates = [...new Map(bakeoff.contenders.map((one) => [withoutCores(one.id), one])).entries()].map(
    ([id, { title, language }]) => ({ id, title, language }),
  );
  const scenarios = bakeoff.scenarios.map(({ id }) => id);
  const question = questionOf(bakeoff.decide, { candidates, scenarios, p99Ms: bakeoff.objective.p99Ms });
  if (question.current !== null && !candidates.some(({ id }) => id === question.current)) {
    const ids = candidates.map(({ id }) => id);
    const hint = didYouMean(question.current, ids) ?? `there are ${ids.join(', ')}`;
    world.err.write(`decide.current: expected one of the options, got ${question.current}; ${hint}\n`);
    return EXIT.usage;
  }
  const posed = pose(question, known);
  if (posed.options.length === 0 || posed.criteria.every(({ weight }) => weight === 0)) {
    for (const missing of posed.missing) world.err.write(`${missingText(missing)}\n`);
    world.err.write('Nothing is left to choose among, or to choose by.\n');
    return EXIT.unfit;
  }
  const { limits, weighting, current, seed } = question;
  const decision = decideAmong({ ...posed, limits, weighting, current, seed });
  return show({ question, posed, decision, traffic: trafficFlips(question, known) }, options, world);
}

/** The config, with the options that its `decide:` names in the place of its contenders. */
async function readBakeoff(options: GlobalOptions, world: World): Promise<Bakeoff | null> {
  const read = await loadBakeoff(options.config, world.cwd);
  const named = read.ok ? read.value.decide.options : undefined;
  const chosen =
    named === undefined ? read : await loadBakeoff(options.config, world.cwd, { ...NO_OVERRIDES, contenders: named });
  if (chosen.ok) return chosen.value;
  refuse(chosen.problems, world);
  return null;
}

function refuse(problems: readonly Problem[], world: World): number {
  for (const problem of problems) world.err.write(`${problemLine(problem)}\n`);
  return EXIT.usage;
}

function show(input: DecisionInput, options: DecideOptions, world: World): number {
  if (options.json) world.out.write(`${JSON.stringify(decisionDocument(input), null, 2)}\n`);
  else world.out.write(decisionReport(input, widthOf(world)));
  if (options.adr === null) return EXIT.ok;
  const date = world.now().toISOString().slice(0, 10);
  const problem = writeWhole(options.adr, decisionRecord(input, { date, command: 'bakeoff decide' }));
  world.err.write(`${problem ?? `wrote ${relative(world.cwd, options.adr)}`}\n`);
  return problem === null ? EXIT.ok : EXIT.unfit;
}
