import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What was built: of which sources, by which version, with which commands, in which environment of the contender's own. */
export interface Stamp {
  readonly digest: string;
  readonly version: string;
  readonly build: readonly (readonly string[])[];
  readonly env: Readonly<Record<string, string>>;
}

const stored = z.object({
  digest: z.string(),
  version: z.string(),
  build: z.array(z.array(z.string())),
  env: z.record(z.string(), z.string()),
  /** Names in the contender's folder after the build: one gone means that what the build made may be gone too. */
  left: z.array(z.string()),
});

type Stored = z.infer<typeof stored>;

/** The stamp of the last build in `dir`, or null; one that cannot be read counts as none, which costs a build and no truth. */
export function readStamp(stamps: string, dir: string): Stored | null {
  const file = fileOf(stamps, dir);
  if (!existsSync(file)) return null;
  const read = stored.safeParse(parsed(readFileSync(file, 'utf8')));
  return read.success ? read.data : null;
}

/** Whether what the stamp tells of still stands for `wanted` and is still there. */
export function standing(stamp: Stored | null, wanted: Stamp, dir: string): boolean {
  if (stamp === null || stamp.digest !== wanted.digest || stamp.version !== wanted.version) return false;
  if (how(stamp) !== how(wanted)) return false;
  const names = new Set(readdirSync(dir));
  return stamp.left.every((name) => names.has(name));
}

function how({ build, env }: Stamp): string {
  return JSON.stringify([build, Object.entries(env).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}

/** Remembers a build. Where that cannot be written, as on a full disk, the next run builds again: that costs a build and no truth. */
export function writeStamp(stamps: string, dir: string, stamp: Stamp): void {
  const file = fileOf(stamps, dir);
  const left = readdirSync(dir);
  try {
    mkdirSync(stamps, { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ ...stamp, left }));
    renameSync(`${file}.new`, file);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    if (existsSync(`${file}.new`)) rmSync(`${file}.new`);
  }
}

function fileOf(stamps: string, dir: string): string {
  return join(stamps, `${createHash('sha256').update(dir).digest('hex').slice(0, 16)}.json`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
