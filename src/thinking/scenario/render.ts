import type { ExpectedAnswer } from '../contract/contract.ts';
import { UNSENT } from './draw.ts';
import type { Draw, Means, Serial } from './draw.ts';
import { shuffled, stream } from './random.ts';
import { answerTexts } from './expected-body.ts';
import { renderAnswer, renderRequest } from './request.ts';
import type { RenderedRequest } from './request.ts';
import type { Case, Client, Operation, RequestTemplate, Scenario } from './scenario.ts';
import { ALL_ONES, slotsBetween } from './slots.ts';
import { referencesIn, textsIn } from './template.ts';

/** An operation with its requests, drawn by seed; the load generator draws uniformly among them. */
export interface RenderedOperation {
  readonly id: string;
  readonly weight: number;
  readonly requests: readonly RenderedRequest[];
  /** The answer that a variant must get when it is sent under this serial number. */
  readonly expected: (variant: number, serial: Serial) => ExpectedAnswer;
}

/** An operation or a case: what is asked, and what must be answered. */
type Asked = Pick<Operation, 'request' | 'answer'>;

/** One of the requests that try a case, requests of one case sharing its name; or a talk. */
export type RenderedCase =
  | { readonly kind: 'asked'; readonly name: string; readonly request: RenderedRequest; readonly client: Client }
  | Extract<Case, { kind: 'talk' }>;

/** Enough that a cache of answers does not pay, few enough for the load generator's plan to stay small. */
export const VARIANTS_PER_OPERATION = 2_000;

/**
 * Bytes of all requests of one operation. The load generator reads them all before each round, and far fewer large requests
 * than small ones outlast its caches.
 */
const MOST_BYTES = 32 * 2 ** 20;
/** However large they are, that many different ones there are. */
const FEWEST_VARIANTS = 16;

/** Texts of a request that may hold references. */
function* requestTexts({ path, headers, body }: RequestTemplate): Generator<string> {
  yield path;
  yield* Object.values(headers);
  if (body.kind === 'text') yield body.text;
  if (body.kind === 'json') for (const { text } of textsIn(body.json)) yield text;
}

/** Names of the pools that request and answer draw from, directly or through claims, in the order they are met. */
function poolsOf(scenario: Scenario, request: RequestTemplate, answer: ExpectedAnswer): readonly string[] {
  const names = new Set<string>();
  const visit = (texts: Iterable<string>): void => {
    for (const text of texts) {
      for (const { name } of referencesIn(text)) {
        if (names.has(name)) continue;
        names.add(name);
        const pool = scenario.pools[name];
        if (pool?.kind === 'jwt') visit(Array.from(textsIn(pool.claims), (found) => found.text));
      }
    }
  };
  visit(requestTexts(request));
  visit(Array.from(answerTexts(answer), (found) => found.text));
  return [...names];
}

/** Turn after turn all items of a list, each turn in an order of its own, so that two lists meet in changing pairs. */
function itemAt(seed: number, label: string, length: number): (variant: number) => number {
  const turns: (readonly number[])[] = [];
  return (variant) => {
    const turn = Math.floor(variant / length);
    turns[turn] ??= shuffled(length, stream(seed, `${label}/turn ${turn}`));
    return turns[turn][variant % length] ?? 0;
  };
}

interface Wanted {
  readonly seed: number;
  readonly label: string;
  readonly variants: number;
  /** Raise the number until each item of each list is there; cases keep to the number they ask for. */
  readonly everyItem: boolean;
}

/**
 * The draws of an operation or case: one where nothing changes between draws; where only lists are drawn from and their
 * combinations are no more than asked for, each combination once; else as many as asked for, every list gone through evenly.
 */
function draws(scenario: Scenario, names: readonly string[], wanted: Wanted): readonly Draw[] {
  const pools = names.flatMap((name) =>
    scenario.pools[name] === undefined ? [] : [{ name, pool: scenario.pools[name] }],
  );
  const lists = pools.flatMap(({ name, pool }) => (pool.kind === 'list' ? [{ name, length: pool.values.length }] : []));
  const varies = pools.some(({ pool }) => pool.kind !== 'list' && pool.kind !== 'jwt');
  const combinations = lists.reduce((product, { length }) => product * length, 1);
  const exhaustive = !varies && combinations <= wanted.variants;
  const longest = wanted.everyItem ? Math.max(0, ...lists.map(({ length }) => length)) : 0;
  const count = exhaustive ? combinations : Math.max(wanted.variants, longest);
  let stride = 1;
  const places = lists.map(({ name, length }) => {
    const step = stride;
    stride *= length;
    const turned = itemAt(wanted.seed, `${wanted.label}/${name}`, length);
    return { name, item: exhaustive ? (variant: number) => Math.floor(variant / step) % length : turned };
  });
  return Array.from({ length: count }, (_, variant) => ({
    seed: wanted.seed,
    label: `${wanted.label}/${variant}`,
    items: Object.fromEntries(places.map(({ name, item }) => [name, item(variant)])),
    serial: UNSENT,
  }));
}

function drawsOf(scenario: Scenario, { request, answer }: Asked, wanted: Wanted): readonly Draw[] {
  return draws(scenario, poolsOf(scenario, request, answer), wanted);
}

function hasSerial(scenario: Scenario, { request, answer }: Asked): boolean {
  return poolsOf(scenario, request, answer).some((name) => scenario.pools[name]?.kind === 'serial');
}

/** The request for the load, with the places of its serial numbers. */
function withSlots(scenario: Scenario, { request, answer }: Asked, draw: Draw, means: Means): RenderedRequest {
  const unsent = renderRequest(scenario, request, answer, draw, means);
  const other = renderRequest(scenario, request, answer, { ...draw, serial: ALL_ONES }, means);
  return { ...unsent, slots: slotsBetween(unsent.bytes, other.bytes) };
}

function rendered(
  scenario: Scenario,
  operation: Operation,
  drawn: readonly Draw[],
  means: Means,
): Pick<RenderedOperation, 'requests' | 'expected'> {
  const { request, answer } = operation;
  const serial = hasSerial(scenario, operation);
  const requests = drawn.map((draw) =>
    serial ? withSlots(scenario, operation, draw, means) : renderRequest(scenario, request, answer, draw, means),
  );
  const expected = (variant: number, sent: Serial): ExpectedAnswer => {
    const [draw, known] = [drawn[variant], requests[variant]];
    if (draw === undefined || known === undefined) throw new Error(`no variant ${variant} of ${operation.id}`);
    return serial ? renderAnswer(scenario, answer, { ...draw, serial: sent }, means) : known.expected;
  };
  return { requests, expected };
}

/**
 * The requests of each operation for the load: as many as asked for, fewer where there are not that many different ones or
 * where they would fill more than 32 MiB. Each item of a list pool is there at least once, though more variants than asked
 * for come of it. Same scenario, seed, host and time: same bytes; another time changes tokens' expiry only.
 */
export function renderOperations(
  scenario: Scenario,
  seed: number,
  variantsPerOperation: number,
  means: Means,
): readonly RenderedOperation[] {
  return scenario.operations.map((operation) => {
    const { id, weight, request, answer } = operation;
    const label = `operation/${id}`;
    const sample = renderRequest(scenario, request, answer, sampleDraw(seed, label), means);
    const fitting = Math.max(FEWEST_VARIANTS, Math.floor(MOST_BYTES / sample.bytes.length));
    const wanted = { seed, label, variants: Math.min(variantsPerOperation, fitting), everyItem: true };
    return { id, weight, ...rendered(scenario, operation, drawsOf(scenario, operation, wanted), means) };
  });
}

function sampleDraw(seed: number, label: string): Draw {
  return { seed, label: `${label}/sample`, items: {}, serial: UNSENT };
}

/** Phase of the serial numbers of cases: no load has so many phases. */
const PHASE_OF_CASES = '99';

/** The requests of all cases in order: as many draws as the case asks for, fewer where there are not that many different ones. */
export function renderCases(scenario: Scenario, seed: number, means: Means): readonly RenderedCase[] {
  let index = 0;
  return scenario.cases.flatMap((one): readonly RenderedCase[] => {
    if (one.kind === 'talk') return [one];
    const { name, client, request, answer, variants } = one;
    const wanted = { seed, label: `case/${name}`, variants, everyItem: false };
    return drawsOf(scenario, one, wanted).map((draw) => {
      const serial = { phase: PHASE_OF_CASES, k: String(index) };
      index += 1;
      const asked = renderRequest(scenario, request, answer, { ...draw, serial }, means);
      return { kind: 'asked', name, client, request: asked };
    });
  });
}

/** The requests among cases: each that is not a talk. */
export function requestsOf(cases: readonly RenderedCase[]): readonly RenderedRequest[] {
  return cases.flatMap((one) => (one.kind === 'asked' ? [one.request] : []));
}
