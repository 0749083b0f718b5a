import { flagsOf } from '../fairness/flags.ts';
import type { Seen } from '../fairness/seen.ts';
import type { Calibration } from './input.ts';
import type { ResultDocument } from './result-schema.ts';
import { plainText } from './plain-text.ts';
import { FAIRNESS_COLUMNS, flagText } from './words-of-fairness.ts';

/** What was seen of each contender in each scenario, of runs taken together by the last of them. */
export function seenOf(calibrations: Readonly<Record<string, readonly Calibration[]>>): readonly Seen[] {
  const last = new Map<string, Seen>();
  for (const { seen } of Object.values(calibrations).flat()) {
    for (const one of seen) last.set(JSON.stringify([one.scenario, one.contender]), one);
  }
  return [...last.values()];
}

/** Cells in columns as wide as their widest, two spaces apart. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Each contender's column and each condition's row: the names of conditions are the longer ones. */
function columnsOf(scenario: string, seen: readonly Seen[]): readonly string[] {
  const head = [plainText(scenario), ...seen.map(({ contender }) => plainText(contender))];
  return table([head, ...FAIRNESS_COLUMNS.map(({ title, text }) => [title, ...seen.map(text)])]);
}

/** As many contenders beside each other as the width has room for, at least one; the others in tables beneath. */
function tablesOf(scenario: string, seen: readonly Seen[], width: number): readonly string[] {
  const fits = seen.findIndex((_, i) => i > 0 && widest(columnsOf(scenario, seen.slice(0, i + 1))) > width);
  if (fits === -1) return columnsOf(scenario, seen);
  return [...columnsOf(scenario, seen.slice(0, fits)), '', ...tablesOf(scenario, seen.slice(fits), width)];
}

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length));
}

function scenarioLines(scenario: string, seen: readonly Seen[], width: number): readonly string[] {
  const flags = flagsOf(seen).map((flag) => `! ${flagText(flag)}`);
  return [...tablesOf(scenario, seen, width), ...(flags.length === 0 ? ['All of this is equal.'] : flags), ''];
}

/**
 * The ledger for a terminal: scenario by scenario what each contender was seen to run with, and beneath what is unequal.
 *
 * @param width columns of the terminal; no table is wider unless one contender alone is.
 */
export function fairnessReport(seen: readonly Seen[], width: number): string {
  const scenarios = [...new Set(seen.map(({ scenario }) => scenario))];
  const lines = scenarios.flatMap((scenario) =>
    scenarioLines(
      scenario,
      seen.filter((one) => one.scenario === scenario),
      width,
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** `bakeoff/fairness@1`: the same as a document; what is unknown is null. */
export function fairnessDocument(seen: readonly Seen[]): object {
  return { schema: 'bakeoff/fairness@1', ...fairnessOf(seen) };
}

/** The ledger as every document holds it. */
export function fairnessOf(seen: readonly Seen[]): ResultDocument['fairness'] {
  return {
    seen: seen.map(({ scenario, contender, version, processes, threads, database, answer, ...one }) => ({
      scenario,
      contender,
      version,
      built: one.built?.map((words) => [...words]) ?? null,
      processes,
      threads,
      cores: one.cores === null ? null : [...one.cores],
      settings: one.settings === null ? null : { ...one.settings },
      upstream_per_answer: one.upstreamPerAnswer,
      printed_per_answer: one.printedPerAnswer,
      database:
        database === null
          ? null
          : {
              connections: database.connections,
              opened_under_load: database.opened,
              over_tls: database.encrypted,
              prepared_before: database.preparedBefore,
              per_answer: { ...database.perAnswer },
            },
      answer:
        answer === null
          ? null
          : {
              head_bytes: answer.headBytes,
              body_bytes: answer.bodyBytes,
              headers: [...answer.headers],
              framing: answer.framing,
              keeps_alive: answer.keepsAlive,
              encoding: answer.encoding,
            },
    })),
    unequal: flagsOf(seen).map((flag) => ({
      ...flag,
      values: flag.values.map(({ contender, value }) => ({ contender, value: String(value) })),
      text: flagText(flag),
    })),
  };
}
