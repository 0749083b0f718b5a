/** What a toolchain does with a mistake: pure, from what was seen of the faulty and of the mended program. */

export const TOOLCHAINS = ['javascript', 'typescript', 'go', 'rust'] as const;
export type ToolchainName = (typeof TOOLCHAINS)[number];

/** In the order they are gone through; `race` is the same test under a race detector. */
export const STAGES = ['build', 'lint', 'test', 'race'] as const;
export type Stage = (typeof STAGES)[number];

export const EFFECTS = ['wrong answer', 'one request fails', 'process ends', 'hangs', 'leaks'] as const;
export type Effect = (typeof EFFECTS)[number];

export type End =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'cut off'; readonly afterMs: number };

export interface Ran {
  readonly end: End;
  readonly stdout: string;
  readonly stderr: string;
}

/** What was found in one program: of each stage the first line that its tool said, or null where it had nothing to say. */
export interface Found {
  readonly build: string | null;
  readonly lint: string | null;
  /** By the rules this repository has for itself; asked in TypeScript only. */
  readonly ownRules: string | null;
  readonly test: string | null;
  readonly race: string | null;
  /** The program run on the input that shows the mistake; null where it did not build. */
  readonly trigger: Ran | null;
}

export interface Shown {
  readonly effect: Effect;
  readonly said: string;
}

export type Outcome =
  /** `unstopped`: what it would have done; null where nothing could be run. `beyondDefaults`: only a rule that is off unless asked for. */
  | {
      readonly kind: 'stopped';
      readonly stage: Stage;
      readonly said: string;
      readonly beyondDefaults: boolean;
      readonly unstopped: Shown | null;
    }
  | { readonly kind: 'never'; readonly shown: Shown }
  | { readonly kind: 'not expressible'; readonly reason: string };

export type Judged =
  | { readonly ok: true; readonly outcome: Outcome }
  /** The seed proves nothing: the mended program was stopped, or the faulty one shows no fault. */
  | { readonly ok: false; readonly problem: string };

export function judge(faulty: Found, mended: Found): Judged {
  const problem = problemOf(mended);
  if (problem !== null || mended.trigger === null) {
    return { ok: false, problem: `the mended program does not pass: ${problem ?? 'it was not run'}` };
  }
  const unstopped = faulty.trigger === null ? null : effectOf(faulty.trigger, mended.trigger);
  if (faulty.build === null && unstopped === null) {
    return { ok: false, problem: 'the faulty program does on the trigger what the mended one does' };
  }
  const stopped = firstStop(faulty);
  if (stopped !== null) return { ok: true, outcome: { kind: 'stopped', ...stopped, unstopped } };
  if (unstopped === null) return { ok: false, problem: 'the faulty program was not run' };
  return { ok: true, outcome: { kind: 'never', shown: unstopped } };
}

function problemOf({ build, lint, ownRules, test, race, trigger }: Found): string | null {
  const found = build ?? lint ?? ownRules ?? test ?? race;
  if (found !== null) return found;
  return trigger !== null && !isAlive(trigger) ? `on the trigger: ${lastSaid(trigger)}` : null;
}

function firstStop(
  found: Found,
): { readonly stage: Stage; readonly said: string; readonly beyondDefaults: boolean } | null {
  const at = (stage: Stage, said: string, beyondDefaults = false) => ({ stage, said, beyondDefaults });
  if (found.build !== null) return at('build', found.build);
  if (found.lint !== null) return at('lint', found.lint);
  if (found.ownRules !== null) return at('lint', found.ownRules, true);
  if (found.test !== null) return at('test', found.test);
  return found.race === null ? null : at('race', found.race);
}

/** What the mistake does to users, by comparing the two programs' answers to the same requests; null: nothing was seen. */
export function effectOf(faulty: Ran, mended: Ran): Shown | null {
  if (faulty.end.kind === 'cut off') {
    return { effect: 'hangs', said: `no end within ${faulty.end.afterMs / 1000} s; the mended program ended` };
  }
  if (!isAlive(faulty)) return { effect: 'process ends', said: lastSaid(faulty) };
  const right = new Map(requestsOf(mended).map((request) => [request.label, request]));
  const unlike = requestsOf(faulty).find((request) => request.line !== right.get(request.label)?.line);
  if (unlike !== undefined) {
    const hasFailed = unlike.kind === 'failed' && right.get(unlike.label)?.kind !== 'failed';
    return { effect: hasFailed ? 'one request fails' : 'wrong answer', said: unlike.line };
  }
  const [left, leftByMended] = [leftTaken(faulty), leftTaken(mended)];
  return left > leftByMended
    ? { effect: 'leaks', said: `left taken: ${left}, by the mended program ${leftByMended}` }
    : null;
}

function isAlive({ end, stdout }: Ran): boolean {
  return end.kind === 'ended' && end.code === 0 && stdout.endsWith('alive\n');
}

interface Answered {
  readonly kind: 'answer' | 'failed';
  readonly label: string;
  readonly line: string;
}

function requestsOf({ stdout }: Ran): readonly Answered[] {
  return stdout.split('\n').flatMap((line): readonly Answered[] => {
    const [, kind, label] = /^(answer|failed) (.+?): /u.exec(line) ?? [];
    if (label === undefined) return [];
    return [{ kind: kind === 'failed' ? 'failed' : 'answer', label, line }];
  });
}

function leftTaken({ stdout }: Ran): number {
  return Number(/^left taken: (-?\d+)$/mu.exec(stdout)?.[1] ?? 0);
}

/** Of a process that ended on its own: its own word for why, and how it ended. */
function lastSaid({ end, stderr }: Ran): string {
  const why =
    /^(?:fatal error: .*|panic: .*|.*has overflowed its stack|(?:Uncaught )?\w*Error(?: \[\w+\])?: .*)$/mu.exec(stderr);
  return `${why?.[0].trim() ?? 'no word'} (${endOf(end)})`;
}

export function endOf(end: End): string {
  switch (end.kind) {
    case 'ended':
      return `exit code ${end.code}`;
    case 'signal':
      return end.signal;
    case 'cut off':
      return `cut off after ${end.afterMs / 1000} s`;
  }
}
