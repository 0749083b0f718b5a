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
