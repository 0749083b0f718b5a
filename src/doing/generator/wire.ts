import type { GeneratorPlan, PhasePlan } from './generator.ts';

/** One request in this many has its whole body checked against the contract. */
const SAMPLE_BODY_EVERY = 50;

/** The plan as `loadgen/plan@1`; see loadgen/README.md for the fields. */
export function planDocument(plan: GeneratorPlan): string {
  return JSON.stringify({
    schema: 'loadgen/plan@1',
    target: `127.0.0.1:${plan.port}`,
    connections: plan.connections,
    workers: 1,
    cores: plan.cores.slice(0, 1),
    seed: plan.seed,
    timeout_ms: plan.timeoutMs,
    handshake: true,
    sample_body_every: SAMPLE_BODY_EVERY,
    sample_body_max: 64,
    operations: plan.operations.map((operation) => ({
      id: operation.id,
      weight: operation.weight,
      answer: { status: operation.status, type: operation.type, min_length: 0, max_length: null },
      requests: operation.variants.map((variant) => ({
        bytes: variant.bytes,
        min_length: variant.minLength,
        ...(variant.head ? { head: true } : {}),
      })),
    })),
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
