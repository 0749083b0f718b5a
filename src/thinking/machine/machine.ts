/** How firmly a contender is held: the best rung of the isolation ladder that this machine allows. */
export type Rung = 'cgroup-v2' | 'cgroup-hybrid' | 'cgroup-v1' | 'pid-namespace' | 'process-group';

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
