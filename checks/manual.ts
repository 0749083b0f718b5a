import { spawnSync } from 'node:child_process';
import type { Finding, TextFile } from './finding.ts';

/** A command that a page shows to readers, as `$ ./bakeoff …` in a fenced block. */
export interface ShownCommand {
  readonly where: string;
  readonly argv: readonly string[];
}

/** The commands of `sh` and `console` blocks in the pages given. */
export function shownCommands(pages: readonly TextFile[]): readonly ShownCommand[] {
  return pages.flatMap((page) => {
    let inBlock = false;
    return page.text.split('\n').flatMap((line, index) => {
      if (line.startsWith('```')) inBlock = !inBlock && /^```(?:sh|console|shell)$/u.test(line.trim());
      const command = inBlock ? /^\$ (.+)$/u.exec(line)?.[1] : undefined;
      if (command === undefined) return [];
      return [{ where: `${page.path}:${index + 1}`, argv: (command.split(' #')[0] ?? '').trim().split(/\s+/u) }];
    });
  });
}

/** Verbs that measure: they are tried with `--dry-run`, which reads and plans everything but starts nothing. */
const MEASURING = new Set(['run']);
/** Verbs that need a finished run, a service of the reader's, or a quiet machine for minutes: their words are checked by `--help` only. */
const NEEDS_MORE = new Set([
  'compare',
  'report',
  'runs',
  'check',
  'fairness',
  'footprint',
  'loadgen',
  'calibrate',
  'claims',
  'decide',
]);

/** What is really run for a shown command; null where it is no command of ours (git, cd) or an npm script that must exist. */
export function trial(argv: readonly string[]): readonly string[] | null {
  const [program, verb] = argv;
  if (program === 'npm') return null;
  if (program !== './bakeoff' || verb === undefined) return null;
  if (MEASURING.has(verb)) return [...argv.slice(1), '--dry-run'];
  if (NEEDS_MORE.has(verb)) return [...argv.slice(1), '--help'];
  return argv.slice(1);
}

/** Runs what the pages show. A page whose commands do not work is worse than none. */
export function checkManual(
  pages: readonly TextFile[],
  scripts: Readonly<Record<string, string>>,
  root: string,
): readonly Finding[] {
  return shownCommands(pages).flatMap(({ where, argv }) => {
    const script = npmScript(argv);
    if (script !== null)
      return script in scripts ? [] : [{ check: 'manual', where, text: `package.json has no script '${script}'` }];
    const tried = trial(argv);
    if (tried === null) return [];
    const ended = spawnSync('./bakeoff', tried, { cwd: root, encoding: 'utf8', timeout: 60_000 });
    if (ended.status === 0) return [];
    return [
      {
        check: 'manual',
        where,
        text: `./bakeoff ${tried.join(' ')} ended with ${ended.status ?? ended.signal}: ${ended.stderr.trim().slice(-300)}`,
      },
    ];
  });
}

function npmScript(argv: readonly string[]): string | null {
  if (argv[0] !== 'npm') return null;
  if (argv[1] === 'start' || argv[1] === 'test') return argv[1];
  return argv[1] === 'run' ? (argv[2] ?? null) : null;
}
