import { endOf, type Ran } from './outcome.ts';

/** Reading what compilers, linters and tests print: of each program the first thing that was said. Pure. */

/** By the folder of a program, as laid out for its toolchain. */
export type Findings = ReadonlyMap<string, string>;

interface Remark {
  readonly folder: string;
  readonly said: string;
}

function firstOfEach(remarks: readonly Remark[]): Findings {
  const first = new Map<string, string>();
  for (const { folder, said } of remarks) if (!first.has(folder)) first.set(folder, said);
  return first;
}

/** `FOLDER/FILE(3,10): error TS2532: …` of tsc. */
export function fromTsc(output: string): Findings {
  return firstOfEach(remarksBy(/^([^/\s]+)\/([\w.]+)\((\d+),\d+\): error (TS\d+: .*)$/gmu, output));
}

/** `FOLDER/FILE:3:10: …` of go build and go vet; they write `./` and `vet: ` before it at times. */
export function fromGo(output: string): Findings {
  return firstOfEach(remarksBy(/^(?:vet: )?(?:\.\/)?([^/\s]+)\/([\w.]+):(\d+):\d+: (.*)$/gmu, output));
}

function remarksBy(pattern: RegExp, output: string): readonly Remark[] {
  return [...output.matchAll(pattern)].map(([, folder = '', file = '', line = '', text = '']) => ({
    folder,
    said: `${file}:${line}: ${text}`,
  }));
}

/** The part of oxlint's JSON that is read. */
export interface OxlintReport {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly code: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

export function fromOxlint({ diagnostics }: OxlintReport): Findings {
  return firstOfEach(
    diagnostics.map(({ message, code, filename, labels }) => {
      const [folder = '', file = ''] = filename.split('/');
      return { folder, said: `${file}:${labels[0]?.span.line ?? 0}: ${code}: ${message}` };
    }),
  );
}

/** A line of `cargo … --message-format=json`, as far as it is read. */
export interface CargoMessage {
  readonly reason: string;
  readonly manifest_path?: string | undefined;
  readonly message?:
    | {
        readonly level: string;
        readonly message: string;
        readonly code: { readonly code: string } | null;
        readonly spans: readonly { readonly file_name: string; readonly line_start: number }[];
      }
    | undefined;
  readonly executable?: string | null | undefined;
}

/** Errors only, or warnings too; what has no place in a source is a sum of others. */
export function fromCargo(messages: readonly CargoMessage[], levels: readonly string[]): Findings {
  return firstOfEach(
    messages.flatMap(({ manifest_path: manifest, message }) => {
      const span = message?.spans[0];
      if (manifest === undefined || message === undefined || span === undefined) return [];
      if (!levels.includes(message.level)) return [];
      const folder = manifest.split('/').at(-2) ?? '';
      const file = span.file_name.split('/').at(-1) ?? '';
      const code = message.code === null ? '' : `${message.code.code}: `;
      return [{ folder, said: `${file}:${span.line_start}: ${code}${message.message}` }];
    }),
  );
}

/** Where a failed test says why, in the order of preference. */
const TEST_SAID = [
  /^WARNING: DATA RACE$/mu,
  // Go: t.Errorf, and what ends a test's process.
  /^\s+\w+_test\.go:\d+: .*$/mu,
  /^panic: .*$/mu,
  // Rust: the message is on the line after the place, and what an assertion compared on two more.
  /^thread '.*' .*panicked at .*:\n.*(?:\n +left: .*\n +right: .*)?$/mu,
  // Node's test runner, whose assertions say on a line of its own what they compared.
  /^\s*\w*Error\b.*:\n\s*.+$/mu,
  /^\s*\w*Error\b.*$/mu,
];

/** Null where the test passed. */
export function fromTest({ end, stdout, stderr }: Ran): string | null {
  if (end.kind === 'ended' && end.code === 0) return null;
  if (end.kind === 'cut off') return endOf(end);
  const output = `${stdout}\n${stderr}`;
  for (const pattern of TEST_SAID) {
    const said = pattern.exec(output)?.[0];
    if (said !== undefined)
      return said
        .replace(/^thread .*\n/u, '')
        .trim()
        .replace(/\s+/gu, ' ');
  }
  return `the test failed without a word (${endOf(end)})`;
}
