import type { Difference } from '../../thinking/contract/contract.ts';
import type { Upstream } from '../service/service.ts';

/** A contender whose contract is checked, and what is looked at beside its answers. */
export interface Checked {
  readonly port: number;
  /** Of its tree now. */
  readonly pids: () => readonly number[];
  /** Null where the scenario has none. */
  readonly upstream: Upstream | null;
}

/** What was asked, and in what its answer differs. */
export interface Broken {
  readonly request: string;
  readonly differences: readonly Difference[];
}
