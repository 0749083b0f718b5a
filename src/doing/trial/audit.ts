import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import type { Audit } from '../../thinking/scenario/scenario.ts';
import type { Services } from '../service/service.ts';
import { fromService } from './tally.ts';

/** Rows of an audit that a report quotes. */
const QUOTED = 3;

/** Makes the database what it was before any contender wrote to it. */
export async function restoreData(statements: readonly string[], { mysql }: Services): Promise<void> {
  for (const statement of statements) await fromService(mysql, async (database) => database.ask(statement));
}

/** The first audit that finds rows where there must be none, or null. It is asked when the contender has nothing to do. */
export async function auditData(audits: readonly Audit[], { mysql }: Services): Promise<ContenderFailure | null> {
  for (const audit of audits) {
    if (audit.kind !== 'none') continue;
    const rows = await fromService(mysql, async (database) => database.ask(audit.query));
    if (rows === null || rows.length === 0) continue;
    const found = rows.slice(0, QUOTED).map((row) => row.join(', '));
    return { kind: 'audit-failed', phase: null, rule: audit.rule, expected: 'no such row', found };
  }
  return null;
}

/** What an audit that counts has counted. */
export interface CountedRows {
  readonly audit: Extract<Audit, { kind: 'counts' }>;
  readonly rows: number;
}

/** The numbers of all audits that count, as they are now; none from a database that is gone. */
export async function countRows(audits: readonly Audit[], { mysql }: Services): Promise<readonly CountedRows[]> {
  const counted: CountedRows[] = [];
  for (const audit of audits) {
    if (audit.kind !== 'counts') continue;
    const answer = await fromService(mysql, async (database) => database.ask(audit.query));
    const rows = Number(answer?.[0]?.[0] ?? Number.NaN);
    if (answer !== null && !Number.isSafeInteger(rows))
      throw new Error(`no whole number was answered to ${audit.query}`);
    if (answer !== null) counted.push({ audit, rows });
  }
  return counted;
}

/** By how much each has grown. */
export function grownBy(before: readonly CountedRows[], after: readonly CountedRows[]): readonly CountedRows[] {
  return after.flatMap(({ audit, rows }) => {
    const from = before.find((one) => one.audit === audit);
    return from === undefined ? [] : [{ audit, rows: rows - from.rows }];
  });
}

/**
 * Whether an operation left as many rows as it gave correct answers, or null. More is right only where requests got no answer, in this
 * phase or before it: what they asked for may have been done all the same.
 *
 * @param unanswered by operation, in the phases before; those of this phase are added.
 */
export function miscounted(
  name: string,
  { parts }: Pick<Phase, 'parts'>,
  grown: readonly CountedRows[],
  unanswered: Map<string, number>,
): ContenderFailure | null {
  for (const { audit, rows } of grown) {
    const part = parts[audit.operation];
    if (part === undefined) continue;
    const open = (unanswered.get(audit.operation) ?? 0) + part.wrong + part.failed + part.unfinished;
    unanswered.set(audit.operation, open);
    if (rows >= part.correct && rows <= part.correct + open) continue;
    const expected = open === 0 ? `${part.correct} more` : `${part.correct} to ${part.correct + open} more`;
    return { kind: 'audit-failed', phase: name, rule: audit.rule, expected, found: [`${rows}`] };
  }
  return null;
}
