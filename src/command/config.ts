import { stringify } from 'yaml';
import { loadBakeoff } from '../doing/definition/load.ts';
import { configJsonSchema } from '../thinking/plan/schema.ts';
import { problemLine } from '../thinking/report/words.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** `bakeoff config`: the bake-off as it would be run, every default filled in; or the schema of its file. */
export async function config(options: GlobalOptions & { readonly schema: boolean }, world: World): Promise<number> {
  if (options.schema) {
    world.out.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    return EXIT.ok;
  }
  const defined = await loadBakeoff(options.config, world.cwd);
  if (!defined.ok) {
    for (const problem of defined.problems) world.err.write(`${problemLine(problem)}\n`);
    return EXIT.usage;
  }
  const { contenders, scenarios, ...rest } = defined.value;
  // A scenario holds all its pools' values; whoever wants them has the files.
  const brief = scenarios.map(({ id, dir, question, load, operations, cases }) => ({
    id,
    dir,
    question,
    load,
    operations: operations.map(({ id: operation, weight }) => ({ id: operation, weight })),
    cases: cases.length,
  }));
  const document = { ...rest, contenders, scenarios: brief };
  world.out.write(
    options.json ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { aliasDuplicateObjects: false }),
  );
  return EXIT.ok;
}
