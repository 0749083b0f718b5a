import type { Arena } from './arena.ts';
import type { Entrant } from './generators.ts';
import { openRecorder } from './recorder.ts';
import { GENERATOR_CORE, SERVER_CORE } from './rounds.ts';

/** How a generator's requests came in, as a server saw them. */
export interface Evenness {
  readonly name: string;
  /** Of all requests those that came within half the planned gap of the one before. */
  readonly clumpedShare: number;
  /** The longest time in which none came. */
  readonly longestMs: number;
}

/** At the beginning and at the end a generator may do other things than offer its rate. */
const EDGE_NS = 200e6;

/** One run of each generator against a server that notes arrivals; null for who sent too little to tell. */
export async function evenness(
  arena: Arena,
  entrants: readonly Entrant[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<readonly Evenness[]> {
  const found: Evenness[] = [];
  for (const entrant of entrants) {
    const recorder = await openRecorder(SERVER_CORE);
    try {
      const task = { url: recorder.url, seconds, perSecond, percentiles: false };
      await arena.run(entrant.argv(task), [GENERATOR_CORE]);
    } finally {
      recorder.close();
    }
    const told = evennessOf(recorder.times, perSecond);
    if (told !== null) found.push({ name: entrant.name, ...told });
  }
  return found;
}

/** Null: there are not two requests between the edges. */
export function evennessOf(times: readonly number[], perSecond: number): Omit<Evenness, 'name'> | null {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const within = times.filter((time) => time >= first + EDGE_NS && time <= last - EDGE_NS);
  const gaps = within.slice(1).map((time, index) => time - (within[index] ?? Number.NaN));
  if (gaps.length === 0) return null;
  const half = 1e9 / perSecond / 2;
  const clumpedShare = gaps.filter((gap) => gap < half).length / gaps.length;
  return { clumpedShare, longestMs: gaps.reduce((most, gap) => Math.max(most, gap), 0) / 1e6 };
}
