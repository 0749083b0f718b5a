import { linesOf, type Finding, type TextFile } from './finding.ts';

/** Names that say "something about X": whatever would go there has a noun of its own. */
const DRAWERS = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'shared',
  'misc',
  'types',
  'constants',
  'core',
  'base',
  'lib',
]);
const LAYERS = /\b(?:class|interface|type|struct)\s+(\w+(?:Manager|Service|Handler|Helper|Controller))\b/u;

/** Contenders keep their frameworks' words; below `service/` a service is the thing itself, a private database. */
const LAYER_IS_NOUN = /^contenders\/|^src\/doing\/service\//u;

/** Words that must not stand in the project, each with the reason. One letter of each is in brackets, so that this file may stand too. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [
    /registr[y]\.npmjs|npmj[s]\.org|prox[y]\.golang\.org|stati[c]\.crates\.io|rep[o]\d?\.maven/u,
    "no package registry's host: locks and texts must work with any mirror",
  ],
  [/"resolve[d]":\s*"http/u, 'a lock file must not name hosts; set omit-lockfile-registry-resolved'],
  [/(?:^|[\s"'`(=:])\/(?:wor[k]|roo[t])\//u, 'no path of one machine'],
  [/\b(?:TOD[O]|FIXM[E]|XX[X])\b/u, 'no unfinished marks: finish it or write it into an issue'],
];

const SOURCE = /\.(ts|tsx|mjs|js|rs|go)$/u;
const SUPPRESSION = /(?:oxlint|eslint)-disabl[e]|@ts-(?:ignor[e]|expect-erro[r]|nochec[k])|#\[allo[w]\(|\/\/nolin[t]/u;

/** File and type names, forbidden words, and suppressions without their reason. */
export function checkNames(files: readonly TextFile[]): readonly Finding[] {
  return files.flatMap((file) => [
    ...drawers(file),
    ...linesOf(file).flatMap((line, index) => inLine(file, line, index + 1)),
  ]);
}

function drawers(file: TextFile): readonly Finding[] {
  if (file.path.startsWith('contenders/')) return [];
  const words = file.path.split('/').map((part) => part.replace(/\..*$/u, ''));
  return words
    .filter((word) => DRAWERS.has(word) && !file.path.endsWith(`src/${word}.rs`))
    .map((word) => ({
      check: 'names',
      where: file.path,
      text: `'${word}' is a drawer, not a noun: put it with the thing it helps`,
    }));
}

function inLine(file: TextFile, line: string, number: number): readonly Finding[] {
  const where = `${file.path}:${number}`;
  const found: Finding[] = FORBIDDEN.filter(([pattern]) => !isIndexLine(file, line) && pattern.test(line)).map(
    ([, text]) => ({ check: 'names', where, text }),
  );
  if (!SOURCE.test(file.path)) return found;
  const layer = LAYER_IS_NOUN.test(file.path) ? null : LAYERS.exec(line);
  if (layer !== null)
    found.push({ check: 'names', where, text: `${layer[1]} names a layer, not a thing of the domain` });
  if (SUPPRESSION.test(line) && !/--\s+\S|reason\s*=/u.test(line)) {
    found.push({ check: 'names', where, text: 'a suppressed rule needs its reason: -- why' });
  }
  return found;
}

/** Cargo's own index line stands in every Cargo.lock. */
function isIndexLine(file: TextFile, line: string): boolean {
  return file.path.endsWith('Cargo.lock') && line.startsWith('source = ');
}
