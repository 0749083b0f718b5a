/** A command as its words. */
type Words = readonly string[];

/** Commands that fetch packages: nobody gives them again after a change of a source file. */
const FETCHES = new Set(['ci', 'install', 'i', 'add', 'clean-install']);
const FETCHERS = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** The steps of a build that are to be done again when a source file has changed. */
export function compileSteps<T extends Words>(build: readonly T[]): readonly T[] {
  return build.filter(([program = '', verb = '']) => !(FETCHERS.has(program) && FETCHES.has(verb)));
}

/** Where the main source of a contender is looked for, in this order; a comment is written alike in all of these languages. */
export const MAIN_SOURCES = [
  'src/main.rs',
  'main.go',
  'src/main.ts',
  'src/server.ts',
  'src/index.ts',
  'main.ts',
  'server.ts',
] as const;
