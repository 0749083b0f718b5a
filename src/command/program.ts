import { Command, CommanderError } from 'commander';
import { describeVerbs } from './verbs.ts';
import { version } from './product.ts';
import { EXIT, type World } from './world.ts';

const EPILOGUE = `
Exit codes: 0 ok, 2 usage or config, 5 machine unfit or run refused, 6 a contender did not build, start or answer correctly,
130/143 interrupted (what was finished is kept), 1 a bug in Bakeoff.
The load generator alone: bakeoff loadgen --help`;

/** Reads the command line and carries out its verb; resolves with the exit code. */
export async function program(world: World): Promise<number> {
  let code: number = EXIT.ok;
  const root = new Command('bakeoff')
    .description(
      'Measures which backend stack fits your workload: an interval on every ratio,\n' +
        '"equivalent" and "undecided" where that is the truth.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EPILOGUE)
    .showSuggestionAfterError(true)
    .showHelpAfterError('(bakeoff --help lists verbs and options)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => world.out.write(text), writeErr: (text) => world.err.write(text) });
  describeVerbs(root, world, (ended) => {
    code = ended;
  });
  for (const verb of root.commands) verb.exitOverride();
  try {
    await root.parseAsync([...world.args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return code;
}
