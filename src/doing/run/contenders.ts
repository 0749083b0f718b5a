import { digestFolder } from '../definition/digest.ts';
import { buildContender, stillStands, type Built } from '../build/build.ts';
import { buildEnvironment } from '../build/environment.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import type { Contender } from '../../thinking/contender/contender.ts';
import { withoutCores } from '../../thinking/contender/cores.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { RunMeans } from './run.ts';

/** Contenders that can be started, and those that cannot with the reason. Null: interrupted. */
export interface Prepared {
  readonly built: ReadonlyMap<string, Built>;
  readonly failed: ReadonlyMap<string, ContenderFailure>;
}

/** Builds one contender after the other, `anew` also where a build of the same sources stands: two builds at once on two cores take as long, and their output would mix. */
export async function buildAll(
  contenders: readonly Contender[],
  anew: boolean,
  isolation: Isolation,
  means: Pick<RunMeans, 'environment' | 'stamps' | 'clock' | 'signal' | 'tell'>,
): Promise<Prepared | null> {
  const built = new Map<string, Built>();
  const failed = new Map<string, ContenderFailure>();
  // Compilers leave their temporary files where they are killed; here they go with the run.
  const environment = { ...buildEnvironment(means.environment), TMPDIR: isolation.temporaryDirectory('build') };
  for (const contender of contenders) {
    if (contender.cores !== null) continue;
    means.tell({ kind: 'building', contender: contender.id });
    const end = await buildContender(contender, {
      isolation,
      environment,
      signal: means.signal,
      stamps: means.stamps,
      digest: await digestFolder(contender.dir),
      anew,
      clock: means.clock,
    });
    if (end.ok) {
      const { version, fresh, tookMs } = end.value;
      built.set(contender.id, end.value);
      means.tell({ kind: 'built', contender: contender.id, version, fresh, tookMs });
    } else if (end.failure === null) {
      return null;
    } else {
      failed.set(contender.id, end.failure);
      means.tell({ kind: 'failed', contender: contender.id, scenario: null, failure: end.failure });
    }
  }
  for (const { id, start, dir } of overwritten(built, means.stamps)) {
    const failure: ContenderFailure = { kind: 'overwritten', program: start[0], dir };
    built.delete(id);
    failed.set(id, failure);
    means.tell({ kind: 'failed', contender: id, scenario: null, failure });
  }
  for (const contender of contenders) sharePlain(contender, built, failed);
  return { built, failed };
}

/** On a number of cores a contender is what it is without: built once, or failed once. */
function sharePlain(contender: Contender, built: Map<string, Built>, failed: Map<string, ContenderFailure>): void {
  const { id, cores } = contender;
  if (cores === null) return;
  const plain = withoutCores(id);
  const [made, failure] = [built.get(plain), failed.get(plain)];
  if (made !== undefined) built.set(id, { ...made, contender });
  if (failure !== undefined) failed.set(id, failure);
}

/** Those whose program another build wrote over: of two builds into one file only the last can be started. */
function overwritten(built: ReadonlyMap<string, Built>, stamps: string): readonly Contender[] {
  return [...built.values()].filter((one) => !stillStands(one, stamps)).map(({ contender }) => contender);
}
