import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromGo, type Findings } from '../tools-said.ts';
import { heard, layOutFiles, type Program, type Toolchain, type Workshop } from './toolchain.ts';

const packages = (programs: readonly Program[]): readonly string[] => programs.map(({ folder }) => `./${folder}`);

/** Without what only a debugger reads. */
const SMALL = '-ldflags=-s -w';

/** All programs are packages of one module; `go vet` is the linter that comes with it. */
export function go(workshop: Workshop, path: string): Toolchain {
  const { folder: cwd } = workshop;
  const run = (...args: readonly string[]) => workshop.run({ argv: [path, ...args], cwd });
  const must = async (...args: readonly string[]): Promise<void> => {
    heard(new Map(), await run(...args), `go ${args.slice(0, 3).join(' ')}`);
  };
  const findings = async (verb: string, programs: readonly Program[]): Promise<Findings> => {
    const ran = await run(verb, ...packages(programs));
    return heard(fromGo(ran.stderr), ran, `go ${verb}`);
  };
  return {
    name: 'go',
    versions: async () => [(await run('version')).stdout.trim().replace(/^go version go/u, 'go ')],
    layOut: (programs) => {
      const names = { subject: 'subject.go', test: 'subject_test.go', trigger: 'trigger.go' };
      for (const program of programs) layOutFiles(workshop, 'go', program, names);
      mkdirSync(join(cwd, 'server'), { recursive: true });
      copyFileSync(join(workshop.root, 'mistakes', 'server', 'server.go'), join(cwd, 'server', 'server.go'));
      for (const name of ['programs', 'tests', 'races']) mkdirSync(join(cwd, name), { recursive: true });
      writeFileSync(join(cwd, 'go.mod'), 'module mistakes\n\ngo 1.25\n');
    },
    build: (programs) => findings('build', programs),
    lint: (programs) => findings('vet', programs),
    lintByOwnRules: () => Promise.resolve(new Map()),
    makeRunnable: async (programs) => {
      await must('build', SMALL, '-o', 'programs/', ...packages(programs));
      await must('test', SMALL, '-c', '-o', 'tests/', ...packages(programs));
      await must('test', SMALL, '-race', '-c', '-o', 'races/', ...packages(programs));
    },
    testOf: ({ folder }) => ({ argv: [join(cwd, 'tests', `${folder}.test`)], cwd: join(cwd, folder) }),
    raceOf: ({ folder }) => ({ argv: [join(cwd, 'races', `${folder}.test`)], cwd: join(cwd, folder) }),
    triggerOf: ({ folder }) => ({ argv: [join(cwd, 'programs', folder)], cwd: join(cwd, folder) }),
  };
}
