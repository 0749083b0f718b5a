import type { CoreSplit } from './machine.ts';

/** Core numbers that are threads of one physical core; they share its units, so their speeds depend on each other. */
export type PhysicalCore = readonly number[];

/** The user's wish for the cores. */
export type CoreRequest = 'auto' | { readonly contender: readonly number[]; readonly rest: readonly number[] };

/** Why a wish cannot be met. */
export type CoreProblem =
  | { readonly kind: 'no-cores'; readonly side: 'contender' | 'rest' }
  | { readonly kind: 'not-ours'; readonly core: number; readonly available: readonly number[] }
  | { readonly kind: 'on-both-sides'; readonly core: number };

export type Split =
  | { readonly ok: true; readonly value: CoreSplit }
  | { readonly ok: false; readonly problem: CoreProblem };

/** Beyond four cores the generator on the other half would have to grow too, and more cores are the question of scenario `cores`. */
const MOST_FOR_CONTENDER = 4;

/**
 * Divides the cores between the contender and the rest (generator, services, Bakeoff).
 *
 * `auto`: on one core both share it; else the contender gets half, rounded down, at most four. One of two is then one, where
 * every contender is alike single-threaded; with more, each needs its own means to use them (a cluster, GOMAXPROCS), as in
 * production, and CPU per request stays comparable either way. Whole physical cores go to one side wherever there are two or
 * more, as a thread slows its sibling; on a single one the two threads are divided, as the only way to pin at all.
 */
export function splitCores(cores: readonly PhysicalCore[], requested: CoreRequest): Split {
  return requested === 'auto' ? { ok: true, value: splitByHalf(cores) } : splitAsAsked(cores.flat(), requested);
}

function splitByHalf(physical: readonly PhysicalCore[]): CoreSplit {
  const cores = ascending(physical.flat());
  if (cores.length < 2) return { contender: cores, rest: cores, shared: true };
  const whole: readonly PhysicalCore[] = physical.length > 1 ? physical : cores.map((core) => [core]);
  const most = Math.min(MOST_FOR_CONTENDER, Math.floor(cores.length / 2));
  const contender: number[] = [];
  for (const threads of whole) {
    if (contender.length > 0 && contender.length + threads.length > most) break;
    contender.push(...threads);
  }
  return { contender: ascending(contender), rest: cores.filter((core) => !contender.includes(core)), shared: false };
}

function splitAsAsked(available: readonly number[], asked: Exclude<CoreRequest, 'auto'>): Split {
  const { contender, rest } = asked;
  if (contender.length === 0) return { ok: false, problem: { kind: 'no-cores', side: 'contender' } };
  if (rest.length === 0) return { ok: false, problem: { kind: 'no-cores', side: 'rest' } };
  const foreign = [...contender, ...rest].find((core) => !available.includes(core));
  if (foreign !== undefined) {
    return { ok: false, problem: { kind: 'not-ours', core: foreign, available: ascending(available) } };
  }
  const both = contender.find((core) => rest.includes(core));
  // With a single core there is no other way, and the split says so.
  if (both !== undefined && available.length > 1) return { ok: false, problem: { kind: 'on-both-sides', core: both } };
  return { ok: true, value: { contender: ascending(contender), rest: ascending(rest), shared: both !== undefined } };
}

/**
 * The cores of a contender that asks for so many: the contenders' own first, then such as it shares with generator, services and
 * Bakeoff. Null where the machine has not so many.
 *
 * @param count null: all that contenders have.
 */
export function coresFor({ contender, rest }: CoreSplit, count: number | null): readonly number[] | null {
  if (count === null) return contender;
  const all = [...contender, ...rest.filter((core) => !contender.includes(core))];
  return count > all.length ? null : ascending(all.slice(0, count));
}

function ascending(cores: readonly number[]): readonly number[] {
  return [...new Set(cores)].toSorted((one, other) => one - other);
}
