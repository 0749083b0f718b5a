import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Difference } from '../../thinking/contract/contract.ts';
import { eventsOf } from '../../thinking/contract/event-stream.ts';
import type { RenderedRequest } from '../../thinking/scenario/request.ts';
import type { Client } from '../../thinking/scenario/scenario.ts';
import type { Upstream } from '../service/service.ts';
import type { Checked } from './checked.ts';

const EVENTS_WITHIN_MS = 10_000;
/** Contenders give up a question themselves after two seconds; what is abandoned before that is so because the client left. */
const ABANDONED_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 20;
/** A machine that stood still for a second tells nothing of the contender, so it is tried again; one that leaks leaks each time. */
const TIMES = 3;

type Leaves = Extract<Client, { kind: 'leaves' }>;

/** Takes some events of an answer and goes away; the requests to the upstream that are open then must end with it. */
export async function leave(
  { port, upstream }: Checked,
  request: RenderedRequest,
  { afterEvents, abandons }: Leaves,
): Promise<readonly Difference[]> {
  if (upstream === null) throw new Error('a client that leaves needs an upstream that notices');
  let found: Difference | null = null;
  for (let time = 0; time < TIMES; time += 1) {
    const taken = await takeEvents(port, request, afterEvents, async () => (await upstream.counts()).abandoned);
    if (taken.kind === 'refused') return [{ where: 'events', expected: `${afterEvents} of them`, got: taken.reason }];
    const given = await abandonedSince(taken.before, abandons, upstream);
    if (given >= abandons) return [];
    const got = `${given} within ${ABANDONED_WITHIN_MS} ms`;
    found = { where: 'upstream', expected: `${abandons} requests given up when the client left`, got };
  }
  return found === null ? [] : [found];
}

async function abandonedSince(before: number, wanted: number, upstream: Upstream): Promise<number> {
  const until = performance.now() + ABANDONED_WITHIN_MS;
  for (;;) {
    const given = (await upstream.counts()).abandoned - before;
    if (given >= wanted || performance.now() >= until) return given;
    await sleep(LOOK_EVERY_MS);
  }
}

type Taken =
  /** They came, and the connection is closed. What was abandoned until then, the contender's own clock gave up. */
  { readonly kind: 'taken'; readonly before: number } | { readonly kind: 'refused'; readonly reason: string };

function takeEvents(
  port: number,
  question: RenderedRequest,
  wanted: number,
  abandoned: () => Promise<number>,
): Promise<Taken> {
  const { method, path, headers, body, expected } = question;
  return new Promise((resolve, reject) => {
    const refuse = (reason: string): void => resolve({ kind: 'refused', reason });
    const signal = AbortSignal.timeout(EVENTS_WITHIN_MS);
    const asked = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false, signal }, (incoming) => {
      if (incoming.statusCode !== expected.status) {
        refuse(`status ${incoming.statusCode}`);
        asked.destroy();
        return;
      }
      let text = '';
      const take = (piece: string): void => {
        text += piece;
        if (eventsOf(text).length < wanted) return;
        incoming.off('data', take);
        abandoned().then((before) => {
          asked.destroy();
          resolve({ kind: 'taken', before });
        }, reject);
      };
      incoming.setEncoding('utf8');
      incoming.on('data', take);
      incoming.on('end', () => refuse(`${eventsOf(text).length} before the end`));
      incoming.on('error', (error) => refuse(error.message));
    });
    asked.on('error', (error) => refuse(error.message));
    asked.end(body);
  });
}
