import type { Argv } from '../../thinking/contender/contender.ts';
import type { Read } from '../../thinking/dependency/dependency.ts';
import { exitText, runCommand, type CommandEnd } from '../build/command.ts';
import type { Isolation } from '../enclosure/enclosure.ts';

/** What commands are run with, wherever they are run. */
export interface ToolMeans {
  readonly isolation: Isolation;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const WITHIN_MS = 60_000;

/** What a command prints, line by line, and the code it ended with; or why it gives none. */
export async function printedBy(
  argv: Argv,
  cwd: string,
  { isolation, environment, signal }: ToolMeans,
): Promise<Read<{ readonly lines: readonly string[]; readonly code: number }>> {
  const lines: string[] = [];
  const means = { isolation, environment, signal, cwd, withinMs: WITHIN_MS };
  const end = await runCommand('footprint-question', argv, means, (line) => lines.push(line));
  if (end.kind !== 'ended' || end.exit.kind !== 'code') return { ok: false, reason: endText(end) };
  return { ok: true, value: { lines, code: end.exit.code } };
}

/** The same for a command that is wrong unless it ends with 0. */
export async function linesOf(argv: Argv, cwd: string, means: ToolMeans): Promise<Read<readonly string[]>> {
  const printed = await printedBy(argv, cwd, means);
  if (!printed.ok) return printed;
  const { lines, code } = printed.value;
  return code === 0 ? { ok: true, value: lines } : { ok: false, reason: `exit code ${code}` };
}

/** How a command ended, as a reason quotes it. */
export function endText(end: CommandEnd): string {
  switch (end.kind) {
    case 'ended':
      return exitText(end.exit);
    case 'not-started':
      return end.reason;
    case 'too-long':
      return 'not done in time';
    case 'interrupted':
      return 'interrupted';
  }
}
