import type { Contender } from '../contender/contender.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** A contender that stands for any other; nothing of it is ever started. */
export function madeContender(id: string, scenarios: readonly string[] | 'all'): Contender {
  return {
    id,
    title: id,
    language: 'node',
    dir: `/contenders/${id}`,
    version: { run: ['node', '--version'], pattern: 'v(?<version>.+)' },
    requires: [],
    build: [],
    start: ['node', 'server.js'],
    ready: { path: '/health', withinMs: 10_000 },
    env: {},
    buildEnv: {},
    collector: null,
    serves: scenarios === 'all' ? { kind: 'all' } : { kind: 'some', scenarios },
    cores: null,
    variant: null,
  };
}

/** A scenario in a closed loop, without requests. */
export function madeScenario(id: string): Scenario {
  return {
    id,
    dir: `/scenarios/${id}`,
    question: 'How fast?',
    services: [],
    env: {},
    data: null,
    analysis: null,
    restore: [],
    audits: [],
    timesOf: null,
    pools: {},
    operations: [],
    rooms: null,
    cases: [],
    load: { arrivals: { kind: 'closed' }, connections: 64, inFlight: null, surge: null },
    held: null,
    collector: false,
    memoryMiB: null,
    cores: [],
  };
}
