import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv, Contender } from '../../thinking/contender/contender.ts';
import { known, unknown } from '../../thinking/footprint/figure.ts';
import { compileSteps, MAIN_SOURCES } from '../../thinking/footprint/builds.ts';
import type { Figure, Unknown } from '../../thinking/footprint/footprint.ts';
import { runCommand } from '../build/command.ts';
import { endText, type ToolMeans } from './command-output.ts';
import { safeName } from './subject.ts';
import { copySources, putComment } from './sources-copy.ts';

/** A contender's two builds: of a copy of which nothing is built yet, and again after one line was added to its main source. */
export interface BuildTimes {
  readonly clean: BuildTime;
  readonly incremental: BuildTime;
  readonly changed: string | null;
}

interface BuildTime {
  readonly wall: Figure;
  readonly cpu: Figure;
}

export interface BuildTimeMeans extends ToolMeans {
  readonly clock: () => number;
}

/** As long as any build may take. */
const WITHIN_MS = 20 * 60_000;

/**
 * Settings that would bring in what was compiled before, or put what is compiled elsewhere than into the copy. Go's cache is its own
 * folder below; downloads stay where they are.
 */
const NOT_HERE =
  /^(?:RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|CARGO_BUILD_RUSTC\w*WRAPPER|CARGO_TARGET_DIR|CARGO_BUILD_\w*DIR)$/u;

/** Builds a copy of the contender in a folder that is removed at the end. */
export async function timeBuilds(contender: Contender, means: BuildTimeMeans): Promise<BuildTimes> {
  const folder = means.isolation.temporaryDirectory(`build-${safeName(contender)}`);
  try {
    const copy = join(folder, 'copy');
    await copySources(contender.dir, copy);
    const environment = buildingIn(folder, contender, means.environment);
    return await bothBuilds(contender, copy, { ...means, environment });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildingIn(
  folder: string,
  { buildEnv }: Contender,
  environment: ToolMeans['environment'],
): Record<string, string> {
  const kept = Object.entries({ ...environment, ...buildEnv }).filter(([name]) => !NOT_HERE.test(name));
  return {
    ...Object.fromEntries(kept),
    TMPDIR: folder,
    GOCACHE: join(folder, 'go-build'),
    // What is in npm's cache is taken from there without asking whether it is still the same.
    NPM_CONFIG_PREFER_OFFLINE: 'true',
  };
}

async function bothBuilds(contender: Contender, copy: string, means: BuildTimeMeans): Promise<BuildTimes> {
  if (contender.build.length === 0) return { clean: NOTHING, incremental: NOTHING, changed: null };
  const clean = await timed(contender.build, copy, means);
  const again = compileSteps(contender.build);
  if (again.length === 0) return { clean, incremental: NOTHING, changed: null };
  const changed = MAIN_SOURCES.find((file) => existsSync(join(copy, file))) ?? null;
  if (changed === null) return { clean, incremental: neither({ kind: 'no-main-source' }), changed };
  if (clean.wall.kind !== 'known') return { clean, incremental: clean, changed: null };
  await putComment(join(copy, changed));
  return { clean, incremental: await timed(again, copy, means), changed };
}

const NOTHING: BuildTime = {
  wall: { kind: 'none', why: 'nothing-to-build' },
  cpu: { kind: 'none', why: 'nothing-to-build' },
};

function neither(why: Unknown): BuildTime {
  return { wall: unknown(why), cpu: unknown(why) };
}

/** The commands one after the other: time on the wall, and CPU time of all that they started. */
async function timed(commands: readonly Argv[], cwd: string, means: BuildTimeMeans): Promise<BuildTime> {
  const { isolation, clock, environment, signal } = means;
  const from = clock();
  let cpuS = 0;
  for (const [index, argv] of commands.entries()) {
    const end = await runCommand(`build-${index + 1}`, argv, {
      isolation,
      environment,
      signal,
      cwd,
      withinMs: WITHIN_MS,
    });
    if (end.kind !== 'ended' || end.exit.kind !== 'code' || end.exit.code !== 0)
      return neither({ kind: 'command', command: argv.join(' '), reason: endText(end) });
    cpuS += end.cpuS;
  }
  const wall = known((clock() - from) / 1000);
  return { wall, cpu: isolation.limits.cpu === 'kernel' ? known(cpuS) : unknown({ kind: 'cpu-not-counted' }) };
}
