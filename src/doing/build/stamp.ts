import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What was built: of which sources, by which version, with which commands, in which environment of the contender's own. */
export interface Stamp {
  readonly digest: string;
  readonly version: string;
  readonly build: readonly (readonly string[])[];
  readonly env: Readonly<Record<string, string>>;
}

/** Whose build: a folder has its contender's, and one for each variant that builds for itself. */
export interface BuildPlace {
  readonly dir: string;
  /** The variant's name; null: the contender's own. */
  readonly variant: string | null;
  /** What is started of it, where it lies in the folder: written over by another build, it stands no more. */
  readonly program: string;
}

const stored = z.object({
  digest: z.string(),
  version: z.string(),
  build: z.array(z.array(z.string())),
  env: z.record(z.string(), z.string()),
  /** Names in the contender's folder after the build: one gone means that what the build made may be gone too. */
  left: z.array(z.string()),
  /** Size and time of what is started; null where that is not in the folder. */
  program: z.string().nullable().default(null),
});

type Stored = z.infer<typeof stored>;

/** The stamp of the last build there, or null; one that cannot be read counts as none, which costs a build and no truth. */
export function readStamp(stamps: string, place: BuildPlace): Stored | null {
  const file = fileOf(stamps, place);
  if (!existsSync(file)) return null;
  const read = stored.safeParse(parsed(readFileSync(file, 'utf8')));
  return read.success ? read.data : null;
}

/** Whether what the stamp tells of still stands for `wanted` and is still there. */
export function standing(stamp: Stored | null, wanted: Stamp, place: BuildPlace): boolean {
  if (stamp === null || stamp.digest !== wanted.digest || stamp.version !== wanted.version) return false;
  if (how(stamp) !== how(wanted) || stamp.program !== lookOf(place)) return false;
  const names = new Set(readdirSync(place.dir));
  return stamp.left.every((name) => names.has(name));
}

function how({ build, env }: Stamp): string {
  return JSON.stringify([build, Object.entries(env).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}

/** Remembers a build. Where that cannot be written, as on a full disk, the next run builds again: that costs a build and no truth. */
export function writeStamp(stamps: string, place: BuildPlace, stamp: Stamp): void {
  const file = fileOf(stamps, place);
  const [left, program] = [readdirSync(place.dir), lookOf(place)];
  try {
    mkdirSync(stamps, { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ ...stamp, left, program }));
    renameSync(`${file}.new`, file);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    if (existsSync(`${file}.new`)) rmSync(`${file}.new`);
  }
}

/** Size and time of what is started, null where it is not in the folder. Without reading it: programs are large, and a no-op build is to take no time. */
export function lookOf({ dir, program }: BuildPlace): string | null {
  const seen = program.includes('/') ? statSync(join(dir, program), { throwIfNoEntry: false }) : undefined;
  return seen === undefined ? null : `${seen.size} bytes of ${seen.mtimeMs}`;
}

function fileOf(stamps: string, { dir, variant }: BuildPlace): string {
  const key = variant === null ? dir : `${dir}+${variant}`;
  return join(stamps, `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
