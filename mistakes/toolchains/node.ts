import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fromOxlint, fromTsc, type Findings } from '../tools-said.ts';
import { heard, layOutFiles, type Program, type Toolchain, type Workshop } from './toolchain.ts';

const oxlintSchema = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.number() }) })),
    }),
  ),
});

const bin = ({ root }: Workshop, name: string): string => join(root, 'node_modules', '.bin', name);

/** The parts of oxlint's command that differ: which rules, with types or not, and on which files. */
async function oxlint(workshop: Workshop, options: readonly string[], files: readonly string[]): Promise<Findings> {
  // Named one by one: oxlint passes over folders that git ignores.
  const argv = [bin(workshop, 'oxlint'), ...options, '--format=json', ...files];
  const { stdout, stderr } = await workshop.run({ argv, cwd: workshop.folder });
  if (!stdout.startsWith('{')) throw new Error(`oxlint told nothing: ${stdout}${stderr}`);
  return fromOxlint(oxlintSchema.parse(JSON.parse(stdout)));
}

/** The program only: by the linter's rules for promises, each `test(…)` of Node's own test runner would have to be awaited. */
const filesOf = (programs: readonly Program[], extension: string): readonly string[] =>
  programs.map(({ folder }) => `${folder}/subject${extension}`);

function runnable(
  workshop: Workshop,
  extension: string,
): Pick<Toolchain, 'testOf' | 'raceOf' | 'triggerOf' | 'makeRunnable'> {
  const cwd = ({ folder }: Program): string => join(workshop.folder, folder);
  return {
    makeRunnable: () => Promise.resolve(),
    testOf: (program) => ({ argv: [process.execPath, '--test', `test${extension}`], cwd: cwd(program) }),
    raceOf: () => null,
    triggerOf: (program) => ({ argv: [process.execPath, `trigger${extension}`], cwd: cwd(program) }),
  };
}

function layOut(workshop: Workshop, name: 'javascript' | 'typescript', extension: string) {
  return (programs: readonly Program[]): void => {
    const names = { subject: `subject${extension}`, test: `test${extension}`, trigger: `trigger${extension}` };
    for (const program of programs) layOutFiles(workshop, name, program, names);
    copyFileSync(join(workshop.root, 'mistakes', 'server', 'server.ts'), join(workshop.folder, 'server.ts'));
    // Nothing is configured: the linter as it comes.
    writeFileSync(join(workshop.folder, 'as-it-comes.json'), '{}\n');
  };
}

async function version(workshop: Workshop, name: string): Promise<string> {
  const { stdout } = await workshop.run({ argv: [bin(workshop, name), '--version'], cwd: workshop.folder });
  return `${name} ${stdout.trim().replace(/^Version:? /u, '')}`;
}

/** Plain JavaScript: nothing but the syntax is checked before it runs, and the linter has no types to go by. */
export function javascript(workshop: Workshop): Toolchain {
  return {
    name: 'javascript',
    versions: async () => [`node ${process.version}`, await version(workshop, 'oxlint')],
    layOut: layOut(workshop, 'javascript', '.js'),
    build: async (programs) => {
      const found = new Map<string, string>();
      for (const { folder } of programs) {
        const argv = [process.execPath, '--check', `${folder}/subject.js`];
        const { stderr } = await workshop.run({ argv, cwd: workshop.folder });
        if (stderr.trim() !== '') found.set(folder, /^\w*Error: .*$/mu.exec(stderr)?.[0] ?? stderr.trim());
      }
      return found;
    },
    lint: (programs) => oxlint(workshop, ['--config', 'as-it-comes.json'], filesOf(programs, '.js')),
    lintByOwnRules: () => Promise.resolve(new Map()),
    ...runnable(workshop, '.js'),
  };
}

/** What the compiler is asked for: strict, and the two checks that strict leaves out and that find absent values. */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: 'esnext',
    lib: ['esnext'],
    module: 'nodenext',
    moduleDetection: 'force',
    types: ['node'],
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  },
  include: ['**/*.ts'],
};

export function typescript(workshop: Workshop): Toolchain {
  const ownRules = join(workshop.root, '.oxlintrc.json');
  return {
    name: 'typescript',
    versions: async () => [
      `node ${process.version}`,
      await version(workshop, 'tsc'),
      `${await version(workshop, 'oxlint')} with types`,
    ],
    layOut: (programs) => {
      layOut(workshop, 'typescript', '.ts')(programs);
      writeFileSync(join(workshop.folder, 'tsconfig.json'), `${JSON.stringify(TSCONFIG)}\n`);
    },
    build: async () => {
      const ran = await workshop.run({ argv: [bin(workshop, 'tsc')], cwd: workshop.folder });
      return heard(fromTsc(ran.stdout), ran, 'tsc');
    },
    lint: (programs) => oxlint(workshop, ['--config', 'as-it-comes.json', '--type-aware'], filesOf(programs, '.ts')),
    lintByOwnRules: (programs) => oxlint(workshop, ['--config', ownRules], filesOf(programs, '.ts')),
    ...runnable(workshop, '.ts'),
  };
}
