import { EFFECTS, TOOLCHAINS, type Outcome, type ToolchainName } from './outcome.ts';

/** What `--json` writes and the page is made of. */
export interface Result {
  readonly schema: 'bakeoff/mistakes@1';
  /** The day. */
  readonly made: string;
  readonly versions: Readonly<Record<ToolchainName, readonly string[]>>;
  readonly mistakes: readonly Row[];
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly seen: Readonly<Record<ToolchainName, Outcome>>;
}

const TITLES: Readonly<Record<ToolchainName, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  go: 'Go',
  rust: 'Rust',
};

/** An outcome in a word or three, as cells and lines have it. */
export function wordOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'stopped':
      return outcome.beyondDefaults ? 'lint, own rules' : outcome.stage;
    case 'never':
      return `never: ${outcome.shown.effect}`;
    case 'not expressible':
      return 'not expressible';
  }
}

/** What the tool or the program said, or why there is no program. */
export function saidBy(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'stopped':
      return outcome.said;
    case 'never':
      return outcome.shown.said;
    case 'not expressible':
      return outcome.reason;
  }
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** One row a mistake. */
export function mistakesTable(rows: readonly Row[]): string {
  const head = [
    line(['', 'mistake', ...TOOLCHAINS.map((name) => TITLES[name])]),
    line(['---', '---', ...TOOLCHAINS.map(() => '---')]),
  ];
  const body = rows.map(({ id, title, seen }) => {
    const [number = ''] = id.split('-');
    return line([number, title, ...TOOLCHAINS.map((name) => wordOf(seen[name]))]);
  });
  return [...head, ...body].join('\n');
}

interface Count {
  readonly title: string;
  readonly holds: (outcome: Outcome) => boolean;
}

const byDefault = (stage: string) => (outcome: Outcome) =>
  outcome.kind === 'stopped' && outcome.stage === stage && !outcome.beyondDefaults;
const isOwnRule = (outcome: Outcome): boolean => outcome.kind === 'stopped' && outcome.beyondDefaults;

const COUNTS: readonly Count[] = [
  { title: 'stopped at the build', holds: byDefault('build') },
  { title: 'by the linter as it comes', holds: byDefault('lint') },
  { title: "by the linter with this repository's rules", holds: isOwnRule },
  { title: 'by the ordinary test', holds: byDefault('test') },
  { title: 'by that test under a race detector', holds: byDefault('race') },
  ...EFFECTS.map((effect) => ({
    title: `never: ${effect}`,
    holds: (outcome: Outcome) => outcome.kind === 'never' && outcome.shown.effect === effect,
  })),
  { title: 'not expressible', holds: (outcome) => outcome.kind === 'not expressible' },
];

const SUMS: readonly Count[] = [
  {
    title: '**before a program ran** (build, or linter as it comes)',
    holds: (outcome) => byDefault('build')(outcome) || byDefault('lint')(outcome),
  },
  { title: '**never**', holds: (outcome) => outcome.kind === 'never' },
];

/** How often each came about, and the two sums that the word "early" is about. */
export function countsTable(rows: readonly Row[]): string {
  const count = (name: ToolchainName, { holds }: Count): string =>
    String(rows.filter(({ seen }) => holds(seen[name])).length);
  const head = [
    line([`of ${rows.length} mistakes`, ...TOOLCHAINS.map((name) => TITLES[name])]),
    line(['---', ...TOOLCHAINS.map(() => '--:')]),
  ];
  const body = [...COUNTS, ...SUMS].map((one) => line([one.title, ...TOOLCHAINS.map((name) => count(name, one))]));
  return [...head, ...body].join('\n');
}

/** What stands on the page between its markers. */
export function excerpt(result: Result): string {
  const versions = TOOLCHAINS.map((name) => `${TITLES[name]}: ${result.versions[name].join(', ')}`).join('; ');
  return [
    `Seen on ${result.made} with ${versions}. Made by \`npm run prove:mistakes -- --write\`.`,
    countsTable(result.mistakes),
    mistakesTable(result.mistakes),
    'What was said of each, by the tool that stopped it or by the program that was not stopped:',
    saidTable(result.mistakes),
  ].join('\n\n');
}

function saidTable(rows: readonly Row[]): string {
  const body = rows.flatMap(({ id, seen }) =>
    TOOLCHAINS.map((name) => line([id, TITLES[name], wordOf(seen[name]), codeOf(seen[name])])),
  );
  return [line(['mistake', 'toolchain', 'outcome', 'said']), line(['---', '---', '---', '---']), ...body].join('\n');
}

/** In a cell a bar would end it, and a backtick would end the code. */
function codeOf(outcome: Outcome): string {
  const said = saidBy(outcome).replaceAll('|', '\\|');
  return outcome.kind === 'not expressible' ? said : `\`${said.replaceAll('`', "'")}\``;
}
