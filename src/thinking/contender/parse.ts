import type { z } from 'zod';

import type { Defined } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Source } from '../definition/reader.ts';
import type { Contender } from './contender.ts';
import { folderWire, inlineWire } from './wire.ts';
import type { ContenderWire } from './wire.ts';

/** Where a contender lives and what it is called; the folder is absolute. */
export interface Whereabouts {
  readonly id: string;
  readonly dir: string;
}

/** The contender itself first, then each variant as `id+variant`: its environment is laid over the contender's, its commands stand for the contender's. */
function contendersOf(wire: ContenderWire, { id, dir }: Whereabouts): readonly Contender[] {
  const plain: Contender = {
    id,
    title: wire.title ?? id,
    language: wire.language,
    dir,
    version: wire.version ?? null,
    requires: wire.requires,
    build: wire.build,
    start: wire.start,
    ready: { path: wire.ready.get, withinMs: wire.ready.within },
    env: wire.env,
    buildEnv: wire.env,
    collector: wire.collector === undefined ? null : { ...wire.collector, start: wire.collector.start ?? null },
    serves: wire.serves,
    cores: null,
    variant: null,
  };
  const variants = Object.entries(wire.variants).map(([name, { env, why, build, start }]): Contender => {
    const title = `${plain.title}, ${name}: ${why}`;
    const varied = { build: build ?? plain.build, start: start ?? plain.start, env: { ...plain.env, ...env } };
    const variant = { of: id, name, why, builds: build !== undefined };
    // What starts it in place of the contender's own command is not what the trace would start.
    const replaced = start !== undefined && plain.collector !== null && plain.collector.start !== null;
    const collector = replaced ? null : plain.collector;
    return { ...plain, ...varied, collector, id: `${id}+${name}`, title, variant };
  });
  return [plain, ...variants];
}

/** Reads a `contender.yaml`: the contender and its variants. */
export function parseContender(source: Source, whereabouts: Whereabouts): Defined<readonly Contender[]> {
  const read = readDefinition(source, folderWire);
  return read.ok ? { ok: true, value: contendersOf(read.value.value, whereabouts) } : read;
}

/** A contender written into `bakeoff.yaml`; its folder is still as written, relative to that file. */
export interface InlineContender {
  readonly name: string;
  readonly dir: string;
  /** The contender and its variants, once the folder is known. */
  in(dir: string): readonly Contender[];
}

/** An inline contender of `bakeoff.yaml`. */
export const contenderSchema: z.ZodType<InlineContender, z.input<typeof inlineWire>> = inlineWire.transform(
  ({ name, dir, ...wire }) => ({ name, dir, in: (absolute) => contendersOf(wire, { id: name, dir: absolute }) }),
);
