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
}

export type Read =
  | { readonly ok: true; readonly value: RecordedRun }
  | { readonly ok: false; readonly problem: string };

const RUN_ID = /^r-(\d{4})(\d{2})(\d{2})-/u;
/** Enough to tell a handful of machines apart. */
const DIGITS = 8;

/** Reads a result document. Only a run that went to its end and was not refused is worth a record. */
export function readRun(document: unknown): Read {
  const read = recorded.safeParse(document);
  if (!read.success) return { ok: false, problem: `no result document: ${z.prettifyError(read.error)}` };
  const { run, complete, refused, machine } = read.data;
  const [, year, month, day] = RUN_ID.exec(run) ?? [];
  const hex = /[0-9a-f]{4,}$/u.exec(machine.fingerprint)?.[0];
  if (year === undefined || hex === undefined) {
    return { ok: false, problem: `run ${run} or fingerprint ${machine.fingerprint} is not of the form expected` };
  }
  if (refused !== null) return { ok: false, problem: `${run} was refused and has no verdicts: ${refused.reason}` };
  if (!complete) return { ok: false, problem: `${run} is not finished; go on with ./bakeoff run --resume ${run}` };
  const date = `${year}-${month}-${day}`;
  const { cpu, cores, kernel, isolation } = machine;
  return {
    ok: true,
    value: {
      run,
      date,
      folder: `${date}-${hex.slice(0, DIGITS)}`,
      machine: `${cpu}, ${cores} cores, ${kernel}, isolation ${isolation}`,
      command: commandOf(read.data),
    },
  };
}

function commandOf({ contenders, scenarios, profile, seed }: z.output<typeof recorded>): string {
  const ids = contenders.map(({ id }) => id).filter((id) => id !== 'placebo');
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
