import { createHash, createHmac, sign as signature } from 'node:crypto';
import type { ExpectedAnswer, ExpectedBody } from '../../thinking/contract/contract.ts';
import type { Means, Serial, SigningAlgorithm } from '../../thinking/scenario/draw.ts';
import {
  renderCases,
  renderOperations,
  VARIANTS_PER_OPERATION,
  type RenderedCase,
  type RenderedOperation,
} from '../../thinking/scenario/render.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import type { Demand, RenderedLoad } from '../generator/generator.ts';
import type { Proof } from '../trial/trial.ts';

/** All requests of one block, the same bytes for every contender in it. */
export interface Rendered {
  readonly cases: readonly RenderedCase[];
  readonly demand: Demand;
  readonly expected: (operation: string, variant: number, serial: Serial) => ExpectedAnswer;
  readonly proof: Proof;
}

/**
 * Renders a scenario's requests by seed. It is done anew for every block, since tokens expire, with one present time for the
 * whole block.
 */
export function renderBlock(scenario: Scenario, seed: number, now: Date): Rendered {
  const means: Means = { sign, nowS: Math.floor(now.getTime() / 1000), host: '127.0.0.1' };
  const operations = renderOperations(scenario, seed, VARIANTS_PER_OPERATION, means);
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return {
    cases: renderCases(scenario, seed, means),
    demand: demandOf(scenario, operations),
    expected: (operation, variant, serial) => {
      const rendered = byId.get(operation);
      if (rendered === undefined) throw new Error(`no operation ${operation} was rendered`);
      return rendered.expected(variant, serial);
    },
    proof: proofOf(scenario),
  };
}

function demandOf({ rooms, load }: Scenario, operations: readonly RenderedOperation[]): Demand {
  if (rooms !== null) return { kind: 'rooms', rooms };
  return { kind: 'requests', operations: operations.map(loadOf), inFlight: load.inFlight };
}

function proofOf({ restore, audits, timesOf, operations }: Scenario): Proof {
  return { restore, audits, timesOf, work: Object.fromEntries(operations.map(({ id, work }) => [id, work])) };
}

function loadOf(operation: RenderedOperation): RenderedLoad {
  const { id, weight, requests } = operation;
  const first = requests[0];
  if (first === undefined) throw new Error(`operation ${id} has no requests`);
  return {
    id,
    weight,
    status: first.expected.status,
    type: first.expected.type,
    stream: streamOf(first.expected.body),
    variants: requests.map(({ bytes, minLength, maxLength, method, slots }) => ({
      bytes,
      minLength,
      maxLength,
      head: method === 'HEAD',
      slots,
    })),
  };
}

function streamOf({ kind }: ExpectedBody): RenderedLoad['stream'] {
  return kind === 'events' || kind === 'bytes' ? kind : null;
}

const HASHES = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

/** Signs by RFC 7518, section 3. A signature by ES256 is another each time, since a random number is part of it. */
function sign(algorithm: SigningAlgorithm, secret: string, input: string): string {
  switch (algorithm) {
    case 'RS256':
      return signature('sha256', Buffer.from(input), secret).toString('base64url');
    case 'ES256':
      return signature('sha256', Buffer.from(input), { key: secret, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    case 'HS256':
    case 'HS384':
    case 'HS512':
      return createHmac(HASHES[algorithm], secret).update(input).digest('base64url');
  }
}

/** A seed for a part of the run: the same for every contender in it, another one for every other part. */
export function seedOf(seed: number, ...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...parts]))
    .digest();
  return digest.readUInt32LE(0);
}
