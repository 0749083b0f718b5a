import { z } from 'zod';

const figure = z.object({
  title: z.string(),
  value: z.number().nullable(),
  unit: z.enum(['ms', 's', 'MiB', 'bytes', 'count']),
  low: z.number().nullable(),
  high: z.number().nullable(),
  state: z.enum(['known', 'none', 'unknown']),
  why: z.string().nullable(),
  taken: z.string(),
});

/** The fields of `bakeoff/footprint@1` that a record's page is made from; the rest is stored as it is. */
const recorded = z.object({
  schema: z.literal('bakeoff/footprint@1'),
  taken_at: z.string().regex(/^\d{4}-\d{2}-\d{2}T/u),
  machine: z.object({
    fingerprint: z.string().regex(/[0-9a-f]{8}/u),
    cpu: z.string(),
    cores: z.number(),
    kernel: z.string(),
    isolation: z.string(),
  }),
  scenario: z.string(),
  starts: z.number(),
  contenders: z.array(z.object({ contender: z.string(), version: z.string(), figures: z.record(z.string(), figure) })),
});

export type RecordedFootprint = z.output<typeof recorded>;
type Contender = RecordedFootprint['contenders'][number];
type Figure = z.output<typeof figure>;

export type Read =
  | { readonly ok: true; readonly value: RecordedFootprint }
  | { readonly ok: false; readonly problem: string };

export function readFootprint(document: unknown): Read {
  const read = recorded.safeParse(document);
  if (!read.success) return { ok: false, problem: `no document of footprints: ${z.prettifyError(read.error)}` };
  return read.data.contenders.length === 0
    ? { ok: false, problem: 'nobody has a footprint in it' }
    : { ok: true, value: read.data };
}

/** Of the record's folder: the day, the machine. */
export function folderOf({ taken_at: at, machine }: RecordedFootprint): string {
  const hex = /[0-9a-f]{8,}$/u.exec(machine.fingerprint)?.[0] ?? machine.fingerprint;
  return `${at.slice(0, 10)}-${hex.slice(0, 8)}-footprint`;
}

/** Columns by their figure and heading. Counts of dependencies stand apart, since they do not compare as they stand. */
const TABLES: readonly (readonly (readonly [string, string])[])[] = [
  [
    ['start', 'start, ms'],
    ['start-cpu', 'CPU of it, ms'],
    ['memory-idle', 'idle, MiB'],
    ['memory-peak', 'peak, MiB'],
    ['artefact', 'artefact, MiB'],
    ['image', 'image, MiB'],
  ],
  [
    ['clean-build', 'clean build, s'],
    ['clean-build-cpu', 'CPU of it, s'],
    ['incremental-build', 'incremental, s'],
    ['incremental-build-cpu', 'CPU of it, s'],
  ],
  [
    ['direct', 'direct'],
    ['dependencies', 'used'],
    ['locked', 'locked'],
    ['installed', 'size, MiB'],
    ['scripts', 'with scripts'],
    ['add-ons', 'native add-ons'],
    ['advisories', 'advisories'],
  ],
];

const BYTES_PER_MIB = 2 ** 20;

function numberText(value: number, unit: Figure['unit']): string {
  const shown = unit === 'bytes' ? value / BYTES_PER_MIB : value;
  if (unit === 'count') return String(shown);
  return shown >= 100 ? shown.toFixed(0) : shown.toPrecision(3);
}

function cellOf({ value, unit, low, high, state }: Figure): string {
  if (value === null) return state;
  const text = numberText(value, unit);
  return low === null || high === null ? text : `${text} (${numberText(low, unit)}–${numberText(high, unit)})`;
}

/** A table that nobody asked for, as builds take minutes, is left out. */
function tableOf(columns: (typeof TABLES)[number], contenders: readonly Contender[]): readonly string[] {
  const asked = columns.filter(([id]) => contenders.some(({ figures }) => figures[id]?.why?.includes('--') !== true));
  if (asked.length === 0) return [];
  const rows = contenders.map(({ contender, figures }) => {
    const cells = asked.map(([id]) => {
      const one = figures[id];
      return one === undefined ? 'unknown' : cellOf(one);
    });
    return `| ${[contender, ...cells].join(' | ')} |`;
  });
  const heads = `| ${['contender', ...asked.map(([, head]) => head)].join(' | ')} |`;
  return [heads, `|---|${asked.map(() => '--:|').join('')}`, ...rows, ''];
}

/** What is missing, each reason once with those whom it is about. */
function lacking(contenders: readonly Contender[]): readonly string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { contender, figures } of contenders) {
    for (const { value, state, why, title } of Object.values(figures)) {
      if (value !== null || why === null || why.includes('--')) continue;
      const reason = `${state}: ${why} (${title})`;
      reasons.set(reason, (reasons.get(reason) ?? new Set()).add(contender));
    }
  }
  return [...reasons].map(([reason, whom]) => `- ${reason}: ${[...whom].join(', ')}`);
}

/** What stands between the markers of the page: origin, command, tables, how each figure was taken. */
export function footprintExcerpt(footprint: RecordedFootprint, folder: string): string {
  const { taken_at: at, machine, contenders } = footprint;
  const { cpu, cores, kernel, isolation } = machine;
  const known = new Map(contenders.flatMap(({ figures }) => Object.values(figures).map((one) => [one.title, one])));
  const asked = [...known.values()].filter(({ why }) => why?.includes('--') !== true);
  return [
    `Recorded on ${at.slice(0, 10)}: ${cpu}, ${cores} cores, ${kernel}, isolation ${isolation}; versions: ${contenders.map(({ contender, version }) => `${contender} ${version}`).join(', ')}.`,
    '',
    '```console',
    `$ ${commandOf(footprint)}`,
    '```',
    '',
    ...TABLES.flatMap((columns) => tableOf(columns, contenders)),
    ...asked.map(({ title, taken }) => `- ${title}: ${taken}`),
    ...lacking(contenders),
    '',
    `All numbers: [records/${folder}](../records/${folder}).`,
  ].join('\n');
}

function commandOf({ contenders, scenario, starts }: RecordedFootprint): string {
  const built = contenders.some(({ figures }) => figures['clean-build']?.value !== null);
  const ids = contenders.map(({ contender }) => contender);
  return [
    './bakeoff footprint',
    ...ids,
    `--scenario ${scenario} --starts ${starts}`,
    ...(built ? ['--builds'] : []),
    '--json',
  ].join(' ');
}

/** README.md of the record's folder. */
export function footprintFolderPage(footprint: RecordedFootprint): string {
  const { taken_at: at, machine } = footprint;
  return `# Footprints

Taken on ${at.slice(0, 10)} on one machine: ${machine.cpu}, ${machine.cores} cores, ${machine.kernel}. \`footprint.json\` holds every figure with its unit, how it was taken and when (\`bakeoff/footprint@1\`, see docs/footprint.md).

To take them again, at the commit that added this folder:

\`\`\`console
$ ${commandOf(footprint)}
\`\`\`
`;
}
