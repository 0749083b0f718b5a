import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../bounded.ts';
import { endOf, type Ran, type ToolchainName } from '../outcome.ts';
import { sourceFolder } from '../seeds.ts';
import type { Findings } from '../tools-said.ts';

export const FORMS = ['faulty', 'mended'] as const;
export type Form = (typeof FORMS)[number];

/** One form of one mistake; test and trigger are the same files for both forms. */
export interface Program {
  readonly mistake: string;
  readonly form: Form;
  /** Its folder below the toolchain's, and its name for the tools. */
  readonly folder: string;
}

export function programOf(mistake: string, form: Form): Program {
  // A package of Rust may not begin with a digit.
  return { mistake, form, folder: `m${mistake}-${form}` };
}

/** A toolchain compiles and lints all programs at once, as a project would, and runs them one by one. */
export interface Toolchain {
  readonly name: ToolchainName;
  versions(): Promise<readonly string[]>;
  layOut(programs: readonly Program[]): void;
  build(programs: readonly Program[]): Promise<Findings>;
  lint(programs: readonly Program[]): Promise<Findings>;
  /** By rules that are off unless asked for; a toolchain for which nobody asks finds nothing. */
  lintByOwnRules(programs: readonly Program[]): Promise<Findings>;
  /** Makes what `testOf`, `raceOf` and `triggerOf` run. */
  makeRunnable(programs: readonly Program[]): Promise<void>;
  testOf(program: Program): Command;
  raceOf(program: Program): Command | null;
  triggerOf(program: Program): Command;
}

/** What toolchains are given: where to work, and how to run a tool of theirs to its end. */
export interface Workshop {
  readonly root: string;
  readonly folder: string;
  readonly run: (command: Command) => Promise<Ran>;
}

/** A tool that failed and named no program did not do its work: its silence about the others would mean nothing. */
export function heard(findings: Findings, { end, stdout, stderr }: Ran, what: string): Findings {
  const hasFailed = end.kind !== 'ended' || end.code !== 0;
  if (hasFailed && findings.size === 0) throw new Error(`${what}: ${endOf(end)}: ${stdout}${stderr}`);
  return findings;
}

/** Copies a program's three files to where its toolchain expects them. */
export function layOutFiles(
  { folder }: Workshop,
  name: ToolchainName,
  program: Program,
  names: Readonly<Record<'subject' | 'test' | 'trigger', string>>,
): void {
  const from = sourceFolder(program.mistake, name);
  const extension = /\.\w+$/u.exec(names.subject)?.[0] ?? '';
  const to = join(folder, program.folder);
  mkdirSync(join(to, names.subject, '..'), { recursive: true });
  copyFileSync(join(from, `${program.form}${extension}`), join(to, names.subject));
  copyFileSync(join(from, `test${extension}`), join(to, names.test));
  copyFileSync(join(from, `trigger${extension}`), join(to, names.trigger));
}
