import type { Question } from './weigh.ts';

/** The same question from the other side, for tests: what it says must be the mirror of what was said before. */
export function swapped(question: Question): Question {
  const { bounds, missing } = question;
  return {
    ...question,
    contender: question.against,
    against: question.contender,
    missing: { contender: missing.against, against: missing.contender },
    pairs: question.pairs.map((pair) => ({
      block: pair.block,
      sitting: pair.sitting,
      contender: pair.against,
      against: pair.contender,
      contenderPosition: pair.againstPosition,
      againstPosition: pair.contenderPosition,
      slowness: pair.slowness === null ? null : { contender: pair.slowness.against, against: pair.slowness.contender },
    })),
    ...(bounds === undefined ? {} : { bounds: { contender: bounds.against, against: bounds.contender } }),
  };
}
