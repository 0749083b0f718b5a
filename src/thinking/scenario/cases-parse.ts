import { z } from 'zod';

import { answerSchema } from '../contract/parse.ts';
import type { Path } from '../definition/path.ts';
import type { Problem } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Definition, Source } from '../definition/reader.ts';
import type { Meanings } from './references.ts';
import { checkAnswer, requestOf, requestSchema } from './request-parse.ts';
import type { Place } from './request-parse.ts';
import type { Case, Operation } from './scenario.ts';

const casesSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(200),
      request: requestSchema,
      answer: answerSchema.prefault({}),
      variants: z.int().min(1).max(1_000).default(1),
    }),
  )
  .min(1);

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
  return definition.value.map((wire, index) => {
    const place = placeIn(definition, [index], report);
    const first = names.get(wire.name);
    if (first !== undefined) report(place.at(['name'], 'a name that no other case has', `case ${first + 1} has it`));
    else names.set(wire.name, index);
    const request = requestOf(wire.request, meanings, placeIn(definition, [index, 'request'], report));
    checkAnswer(wire.answer, meanings, placeIn(definition, [index, 'answer'], report));
    return { name: wire.name, request, answer: wire.answer, variants: wire.variants };
  });
}

/** The contract of a scenario without cases: what its operations say they answer. */
export function casesFromOperations(operations: readonly Operation[]): readonly Case[] {
  return operations.map(({ id, request, answer }) => ({
    name: `operation ${id} is answered as it says`,
    request,
    answer,
    variants: VARIANTS_OF_OPERATION,
  }));
}
