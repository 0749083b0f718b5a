import { z } from 'zod';

import { answerSchema } from '../contract/parse.ts';
import type { Path } from '../definition/path.ts';
import type { Problem } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Definition, Source } from '../definition/reader.ts';
import { written } from '../definition/written.ts';
import { DURATION_RULE, parseDuration } from '../quantity/parse.ts';
import type { Meanings } from './references.ts';
import { checkAnswer, requestOf, requestSchema } from './request-parse.ts';
import type { Place } from './request-parse.ts';
import type { Case, Client, Operation } from './scenario.ts';
import { talkOf, talkSchema } from './talk-parse.ts';

const casesSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(200),
      request: requestSchema.optional(),
      answer: answerSchema.prefault({}),
      variants: z.int().min(1).max(1_000).default(1),
      leaves: z.strictObject({ after_events: z.int().min(0), abandons: z.int().min(1) }).optional(),
      slow: z
        .strictObject({
          readers: z.int().min(1).max(256),
          for: written(DURATION_RULE, parseDuration),
          most_mib: z.number().positive(),
        })
        .optional(),
      paced: z.strictObject({ every: written(DURATION_RULE, parseDuration) }).optional(),
      talk: talkSchema.optional(),
    }),
  )
  .min(1);
type WireCase = z.infer<typeof casesSchema>[number];

/** Draws of each operation where a scenario names no cases: one could be lucky, three tell a constant answer from a right one. */
const VARIANTS_OF_OPERATION = 3;

/** Problems below a path of a definition. */
export function placeIn<T>(definition: Definition<T>, base: Path, report: (problem: Problem) => void): Place {
  return {
    at: (path, expected, hint) => definition.problem([...base, ...path], expected, hint),
    atKey: (path, expected, hint) => definition.keyProblem([...base, ...path], expected, hint),
    report,
  };
}

/** The cases of a file; what is wrong with them is reported, and nothing of a file that does not fit is given. */
export function casesOf(source: Source, meanings: Meanings, report: (problem: Problem) => void): readonly Case[] {
  const read = readDefinition(source, casesSchema);
  if (!read.ok) {
    for (const problem of read.problems) report(problem);
    return [];
  }
  const { value: definition } = read;
  const names = new Map<string, number>();
  return definition.value.flatMap((wire, index): readonly Case[] => {
    const place = placeIn(definition, [index], report);
    const first = names.get(wire.name);
    if (first !== undefined) report(place.at(['name'], 'a name that no other case has', `case ${first + 1} has it`));
    else names.set(wire.name, index);
    if (wire.talk !== undefined) {
      const stray = OF_REQUESTS.find((key) => wire[key] !== undefined);
      if (stray !== undefined) report(place.at([stray], `no ${stray} beside talk`));
      return [
        { kind: 'talk', name: wire.name, steps: talkOf(wire.talk, placeIn(definition, [index, 'talk'], report)) },
      ];
    }
    if (wire.request === undefined) {
      report(place.at([], 'a request, or a talk'));
      return [];
    }
    const request = requestOf(wire.request, meanings, placeIn(definition, [index, 'request'], report));
    checkAnswer(wire.answer, meanings, placeIn(definition, [index, 'answer'], report));
    const client = clientOf(wire, place);
    return [{ kind: 'asked', name: wire.name, request, answer: wire.answer, variants: wire.variants, client }];
  });
}

const CLIENTS = ['leaves', 'slow', 'paced'] as const;
const BODY_OF = {
  leaves: 'an answer of events to leave',
  slow: 'an answer of bytes, which is known however long it is',
  paced: 'an answer of events',
} as const;
const OF_REQUESTS = ['request', ...CLIENTS] as const;

function clientOf(wire: WireCase, place: Place): Client {
  const { answer, leaves, slow, paced } = wire;
  const [first, second] = CLIENTS.filter((key) => wire[key] !== undefined);
  if (second !== undefined) place.report(place.at([second], `no ${second} beside ${first}`));
  const wanted = first === 'slow' ? 'bytes' : 'events';
  if (first !== undefined && answer.body.kind !== wanted) place.report(place.at([first], BODY_OF[first]));
  if (leaves !== undefined) return { kind: 'leaves', afterEvents: leaves.after_events, abandons: leaves.abandons };
  if (slow !== undefined) return { kind: 'slow', readers: slow.readers, forMs: slow.for, mostMiB: slow.most_mib };
  return paced === undefined ? { kind: 'patient' } : { kind: 'paced', everyMs: paced.every };
}

/** The contract of a scenario without cases: what its operations say they answer. */
export function casesFromOperations(operations: readonly Operation[]): readonly Case[] {
  return operations.map(({ id, request, answer }) => ({
    kind: 'asked',
    name: `operation ${id} is answered as it says`,
    request,
    answer,
    variants: VARIANTS_OF_OPERATION,
    client: { kind: 'patient' },
  }));
}
