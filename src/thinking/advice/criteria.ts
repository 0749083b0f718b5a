import type { CriterionId, Question } from './question.ts';
import type { Criterion } from './value.ts';

const HALF = 0.5;

/**
 * The criteria with their anchors. They are the team's: its objective, its salaries, its size; none is taken from what the options
 * happen to have. A bill as high as an engineer's month has no points,
 * and a higher one fewer than none.
 */
export function criteriaOf({ weights, p99Ms, team }: Question): readonly Criterion[] {
  const of = (
    id: CriterionId,
    title: string,
    unit: string,
    rest: Pick<Criterion, 'worst' | 'best' | 'scale' | 'open'>,
  ): Criterion => ({
    id,
    title,
    unit,
    ...rest,
    weight: weights[id],
  });
  return [
    of('bill', 'bill a month', 'money', { worst: team.loadedMonth, best: 0, scale: 'linear', open: true }),
    of('p99', 'p99', 'ms', { worst: p99Ms, best: p99Ms / 4, scale: 'log' }),
    of('memory', 'memory of a replica', 'MiB', { worst: 1024, best: 16, scale: 'log' }),
    of('start', 'start', 'ms', { worst: 2000, best: 20, scale: 'log' }),
    of('build', 'build after a change', 's', { worst: 120, best: 1, scale: 'log' }),
    of('mistakes', 'mistakes stopped before a program runs', 'share', { worst: 0, best: HALF, scale: 'linear' }),
    of('ramp', 'engineer-months lost to learning', 'months', { worst: team.engineers * 2, best: 0, scale: 'linear' }),
  ];
}
