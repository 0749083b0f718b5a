import { setTimeout as sleep } from 'node:timers/promises';
import { differences } from '../../thinking/contract/compare.ts';
import type { Difference, Json } from '../../thinking/contract/contract.ts';
import { isList } from '../../thinking/scenario/template.ts';
import type { SingleStep, TalkStep } from '../../thinking/scenario/talk.ts';
import type { Broken } from './checked.ts';
import { join, type Talker } from './talker.ts';

const WITHIN_MS = 10_000;
/** After a pong, for what a server still has on its way to the same client. */
const SILENCE_MS = 50;

/** Carries a talk out, step by step, to its first broken one. */
export async function talkThrough(port: number, steps: readonly TalkStep[]): Promise<Broken | null> {
  const talk: Talk = { port, talkers: new Map(), counted: new Map() };
  try {
    for (const [index, step] of steps.entries()) {
      const each = step.kind === 'repeat' ? step.steps : [step];
      const times = step.kind === 'repeat' ? step.times : 1;
      for (let turn = 0; turn < times * each.length; turn += 1) {
        const one = each[turn % each.length];
        const found = one === undefined ? [] : await carryOut(one, talk);
        if (found.length > 0) return { request: `step ${index + 1} of its talk, ${one?.kind}`, differences: found };
      }
    }
    return null;
  } finally {
    for (const talker of talk.talkers.values()) talker.end();
  }
}

interface Talk {
  readonly port: number;
  readonly talkers: Map<string, Talker>;
  /** By client, the number of the message it heard last, where its messages are counted. */
  readonly counted: Map<string, number>;
}

async function carryOut(step: SingleStep, talk: Talk): Promise<readonly Difference[]> {
  const { port, talkers } = talk;
  const of = (name: string): Talker => {
    const talker = talkers.get(name);
    if (talker === undefined) throw new Error(`${name} never joined: reading the scenario would have refused this`);
    return talker;
  };
  switch (step.kind) {
    case 'join': {
      const joined = await join(port, step.path, WITHIN_MS);
      if (joined.kind === 'refused') return [{ where: step.as, expected: 'status 101', got: joined.reason }];
      talkers.get(step.as)?.end();
      talkers.set(step.as, joined.talker);
      return [];
    }
    case 'refused':
      return refused(port, step);
    case 'say':
      return of(step.as)
        .say(step.said, step.times, step.pieces, WITHIN_MS)
        .then(() => []);
    case 'hear':
      return firstOf(step.as.map(async (name) => hear(name, of(name), step, talk.counted)));
    case 'agree':
      return agree(
        step.as.map((name) => [name, of(name)] as const),
        step.times,
      );
    case 'silence':
      return firstOf(step.as.map(async (name) => silence(name, of(name))));
    case 'ping':
      return (await of(step.as).ping(WITHIN_MS)) ? [] : [{ where: step.as, expected: 'a pong', got: 'none' }];
    case 'deaf':
      of(step.as).pause();
      return [];
    case 'leave':
      of(step.as).end();
      return [];
    case 'closed':
      return closed(step.as, of(step.as), step.code);
  }
}

async function firstOf(all: readonly Promise<readonly Difference[]>[]): Promise<readonly Difference[]> {
  return (await Promise.all(all)).find((found) => found.length > 0) ?? [];
}

async function refused(port: number, { path, status }: Extract<SingleStep, { kind: 'refused' }>) {
  const joined = await join(port, path, WITHIN_MS);
  const expected = `status ${status}`;
  if (joined.kind === 'joined') {
    joined.talker.end();
    return [{ where: path, expected, got: 'status 101' }];
  }
  return joined.reason === expected ? [] : [{ where: path, expected, got: joined.reason }];
}

async function hear(
  name: string,
  talker: Talker,
  { json, times, counting }: Extract<SingleStep, { kind: 'hear' }>,
  counted: Map<string, number>,
): Promise<readonly Difference[]> {
  if (counting === null) counted.delete(name);
  for (let time = 0; time < times; time += 1) {
    const heard = await talker.next(WITHIN_MS);
    if (heard === null) {
      const ended = talker.ended() === null ? '' : ', and its connection has ended';
      return [{ where: name, expected: `message ${time + 1} of ${times}`, got: `none within ${WITHIN_MS} ms${ended}` }];
    }
    if (heard.kind === 'binary') return [{ where: name, expected: 'a text', got: 'a binary message' }];
    const number = counting === null ? null : numberIn(heard.text, counting);
    const wanted =
      number === null || counting === null ? json : withNumber(json, counting, (counted.get(name) ?? number - 1) + 1);
    const body = { kind: 'json', json: wanted, exact: true } as const;
    const found = differences({ status: 200, type: null, body }, { status: 200, type: null, body: heard.text });
    if (found.length > 0) return found.map((one) => ({ ...one, where: `${name}: ${one.where}` }));
    if (number !== null) counted.set(name, number);
  }
  return [];
}

/** The first message that one of them got in another place than the first of them did. */
async function agree(talkers: readonly (readonly [string, Talker])[], times: number): Promise<readonly Difference[]> {
  for (let time = 0; time < times; time += 1) {
    const heard = await Promise.all(
      talkers.map(async ([name, talker]) => ({ name, message: await talker.next(WITHIN_MS) })),
    );
    const [first] = heard;
    for (const { name, message } of heard) {
      if (message?.kind !== 'text') {
        return [{ where: name, expected: `message ${time + 1} of ${times}`, got: `none within ${WITHIN_MS} ms` }];
      }
      if (first?.message?.kind !== 'text' || message.text === first.message.text) continue;
      return [{ where: name, expected: `what ${first.name} hears: ${first.message.text}`, got: message.text }];
    }
  }
  return [];
}

function withNumber(json: Json, key: string, number: number): Json {
  return typeof json === 'object' && json !== null && !isList(json) ? { ...json, [key]: number } : json;
}

/** The number under a key of a message; null where there is none, and the comparison shows what there is. */
function numberIn(text: string, key: string): number | null {
  try {
    const value: unknown = JSON.parse(text);
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
    return typeof found === 'number' ? found : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function silence(name: string, talker: Talker): Promise<readonly Difference[]> {
  const answered = await talker.ping(WITHIN_MS);
  await sleep(SILENCE_MS);
  const [waiting] = talker.waiting();
  if (waiting !== undefined)
    return [{ where: name, expected: 'nothing', got: waiting.kind === 'text' ? waiting.text : 'a binary message' }];
  if (answered) return [];
  return [
    {
      where: name,
      expected: 'a connection that answers pings',
      got: talker.ended() === null ? 'no pong' : 'it has ended',
    },
  ];
}

async function closed(name: string, talker: Talker, code: number | null): Promise<readonly Difference[]> {
  const ended = await talker.untilEnded(WITHIN_MS);
  if (ended !== null && (code === null || ended === code)) return [];
  const got = ended === null ? `still open after ${WITHIN_MS} ms` : `code ${ended}`;
  return [{ where: name, expected: code === null ? 'its connection ended' : `closed with ${code}`, got }];
}
