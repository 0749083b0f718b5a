import { createHash } from 'node:crypto';
import type { Bakeoff } from '../../thinking/plan/plan.ts';
import { digestFolder } from './digest.ts';

/**
 * Digests of what must be the same when a run is resumed: each contender's sources and definition, and each scenario with all
 * it reads. A scenario is digested as it was read, not by its folder: an inline one has none of its own.
 */
export async function digestsOf(bakeoff: Bakeoff): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const contender of bakeoff.contenders) {
    digests[`contender ${contender.id}`] = digestOf([await digestFolder(contender.dir), contender]);
  }
  for (const scenario of bakeoff.scenarios) digests[`scenario ${scenario.id}`] = digestOf(scenario);
  return digests;
}

function digestOf(value: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;
}
