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
/** By then what an earlier try leaked has been given up by the contender's own clock, and is not taken for what the client's leaving ended. */
const PAUSE_MS = 2500;
/** All that will be asked is asked within that, or never at once. */
const ASKED_WITHIN_MS = 1000;

type Leaves = Extract<Client, { kind: 'leaves' }>;

/** Takes some events of an answer, or its head alone, and goes away once all is asked; the requests to the upstream that are open then must end with it. */
export async function leave(
  { port, upstream }: Checked,
  request: RenderedRequest,
  { afterEvents, abandons }: Leaves,
): Promise<readonly Difference[]> {
  if (upstream === null) throw new Error('a client that leaves needs an upstream that notices');
  let found: Difference | null = null;
  for (let time = 0; time < TIMES; time += 1) {
    if (time > 0) await sleep(PAUSE_MS);
    const asked = (await upstream.counts()).requests + afterEvents + abandons;
    const taken = await takeEvents(port, request, afterEvents, async () => abandonedOnceAsked(asked, upstream));
    if (taken.kind === 'refused') return [{ where: 'events', expected: `${afterEvents} of them`, got: taken.reason }];
    const given = await abandonedSince(taken.before, abandons, upstream);
    if (given >= abandons) return [];
    const got = `${given} within ${ABANDONED_WITHIN_MS} ms`;
    found = { where: 'upstream', expected: `${abandons} requests given up when the client left`, got };
  }
  return found === null ? [] : [found];
}

/** What had been abandoned when so many requests had come, or at the end of the wait for them. */
async function abandonedOnceAsked(requests: number, upstream: Upstream): Promise<number> {
  const until = performance.now() + ASKED_WITHIN_MS;
  for (;;) {
    const counts = await upstream.counts();
    if (counts.requests >= requests || performance.now() >= until) return counts.abandoned;
    await sleep(LOOK_EVERY_MS);
  }
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
      const go = (): void => {
        incoming.off('data', take);
        abandoned().then((before) => {
          asked.destroy();
          resolve({ kind: 'taken', before });
        }, reject);
      };
      const take = (piece: string): void => {
        text += piece;
        if (eventsOf(text).length >= wanted) go();
      };
      incoming.setEncoding('utf8');
      if (wanted === 0) go();
      else incoming.on('data', take);
      incoming.on('end', () => refuse(`${eventsOf(text).length} before the end`));
      incoming.on('error', (error) => refuse(error.message));
    });
    asked.on('error', (error) => refuse(error.message));
    asked.end(body);
  });
}
