import type { InlineContender } from '../contender/parse.ts';
import type { Problem } from '../definition/problem.ts';
import type { Bakeoff } from './plan.ts';
import type { ConfigInput } from './schema.ts';

/** Makes a problem at the place where a reference stands in the config. */
export type Complaint = (expected: string, hint?: string | null) => Problem;

/** A contender as the config names it; its files are not read yet. `id` holds the variant: `node-fastify+string-secret`. */
export type ContenderReference =
  | { readonly kind: 'named'; readonly id: string; readonly folder: string; readonly problem: Complaint }
  | { readonly kind: 'path'; readonly id: string; readonly path: string; readonly problem: Complaint }
  | {
      readonly kind: 'inline';
      readonly id: string;
      readonly contender: InlineContender;
      readonly problem: Complaint;
      /** At its `dir`. */
      readonly dirProblem: Complaint;
    };

/** A scenario as the config names it. `excerpt` is its own text at its own lines, `key` where it stands in the config. */
export type ScenarioReference =
  | { readonly kind: 'named'; readonly id: string; readonly problem: Complaint }
  | { readonly kind: 'path'; readonly id: string; readonly path: string; readonly problem: Complaint }
  | {
      readonly kind: 'inline';
      readonly id: string;
      readonly excerpt: string;
      readonly key: string;
      /** False where the config is a program, so that lines mean nothing. */
      readonly located: boolean;
      readonly problem: Complaint;
    };

/** A `bakeoff.yaml` with its defaults, before the contenders and scenarios it names are looked up. */
export interface Config extends Omit<Bakeoff, 'contenders' | 'scenarios'> {
  readonly contenders: readonly ContenderReference[];
  readonly scenarios: readonly ScenarioReference[];
}

/** Gives `bakeoff.config.ts` its types: `export default defineConfig({ … })`. Does nothing else. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
