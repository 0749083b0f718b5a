import { z } from 'zod';

/** The fields of `bakeoff/result@1` that a record's name and page are made from; the rest is stored as it is. */
const recorded = z.object({
  schema: z.literal('bakeoff/result@1'),
  run: z.string(),
  seed: z.number(),
  complete: z.boolean(),
  profile: z.object({ name: z.string() }),
  machine: z.object({
    fingerprint: z.string(),
    cpu: z.string(),
    cores: z.number(),
    kernel: z.string(),
    isolation: z.string(),
  }),
  contenders: z.array(z.object({ id: z.string() })),
  scenarios: z.array(z.object({ id: z.string(), blocks: z.object({ planned: z.number() }) })),
  refused: z.object({ reason: z.string() }).nullable(),
});

/** A finished run as its page names it. */
export interface RecordedRun {
  readonly run: string;
  /** `2026-11-24`: the day the run began, UTC. */
  readonly date: string;
  /** The beginning of its folder's name; a second record of one day and machine gets a number behind it. */
  readonly folder: string;
  /** The machine in one line. */
  readonly machine: string;
  /** The command line that makes the run again. */
  readonly command: string;
  /** Its scenarios, and whose variants it compares where it compares those of one contender only. */
  readonly title: string;
}

export type Read =
  | { readonly ok: true; readonly value: RecordedRun }
  | { readonly ok: false; readonly problem: string };

export type ReadAny =
  | {
      readonly ok: true;
      readonly value: RecordedRun;
      readonly scenarios: readonly string[];
      readonly refused: string | null;
    }
  | { readonly ok: false; readonly problem: string };

const RUN_ID = /^r-(\d{4})(\d{2})(\d{2})-/u;
/** Enough to tell a handful of machines apart. */
const DIGITS = 8;

/** Reads a result document. Only a run that went to its end and was not refused is worth a record of its own. */
export function readRun(document: unknown): Read {
  const read = readAny(document);
  if (!read.ok) return read;
  const { refused, value } = read;
  return refused === null
    ? { ok: true, value }
    : { ok: false, problem: `${value.run} was refused and has no verdicts: ${refused}` };
}

/** The same of a run that may have been refused: beside others, that too is a result. */
export function readAny(document: unknown): ReadAny {
  const read = recorded.safeParse(document);
  if (!read.success) return { ok: false, problem: `no result document: ${z.prettifyError(read.error)}` };
  const { run, complete, refused, machine, scenarios } = read.data;
  const [, year, month, day] = RUN_ID.exec(run) ?? [];
  const hex = /[0-9a-f]{4,}$/u.exec(machine.fingerprint)?.[0];
  if (year === undefined || hex === undefined) {
    return { ok: false, problem: `run ${run} or fingerprint ${machine.fingerprint} is not of the form expected` };
  }
  if (!complete && refused === null)
    return { ok: false, problem: `${run} is not finished; go on with ./bakeoff run --resume ${run}` };
  const date = `${year}-${month}-${day}`;
  const { cpu, cores, kernel, isolation } = machine;
  return {
    ok: true,
    scenarios: scenarios.map(({ id }) => id),
    refused: refused?.reason ?? null,
    value: {
      run,
      date,
      folder: `${date}-${hex.slice(0, DIGITS)}`,
      machine: `${cpu}, ${cores} cores, ${kernel}, isolation ${isolation}`,
      command: commandOf(read.data),
      title: titleOf(read.data),
    },
  };
}

function titleOf({ contenders, scenarios }: z.output<typeof recorded>): string {
  const asked = scenarios.map(({ id }) => id).join(', ');
  const ids = contenders.map(({ id }) => id).filter((id) => id !== 'placebo');
  const [plain, ...others] = new Set(ids.map((id) => id.split(/[+@]/u)[0]));
  const varied = plain !== undefined && others.length === 0 && ids.some((id) => id.includes('+'));
  return varied ? `${asked}: variants of ${plain}` : asked;
}

function commandOf({ contenders, scenarios, profile, seed }: z.output<typeof recorded>): string {
  // On a number of cores a contender is told by the scenario: `node-fastify@2`.
  const plain = contenders.map(({ id }) => id.replace(/@\d+$/u, ''));
  const ids = [...new Set(plain)].filter((id) => id !== 'placebo');
  const blocks = Math.max(...scenarios.map((scenario) => scenario.blocks.planned));
  return [
    './bakeoff run',
    ...ids,
    '--scenario',
    ...scenarios.map(({ id }) => id),
    `--profile ${profile.name} --blocks ${blocks} --seed ${seed}`,
  ].join(' ');
}

/** README.md of a record's folder. */
export function recordPage({ run, date, machine, command }: RecordedRun): string {
  return `# Run ${run}

Recorded on ${date} on one machine, in one sitting: ${machine}.

\`report.html\` is the whole report, \`report.md\` its tables, \`result.json\` every number (\`bakeoff/result@1\`, see docs/results.md).

To make it again, at the commit that added this folder:

\`\`\`console
$ ${command}
\`\`\`

Requests, arrivals and orders come out the same; times and CPU do not: that is what the intervals are for.
Another machine gives another record, never a correction of this one.
`;
}

/** What stands between the markers of the README: origin, command, tables, link. */
export function recordExcerpt({ date, machine, command }: RecordedRun, folder: string, tables: string): string {
  const lowered = tables.trim().replaceAll(/^#{1,2} /gmu, '### ');
  return `Recorded on ${date}: ${machine}.

\`\`\`console
$ ${command}
\`\`\`

${lowered}

All numbers and the whole report: [records/${folder}](records/${folder}).`;
}
