import { differences } from '../../thinking/contract/compare.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { RenderedCase } from '../../thinking/scenario/render.ts';
import { ask } from './ask.ts';

const ANSWER_WITHIN_MS = 10_000;

/** Puts each case to the contender, one at a time, and stops at the first broken one: a wrong contender gets no number. */
export async function checkCases(port: number, cases: readonly RenderedCase[]): Promise<ContenderFailure | null> {
  for (const { name, request } of cases) {
    const asked = await ask(port, request, ANSWER_WITHIN_MS);
    const found =
      asked.kind === 'answered'
        ? differences(request.expected, asked.answer)
        : [{ where: 'answer', expected: `status ${request.expected.status}`, got: asked.reason }];
    if (found.length > 0) {
      return { kind: 'contract-broken', case: name, request: `${request.method} ${request.path}`, differences: found };
    }
  }
  return null;
}
