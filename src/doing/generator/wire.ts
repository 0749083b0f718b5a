import type { GeneratorPlan, PhasePlan } from './generator.ts';

/** Whole bodies compared with the contract in a phase: enough to see a contender that cheats on one answer in fifty. */
const SAMPLED_BODIES = 150;
/** Bodies kept at most: a closed loop may answer several times what the open phase offers. */
const MOST_BODIES = 2 * SAMPLED_BODIES;
const LEAST_SPACING = 20;

/** One request in this many has its whole body compared, so spaced that the sample covers all of the open phase. */
function sampleEvery(phases: readonly PhasePlan[]): number {
  const planned = phases.map(({ arrivals, forMs }) =>
    arrivals.kind === 'closed' ? 0 : (arrivals.ratePerS * forMs) / 1000,
  );
  return Math.max(LEAST_SPACING, Math.ceil(Math.max(0, ...planned) / SAMPLED_BODIES));
}

/** The plan as `loadgen/plan@1`; see loadgen/README.md for the fields. */
export function planDocument(plan: GeneratorPlan): string {
  return JSON.stringify({
    schema: 'loadgen/plan@1',
    target: `127.0.0.1:${plan.port}`,
    connections: plan.connections,
    workers: 1,
    cores: plan.cores.slice(0, 1),
    realtime: plan.realtime,
    seed: plan.seed,
    timeout_ms: plan.timeoutMs,
    handshake: true,
    sample_body_every: sampleEvery(plan.phases),
    sample_body_max: MOST_BODIES,
    operations: plan.operations.map((operation) => ({
      id: operation.id,
      weight: operation.weight,
      answer: { status: operation.status, type: operation.type, min_length: 0, max_length: null },
      requests: operation.variants.map((variant) => ({
        bytes: variant.bytes,
        min_length: variant.minLength,
        ...(variant.head ? { head: true } : {}),
        ...(variant.slots.length > 0 ? { slots: variant.slots } : {}),
      })),
    })),
    first_phase: plan.firstPhase,
    phases: plan.phases.map(phaseDocument),
  });
}

function phaseDocument(phase: PhasePlan): unknown {
  const { arrivals } = phase;
  switch (arrivals.kind) {
    case 'closed':
      return {
        id: phase.id,
        arrivals: { kind: 'closed' },
        for_ms: phase.forMs,
        ...(arrivals.requests === null ? {} : { requests: arrivals.requests }),
      };
    case 'poisson':
    case 'constant':
      return { id: phase.id, arrivals: { kind: arrivals.kind, rate_per_s: arrivals.ratePerS }, for_ms: phase.forMs };
  }
}
