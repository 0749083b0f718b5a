import { busyShare } from '../../../src/doing/probe/cpu.ts';
import { readCores } from '../../../src/doing/probe/host.ts';

const LISTEN_MS = 2000;
/** As the gate on other programs has it. */
const QUIET = 0.05;
const PATIENCE = 150;

/** Waits until others leave the machine alone, five minutes at most: a run that is void for them shows nothing. */
export async function quietMoment(signal: AbortSignal): Promise<void> {
  for (let asked = 0; asked < PATIENCE && !signal.aborted; asked++) {
    const share = await busyShare(readCores().flat(), LISTEN_MS);
    if (share === null || share <= QUIET) return;
  }
}
