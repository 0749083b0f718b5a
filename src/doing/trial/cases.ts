import { differences } from '../../thinking/contract/compare.ts';
import type { Difference } from '../../thinking/contract/contract.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { RenderedCase } from '../../thinking/scenario/render.ts';
import type { RenderedRequest } from '../../thinking/scenario/request.ts';
import { ask } from './ask.ts';
import type { Broken, Checked } from './checked.ts';
import { leave } from './leaving.ts';
import { takePaced } from './paced.ts';
import { readSlowly } from './slow-readers.ts';
import { talkThrough } from './talk.ts';

export const ANSWER_WITHIN_MS = 10_000;

/** Puts each case to the contender, one at a time, and stops at the first broken one: a wrong contender gets no number. */
export async function checkCases(checked: Checked, cases: readonly RenderedCase[]): Promise<ContenderFailure | null> {
  for (const one of cases) {
    const broken = one.kind === 'talk' ? await talkThrough(checked.port, one.steps) : await checkAsked(checked, one);
    if (broken !== null) return { kind: 'contract-broken', case: one.name, ...broken };
  }
  return null;
}

async function checkAsked(
  checked: Checked,
  { request, client }: Extract<RenderedCase, { kind: 'asked' }>,
): Promise<Broken | null> {
  const found = await differencesOf(checked, request, client);
  return found.length === 0 ? null : { request: `${request.method} ${request.path}`, differences: found };
}

async function differencesOf(
  checked: Checked,
  request: RenderedRequest,
  client: Extract<RenderedCase, { kind: 'asked' }>['client'],
): Promise<readonly Difference[]> {
  switch (client.kind) {
    case 'patient': {
      const asked = await ask(checked.port, request, ANSWER_WITHIN_MS);
      return asked.kind === 'answered'
        ? differences(request.expected, asked.answer)
        : [{ where: 'answer', expected: `status ${request.expected.status}`, got: asked.reason }];
    }
    case 'paced':
      return takePaced(checked.port, request, client.everyMs);
    case 'leaves':
      return leave(checked, request, client);
    case 'slow':
      return readSlowly(checked, request, client);
  }
}
