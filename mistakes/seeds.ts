import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { TOOLCHAINS, type ToolchainName } from './outcome.ts';

const FOLDER = import.meta.dirname;

const perToolchain = z.partialRecord(z.enum(TOOLCHAINS), z.string());

/** `mistake.yaml`. */
const seedSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** What goes wrong for users. */
  harm: z.string(),
  /** Where the kind is described, such as its CWE number. */
  source: z.string(),
  /** What the ordinary test tries: the usual path and one edge, the same in all languages. */
  test: z.string(),
  /** Why a usual test finds it or does not. */
  why: z.string(),
  /** The input on which the mistake shows. */
  trigger: z.string(),
  /** How long the trigger may take, where that must be longer. */
  'trigger seconds': z.number().default(5),
  /** What developers of a language do instead, where they do not make the very mistake. */
  nearest: perToolchain,
  'not expressible': perToolchain.default({}),
});

export type Seed = z.infer<typeof seedSchema>;

export function readSeeds(): readonly Seed[] {
  const ids = readdirSync(FOLDER).filter((name) => /^\d\d-/u.test(name));
  return ids.toSorted().map((id) => {
    const path = join(FOLDER, id, 'mistake.yaml');
    const seed = seedSchema.parse(parse(readFileSync(path, 'utf8')));
    if (seed.id !== id) throw new Error(`${path}: id is ${seed.id}, the folder ${id}; they must be equal`);
    for (const name of TOOLCHAINS) checkFolder(seed, name);
    return seed;
  });
}

/** A toolchain has either its programs or the reason why there are none. */
function checkFolder({ id, 'not expressible': reasons }: Seed, name: ToolchainName): void {
  const hasPrograms = existsSync(sourceFolder(id, name));
  if (hasPrograms !== (reasons[name] === undefined)) {
    throw new Error(`${id}: ${name} needs either a folder or its reason under 'not expressible'`);
  }
}

export const sourceFolder = (id: string, name: ToolchainName): string => join(FOLDER, id, name);
