/** How firmly a contender is held: the best rung of the isolation ladder that this machine allows. */
export type Rung = (typeof RUNGS)[number];

/** The ladder, best rung first. */
export const RUNGS = ['cgroup-v2', 'cgroup-hybrid', 'cgroup-v1', 'pid-namespace', 'process-group'] as const;

/** By what each limit of a tree is kept on a rung, and how its CPU time is known; it stands in the record. */
export interface Limits {
  readonly cores: 'cpuset' | 'affinity' | 'none';
  /** Kernel: refused at once. Sampled: looked at several times a second, and ended when over it. */
  readonly memory: 'kernel' | 'sampled';
  readonly pids: 'kernel' | 'none';
  /** Kernel: counted for the whole tree. Process sums: added up from /proc in steps of 10 ms; short-lived orphans can be missed. */
  readonly cpu: 'kernel' | 'process-sums';
}

/** The host that answered, as read from it, never typed. */
export interface Machine {
  /** Digest of what must be equal for two runs to be comparable: CPU, cores, memory, kernel, isolation. */
  readonly fingerprint: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly kernel: string;
  readonly os: string;
  readonly hypervisor: string | null;
  readonly isolation: Rung;
}

/** Which cores the contender has to itself, and which are for the generator, the services and Bakeoff. */
export interface CoreSplit {
  readonly contender: readonly number[];
  readonly rest: readonly number[];
  /** True where both halves share cores since the machine has only one. */
  readonly shared: boolean;
}
