/**
 * The least pause that makes what comes after it another sitting. What moves a machine from one hour to the next - neighbours on its
 * host, its temperature, the state of its memory - has been seen to move a ratio by a quarter within two hours; after a few minutes
 * most of it is as it was, and a sitting so close to another would say that the machine is steadier than it is.
 */
export const LEAST_PAUSE_MS = 30 * 60_000;

/** Where a run stands: the sitting of its newest round, and when that round was over (ms since 1970). */
export interface Standing {
  readonly sitting: number;
  readonly overMs: number;
}

/** How many blocks count by the end of each sitting: 28 over three are 10, 19 and 28. */
export function sittingEnds({
  blocks,
  sittings,
}: {
  readonly blocks: number;
  readonly sittings: number;
}): readonly number[] {
  return Array.from({ length: sittings }, (_, sitting) => Math.ceil((blocks * (sitting + 1)) / sittings));
}

/** The sitting that rounds measured from `nowMs` on belong to. */
export function sittingAt(standing: Standing | null, nowMs: number): number {
  if (standing === null) return 0;
  return nowMs - standing.overMs >= LEAST_PAUSE_MS ? standing.sitting + 1 : standing.sitting;
}
