import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlan } from '../../benches/loadgen/own-properties.ts';
import { phaseResult } from '../../benches/loadgen/ours.ts';
import { spreadOf } from '../../benches/loadgen/ratios.ts';
import { ceiling, type Proof } from './subject.ts';

const TRIES = 5;
const LEAST = 0.85 * 2;
const ALONE = 0;
const BOTH = [0, 1];

/**
 * Two workers reach nearly twice what one does. Generator and server share each core: one pair on one core against two pairs on
 * two, since the machine may have no more, and the server would else be the limit. Each connection stays on its core, because
 * the null server hands it to the thread of the core it was opened from. And the plan is the same whatever the workers.
 */
export const scale: Proof = {
  name: 'scale',
  async *findings(arena) {
    const ratios: number[] = [];
    for (let nth = 0; nth < TRIES; nth++) {
      const one = await ceiling(arena, ['--workers', '1'], { cores: [ALONE], serverCores: [ALONE] });
      const two = await ceiling(arena, ['--workers', '2'], {
        server: ['--threads', '2'],
        cores: BOTH,
        serverCores: BOTH,
      });
      ratios.push(two / one);
    }
    const { median = Number.NaN, min = Number.NaN, max = Number.NaN } = spreadOf(ratios) ?? {};
    yield {
      what: 'ceiling of two workers ÷ that of one',
      figure: `${median.toFixed(2)} (${min.toFixed(2)}..${max.toFixed(2)}) over ${TRIES} pairs`,
      rule: `at least ${LEAST}`,
      held: median >= LEAST,
    };
    const prints: string[] = [];
    const server = await arena.nullServer([], [ALONE]);
    for (const workers of [1, 2, 3]) {
      const plan = join(arena.directory, 'scale.json');
      writeFileSync(plan, JSON.stringify(openPlan(server.url, 'poisson', 2000, 2, { workers })));
      prints.push(phaseResult(await arena.run([arena.loadgen, '--plan', plan], null), 'steady').draws);
    }
    await server.stop();
    yield {
      what: 'fingerprint of the requests drawn by 1, 2 and 3 workers',
      figure: prints.join(', '),
      rule: 'the same',
      held: new Set(prints).size === 1,
    };
  },
};
