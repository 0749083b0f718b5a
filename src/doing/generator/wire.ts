import { receiversOf } from '../../thinking/scenario/scenario.ts';
import type { GeneratorPlan, PhasePlan } from './generator.ts';

/** Whole bodies compared with the contract in a phase: enough to see a contender that cheats on one answer in fifty. */
const SAMPLED_BODIES = 150;
/** Bodies kept at most: a closed loop may answer several times what the open phase offers. */
const MOST_BODIES = 2 * SAMPLED_BODIES;
const LEAST_SPACING = 20;
/** Deliveries kept of a phase: some hundred messages to a room of twenty. */
const MOST_DELIVERIES = 2000;

/** One request in this many has its whole body compared, so spaced that the sample covers all of the open phase. */
function sampleEvery(phases: readonly PhasePlan[]): number {
  const planned = phases.map(plannedIn);
  return Math.max(LEAST_SPACING, Math.ceil(Math.max(0, ...planned) / SAMPLED_BODIES));
}

/** Requests that become due in a phase; none in a closed loop. */
function plannedIn({ arrivals, forMs }: PhasePlan): number {
  switch (arrivals.kind) {
    case 'closed':
      return 0;
    case 'steps':
      return arrivals.steps.reduce((sum, step) => sum + (step.ratePerS * step.forMs) / 1000, 0);
    case 'poisson':
    case 'constant':
      return (arrivals.ratePerS * forMs) / 1000;
  }
}

/** The plan as `loadgen/plan@1`; see loadgen/README.md for the fields. */
export function planDocument(plan: GeneratorPlan): string {
  return JSON.stringify({
    schema: 'loadgen/plan@1',
    target: `127.0.0.1:${plan.port}`,
    workers: 1,
    cores: plan.cores.slice(0, 1),
    realtime: plan.realtime,
    seed: plan.seed,
    timeout_ms: plan.timeoutMs,
    handshake: true,
    ...demandDocument(plan),
  });
}

/** What belongs to requests alone is refused in a plan of rooms. */
function demandDocument(plan: GeneratorPlan): object {
  const { demand } = plan;
  if (demand.kind === 'rooms') {
    const { path, count, members, message, delivered } = demand.rooms;
    const receivers = receiversOf(demand.rooms);
    // All that one room gets, so that its members can be held against each other.
    const counted = delivered === null || delivered.counting === null ? {} : { counting: delivered.counting };
    const sampled = delivered === null ? {} : { sample_members: members, sample_max: MOST_DELIVERIES, ...counted };
    return {
      rooms: { path, count, members, message, echo_to_sender: false, ...sampled },
      phases: plan.phases.map((phase) => phaseDocument(phase, receivers)),
    };
  }
  return {
    connections: plan.connections,
    ...(demand.inFlight === null ? {} : { in_flight_cap: demand.inFlight }),
    sample_body_every: sampleEvery(plan.phases),
    sample_body_max: MOST_BODIES,
    operations: demand.operations.map((operation) => ({
      id: operation.id,
      weight: operation.weight,
      answer: {
        status: operation.status,
        type: operation.type,
        min_length: 0,
        max_length: null,
        ...(operation.stream === null ? {} : { stream: operation.stream }),
      },
      requests: operation.variants.map((variant) => ({
        bytes: variant.bytes,
        min_length: variant.minLength,
        ...(variant.maxLength === null ? {} : { max_length: variant.maxLength }),
        ...(variant.head ? { head: true } : {}),
        ...(variant.slots.length > 0 ? { slots: variant.slots } : {}),
      })),
    })),
    first_phase: plan.firstPhase,
    phases: plan.phases.map((phase) => phaseDocument(phase, 1)),
  };
}

/** @param each what one thing that is sent counts for: a message counts as often as it is delivered. */
function phaseDocument(phase: PhasePlan, each: number): unknown {
  const { arrivals } = phase;
  switch (arrivals.kind) {
    case 'closed':
      return {
        id: phase.id,
        arrivals: { kind: 'closed' },
        for_ms: phase.forMs,
        ...(arrivals.requests === null ? {} : { requests: Math.ceil(arrivals.requests / each) }),
      };
    case 'poisson':
    case 'constant':
      return {
        id: phase.id,
        arrivals: { kind: arrivals.kind, rate_per_s: arrivals.ratePerS / each },
        for_ms: phase.forMs,
      };
    case 'steps': {
      const steps = arrivals.steps.map(({ ratePerS, forMs }) => ({ rate_per_s: ratePerS / each, for_ms: forMs }));
      return { id: phase.id, arrivals: { kind: 'steps', poisson: arrivals.each === 'poisson', steps } };
    }
  }
}
