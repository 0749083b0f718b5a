/** What went on around a phase, the contender's own doing left out. Null: the kernel does not tell. */
export interface Surroundings {
  /** Seconds in which some task of the machine, whosever, waited for a core, for memory, for a disk. */
  readonly pressureS: { readonly cpu: number | null; readonly memory: number | null; readonly io: number | null };
  /** Seconds that the contender's threads waited for a core, for each other too. */
  readonly queueWaitS: number | null;
  readonly swappedPages: number | null;
  /** Seconds for which a quota held back the group that all of this runs in. */
  readonly throttledS: number | null;
  readonly thermalEvents: number | null;
  /** How far the wall clock moved against the one that never jumps. */
  readonly clockJumpMs: number;
  /** Of the contender's first core, in the pauses just before and just after. */
  readonly coreSpeed: { readonly before: CoreSpeed; readonly after: CoreSpeed } | null;
  /** Null where the contender shares its cores with the generator, and in rounds measured before it was looked at. */
  readonly watched: WatchedCore | null;
  /** Null where it cannot be read, and in rounds measured before it was looked at. */
  readonly cores: AllowedCores | null;
}

/** Cores that the threads of each were allowed to run on, as the kernel had it just before and just after a phase. */
export interface AllowedCores {
  readonly contender: readonly number[];
  readonly generator: readonly number[];
}

/** What a fixed piece of work took on a core at one moment, in ns: CPU time of arithmetic and of loads from memory, and time on the wall. */
export interface CoreSpeed {
  readonly arithmeticNs: number;
  readonly memoryNs: number;
  readonly wallNs: number;
}

/**
 * CPU time, in ns, of a small fixed piece of work that was done on the contender's cores every 3 ms or so of a phase, ahead of the
 * contender (`loadgen/src/core_watch.rs`): the lower tenth and the geometric mean of its samples.
 */
export interface WatchedCore {
  readonly samples: number;
  readonly lowNs: number;
  readonly meanNs: number;
}
