/** Time spent by the machine's cores since boot, in seconds, over the cores asked for. */
export interface HostCpu {
  /** All but idle and iowait, steal not included. */
  readonly busyS: number;
  readonly stealS: number;
  /** True where the scheduler's own account of time was read; false: clock ticks, which sample it a hundred times a second. */
  readonly exact: boolean;
}

/** A listening socket on a port and the pids that hold it; an empty list where the owner cannot be read. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly pids: readonly number[];
}

/** Seconds since boot in which at least one task waited for the resource; null where the kernel does not count it. */
export interface Pressure {
  readonly cpuS: number | null;
  readonly memoryS: number | null;
  readonly ioS: number | null;
}

/** Totals since boot of what disturbs a measurement from outside. */
export interface HostState {
  readonly pressure: Pressure;
  /** Pages read from swap and written to it. */
  readonly swappedPages: number | null;
  /** Seconds for which a quota held back the group we are in. */
  readonly throttledS: number | null;
  /** Times the cores were slowed for their heat. */
  readonly thermalEvents: number | null;
}
