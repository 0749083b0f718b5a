import type { Contender } from '../../thinking/contender/contender.ts';
import { unknown } from '../../thinking/footprint/figure.ts';
import { cargoDependencies } from './cargo-dependencies.ts';
import type { ToolMeans } from './command-output.ts';
import { goDependencies } from './go-dependencies.ts';
import { notKnown, type Needed } from './needed.ts';
import { npmDependencies } from './npm-dependencies.ts';

/** @param advisories whether the package manager may be asked for them, which tells its source of packages what is installed. */
export async function dependenciesOf(contender: Contender, advisories: boolean, means: ToolMeans): Promise<Needed> {
  const needed = await byLanguage(contender, advisories, means);
  return advisories ? needed : { ...needed, advisories: unknown({ kind: 'not-asked', option: '--advisories' }) };
}

async function byLanguage(contender: Contender, advisories: boolean, means: ToolMeans): Promise<Needed> {
  switch (contender.language) {
    case 'node':
      return npmDependencies(contender, advisories, means);
    case 'rust':
      return cargoDependencies(contender, means);
    case 'go':
      return goDependencies(contender, means);
    default:
      return notKnown({ kind: 'language', language: contender.language });
  }
}
