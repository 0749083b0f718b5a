import type { Contender } from '../../thinking/contender/contender.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import { exitText, runCommand, type CommandMeans } from './command.ts';
import { lookOf, readStamp, standing, writeStamp, type BuildPlace, type Stamp } from './stamp.ts';

/** A contender that can be started, with what identifies it in every measurement. */
export interface Built {
  readonly contender: Contender;
  /** `sha256:…` of its sources. */
  readonly source: string;
  readonly version: string;
  readonly fresh: boolean;
  readonly tookMs: number;
}

export type BuildEnd =
  | { readonly ok: true; readonly value: Built }
  | { readonly ok: false; readonly failure: ContenderFailure }
  | { readonly ok: false; readonly failure: null };

/** What building needs; `digest` is of the contender's folder as it stands now. */
export interface BuildMeans extends Omit<CommandMeans, 'cwd' | 'withinMs'> {
  readonly stamps: string;
  readonly digest: string;
  /** True to build even what stands as it was built before. */
  readonly anew: boolean;
  readonly clock: () => number;
}

/** A cold build of the slowest stack takes two minutes on two cores; beyond this it hangs. */
const BUILD_WITHIN_MS = 20 * 60_000;
const QUESTION_WITHIN_MS = 30_000;

/**
 * Checks what the contender needs, reads its version and builds it, unless the same sources were built before by the same version
 * and what the build left is still there, or a build anew is asked for. A failure is the contender's; `failure: null` means we were interrupted.
 */
export async function buildContender(contender: Contender, means: BuildMeans): Promise<BuildEnd> {
  const from = means.clock();
  const missing = await missingRequirement(contender, means);
  if (missing !== null) return missing;
  const version = await readVersion(contender, means);
  if (!version.ok) return version;
  const stamp = stampOf(contender, means.digest, version.value);
  const place = placeOf(contender);
  const done = (fresh: boolean): BuildEnd => ({
    ok: true,
    value: { contender, source: means.digest, version: version.value, fresh, tookMs: means.clock() - from },
  });
  if (!means.anew && standing(readStamp(means.stamps, place), stamp, place)) return done(false);
  for (const argv of contender.build) {
    const end = await ask(contender, argv, means, BUILD_WITHIN_MS);
    const failure = buildFailure(argv.join(' '), end);
    if (failure !== null) return failure;
  }
  writeStamp(means.stamps, place, stamp);
  return done(true);
}

function stampOf({ build, buildEnv }: Contender, digest: string, version: string): Stamp {
  return { digest, version, build, env: buildEnv };
}

/** Where a contender's build is remembered. */
export function placeOf({ dir, variant, start }: Contender): BuildPlace {
  return { dir, variant: variant?.builds === true ? variant.name : null, program: start[0] };
}

/**
 * Whether what was built still stands. Several builds share a folder where variants build for themselves; one that writes over what
 * another made would be measured under the other's name.
 */
export function stillStands({ contender, source }: Built, stamps: string): boolean {
  const place = placeOf(contender);
  const stamp = readStamp(stamps, place);
  // Without a stamp of this build, as on a full disk, nothing is known.
  return stamp === null || stamp.digest !== source || stamp.program === lookOf(place);
}

function ask(
  contender: Contender,
  argv: Contender['start'],
  means: BuildMeans,
  withinMs: number,
): ReturnType<typeof runCommand> {
  const environment = { ...means.environment, ...contender.buildEnv };
  return runCommand(`build-${contender.id}`, argv, { ...means, environment, cwd: contender.dir, withinMs });
}

async function missingRequirement(
  contender: Contender,
  means: BuildMeans,
): Promise<Extract<BuildEnd, { ok: false }> | null> {
  for (const requirement of contender.requires) {
    const end = await ask(contender, requirement.run, means, QUESTION_WITHIN_MS);
    if (end.kind === 'interrupted') return { ok: false, failure: null };
    if (end.kind === 'ended' && end.exit.kind === 'code' && end.exit.code === 0) continue;
    const { why, install } = requirement;
    return { ok: false, failure: { kind: 'requirement-missing', command: requirement.run.join(' '), why, install } };
  }
  return null;
}

/** A result whose program cannot be named is of no use to a reader, so there is none without a version. */
async function readVersion(
  contender: Contender,
  means: BuildMeans,
): Promise<{ ok: true; value: string } | Extract<BuildEnd, { ok: false }>> {
  if (contender.version === null) return { ok: true, value: `source ${means.digest.slice(0, 19)}` };
  const { run, pattern } = contender.version;
  const end = await ask(contender, run, means, QUESTION_WITHIN_MS);
  if (end.kind === 'interrupted') return { ok: false, failure: null };
  const text = end.kind === 'ended' || end.kind === 'too-long' ? end.lastLines.join('\n') : end.reason;
  const version = new RegExp(pattern, 'u').exec(text)?.groups?.['version'];
  if (version !== undefined) return { ok: true, value: version };
  return { ok: false, failure: { kind: 'version-unknown', command: run.join(' '), pattern, got: text } };
}

function buildFailure(
  command: string,
  end: Awaited<ReturnType<typeof runCommand>>,
): Extract<BuildEnd, { ok: false }> | null {
  const broken = (exit: string, lastLines: readonly string[]): Extract<BuildEnd, { ok: false }> => ({
    ok: false,
    failure: { kind: 'build-failed', command, exit, lastLines },
  });
  switch (end.kind) {
    case 'interrupted':
      return { ok: false, failure: null };
    case 'not-started':
      return broken(end.reason, []);
    case 'too-long':
      return broken(`not done within ${BUILD_WITHIN_MS / 60_000} minutes`, end.lastLines);
    case 'ended':
      return end.exit.kind === 'code' && end.exit.code === 0 ? null : broken(exitText(end.exit), end.lastLines);
  }
}
