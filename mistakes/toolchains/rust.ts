import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fromCargo, type CargoMessage } from '../tools-said.ts';
import { heard, layOutFiles, type Program, type Toolchain, type Workshop } from './toolchain.ts';

const messageSchema = z.object({
  reason: z.string(),
  manifest_path: z.string().optional(),
  message: z
    .object({
      level: z.string(),
      message: z.string(),
      code: z.object({ code: z.string() }).nullable(),
      spans: z.array(z.object({ file_name: z.string(), line_start: z.number() })),
    })
    .optional(),
  executable: z.string().nullable().optional(),
});

const LIBRARY = 'pub mod subject;\npub mod trigger;\n\n#[cfg(test)]\nmod test;\n';

/** Nobody looks at these programs with a debugger, and with what that needs they fill a gigabyte. */
const PROFILE = '\n[profile.dev]\ndebug = 0\nincremental = false\n';

const manifest = (name: string): string =>
  `[package]\nname = "${name}"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n\n[dependencies]\nserver = { path = "../server" }\n`;

/** Each program is a package of one workspace; warnings of the compiler and of clippy count where clippy runs, not at the build. */
export function rust(workshop: Workshop, path: string): Toolchain {
  const { folder: cwd } = workshop;
  const tests = new Map<string, string>();
  const cargo = async (verb: string, programs: readonly Program[], ...options: readonly string[]) => {
    const packages = programs.flatMap(({ folder }) => ['--package', folder]);
    const argv = [path, verb, '--offline', '--quiet', '--message-format=json', ...options, ...packages];
    const ran = await workshop.run({ argv, cwd });
    const lines = ran.stdout.split('\n').filter((line) => line.startsWith('{'));
    const messages = lines.map((line): CargoMessage => messageSchema.parse(JSON.parse(line)));
    return { messages, of: (levels: readonly string[]) => heard(fromCargo(messages, levels), ran, `cargo ${verb}`) };
  };
  /** Of programs that compile: whatever fails here is not theirs. */
  const must = async (...given: Parameters<typeof cargo>): Promise<readonly CargoMessage[]> => {
    const { messages, of } = await cargo(...given);
    const [first] = of(['error']);
    if (first !== undefined) throw new Error(`cargo ${given[0]}: ${first.join(': ')}`);
    return messages;
  };
  const version = async (...argv: readonly string[]): Promise<string> => {
    const { stdout } = await workshop.run({ argv: [path, ...argv], cwd });
    return stdout.trim().replace(/ \(.*$/u, '');
  };
  return {
    name: 'rust',
    versions: async () => [await version('--version'), await version('clippy', '--version')],
    layOut: (programs) => {
      for (const program of programs) {
        const names = { subject: 'src/subject.rs', test: 'src/test.rs', trigger: 'src/trigger.rs' };
        layOutFiles(workshop, 'rust', program, names);
        const folder = join(cwd, program.folder);
        writeFileSync(join(folder, 'Cargo.toml'), manifest(program.folder));
        writeFileSync(join(folder, 'src', 'lib.rs'), LIBRARY);
        writeFileSync(
          join(folder, 'src', 'main.rs'),
          `fn main() {\n    ${program.folder.replaceAll('-', '_')}::trigger::run();\n}\n`,
        );
      }
      mkdirSync(join(cwd, 'server', 'src'), { recursive: true });
      writeFileSync(join(cwd, 'server', 'Cargo.toml'), manifest('server').replace(/server = .*\n/u, ''));
      copyFileSync(join(workshop.root, 'mistakes', 'server', 'server.rs'), join(cwd, 'server', 'src', 'lib.rs'));
      const members = ['server', ...programs.map(({ folder }) => folder)].map((name) => `"${name}"`);
      writeFileSync(
        join(cwd, 'Cargo.toml'),
        `[workspace]\nresolver = "3"\nmembers = [${members.join(', ')}]\n${PROFILE}`,
      );
    },
    build: async (programs) => (await cargo('build', programs, '--keep-going')).of(['error']),
    lint: async (programs) => (await cargo('clippy', programs, '--keep-going')).of(['error', 'warning']),
    lintByOwnRules: () => Promise.resolve(new Map()),
    makeRunnable: async (programs) => {
      const made = await must('test', programs, '--no-run', '--lib');
      for (const { executable, manifest_path: of } of made) {
        if (typeof executable === 'string') tests.set(of?.split('/').at(-2) ?? '', executable);
      }
      // As it would be in production: optimised, and without the checks of overflow that debug builds have.
      await must('build', programs, '--release');
    },
    testOf: ({ folder }) => ({ argv: [tests.get(folder) ?? `no test of ${folder}`], cwd: join(cwd, folder) }),
    raceOf: () => null,
    triggerOf: ({ folder }) => ({ argv: [join(cwd, 'target', 'release', folder)], cwd: join(cwd, folder) }),
  };
}
