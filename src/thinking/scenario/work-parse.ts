import { z } from 'zod';

import { didYouMean } from '../definition/nearest.ts';
import type { Path } from '../definition/path.ts';
import type { Problem } from '../definition/problem.ts';
import type { Definition } from '../definition/reader.ts';
import type { Audit, Operation, ServiceName, Work } from './scenario.ts';
import { SERVICE_NAMES } from './scenario.ts';

const WORK_RULE = 'a whole number from 1: what the service counts for each correct answer, at least';
const STATEMENT_RULE = 'one SQL statement on one line, without ; and \\';

const owed = z.int({ error: WORK_RULE }).min(1, WORK_RULE).default(0);

/** `work:` of an operation. */
export const workSchema = z.strictObject({ mysql: owed, upstream: owed });

/** Goes to the database's client as a line: neither it nor what it says may end the line or command the client. */
export const statement = z.string({ error: STATEMENT_RULE }).regex(/^[^;\\\r\n]{1,2000}$/u, STATEMENT_RULE);

/** An entry of `audit:`. */
export const auditSchema = z.strictObject({ rule: z.string().min(1), query: statement, counts: z.string().optional() });

type WireAudit = z.infer<typeof auditSchema>;

type Report = (problem: Problem) => void;

/** Work is owed to services that the scenario has. */
export function checkWork(
  work: Work,
  services: readonly ServiceName[],
  at: (path: Path, expected: string, hint?: string | null) => Problem,
  report: Report,
): void {
  for (const name of SERVICE_NAMES) {
    if (work[name] === 0 || services.includes(name)) continue;
    report(at(['work', name], 'a service that the scenario has', `add ${name} to services:`));
  }
}

/** Reports an operation that the scenario does not have. */
export function operationNamed(
  id: string,
  path: Path,
  definition: Pick<Definition<unknown>, 'problem'>,
  operations: readonly Operation[],
  report: Report,
): void {
  const ids = operations.map((operation) => operation.id);
  if (!ids.includes(id)) report(definition.problem(path, `an operation: ${ids.join(', ')}`, didYouMean(id, ids)));
}

interface Audited {
  readonly audit: readonly WireAudit[];
  readonly restore: readonly string[];
  readonly services: readonly ServiceName[];
}

/** What the database is asked after a round; both need a database. */
export function auditsOf(
  definition: Definition<Audited>,
  operations: readonly Operation[],
  report: Report,
): readonly Audit[] {
  const { audit, restore, services } = definition.value;
  for (const [key, given] of Object.entries({ audit, restore })) {
    if (given.length === 0 || services.includes('mysql')) continue;
    report(definition.problem([key], 'a scenario with a database', 'add mysql to services:'));
  }
  return audit.map(({ rule, query, counts }, index): Audit => {
    if (counts === undefined) return { kind: 'none', rule, query };
    operationNamed(counts, ['audit', index, 'counts'], definition, operations, report);
    return { kind: 'counts', rule, query, operation: counts };
  });
}
