import { describe, expect, it } from 'vitest';
import { checkDependencies } from './dependencies.ts';
import { checkImports } from './imports.ts';
import { shownCommands, trial } from './manual.ts';
import { checkNames } from './names.ts';
import { checkSizes, MOST_LINES } from './sizes.ts';

const file = (path: string, text: string): { path: string; text: string } => ({ path, text });
const together = (...parts: readonly string[]): string => parts.join('');
const texts = (findings: readonly { text: string }[]): readonly string[] => findings.map((finding) => finding.text);

describe('the check of imports', () => {
  const table = { 'thinking/a': [], 'thinking/b': ['thinking/a'], 'doing/c': ['thinking/*'] };
  const good = [
    file('src/thinking/a/a.ts', "export const a = 1;\nimport { z } from 'zod';"),
    file('src/thinking/b/b.ts', "import type { A } from '../a/a.ts';\nexport const b = 2;"),
    file(
      'src/doing/c/c.ts',
      "import { readFileSync } from 'node:fs';\nimport {\n  b,\n} from '../../thinking/b/b.ts';\nexport const c = 3;",
    ),
  ];
  it('lets pass what the table allows', () => {
    expect(checkImports(good, table)).toEqual([]);
  });
  it('finds an import that the table does not allow, also of a type, with its line', () => {
    const bad = file('src/thinking/a/x.ts', "\nimport type { B } from '../b/b.ts';\nexport const x = 1;");
    expect(checkImports([...good, bad], table)).toMatchObject([{ where: 'src/thinking/a/x.ts:2' }]);
  });
  it('finds a dynamic import that the table does not allow', () => {
    const bad = file('src/thinking/a/x.ts', "export const x = () => import('../b/b.ts');");
    expect(checkImports([...good, bad], table)).toHaveLength(1);
  });
  it('finds a permission that nothing uses', () => {
    expect(texts(checkImports(good, { ...table, 'thinking/a': ['thinking/b'] }))).toEqual([
      "'thinking/a' may import thinking/b but does not; remove the entry",
    ]);
  });
  it('finds node: modules in the thinking half', () => {
    const bad = file('src/thinking/a/x.ts', "import { join } from 'node:path';\nexport const x = join;");
    expect(texts(checkImports([...good, bad], table))).toEqual([
      'the thinking half is pure: node:path may not be imported here',
    ]);
  });
  it('finds a circle once, also of types', () => {
    const one = file('src/thinking/a/one.ts', "import type { Two } from './two.ts';\nexport type One = Two;");
    const two = file('src/thinking/a/two.ts', "import type { One } from './one.ts';\nexport type Two = One;");
    expect(checkImports([...good, one, two], table)).toHaveLength(1);
  });
  it('finds a file that only re-exports, and a folder outside the table', () => {
    const barrel = file('src/thinking/a/index.ts', "export { a } from './a.ts';\nexport type { A } from './a.ts';\n");
    expect(checkImports([...good, barrel], table)).toHaveLength(1);
    expect(checkImports([...good, file('src/other/x.ts', 'export const x = 1;')], table)).toHaveLength(1);
  });
});

describe('the check of sizes', () => {
  const long = 'let x = 1;\n'.repeat(MOST_LINES + 1);
  it('finds a source file that is too long and leaves data alone', () => {
    expect(checkSizes([file('src/a.ts', long), file('data.ndjson', long)])).toHaveLength(1);
  });
  it('does not count the tests at the end of a Rust file, and lets a test file be longer', () => {
    expect(checkSizes([file('a.rs', `fn a() {}\n#[cfg(test)]\n${long}`), file('src/a.test.ts', long)])).toEqual([]);
  });
});

describe('the check of names', () => {
  const layer = ['Run', 'Manager'].join('');
  it('finds drawers and layers, but leaves contenders their frameworks words', () => {
    expect(checkNames([file('src/util/x.ts', ''), file('src/a/helpers.ts', '')])).toHaveLength(2);
    expect(checkNames([file('src/a/a.ts', `export class ${layer} {}`)])).toHaveLength(1);
    expect(checkNames([file('contenders/x/a.go', `type ${layer} struct {}`)])).toEqual([]);
  });
  it('finds hosts of registries, machine paths and unfinished marks', () => {
    // Put together here, so that the check does not find them in this file.
    const planted = [
      together('https://', 'registry', '.npmjs', '.org/x'),
      together('"resolved": ', '"https://x"'),
      together('see /', 'work', '/main'),
      together('// TO', 'DO'),
    ];
    expect(planted.filter((line) => checkNames([file('a.md', line)]).length === 0)).toEqual([]);
  });
  it('wants a reason for a suppressed rule', () => {
    const bare = ['// oxlint', 'disable', 'next', 'line no-console'].join('-');
    expect(checkNames([file('src/a.ts', bare)])).toHaveLength(1);
    expect(checkNames([file('src/a.ts', `${bare} -- the one place that prints`)])).toEqual([]);
  });
});

describe('the check of dependencies', () => {
  it('wants a reason for each, a dependency for each reason, exact versions and no install scripts', () => {
    const about = {
      scripts: { postinstall: 'x' },
      dependencies: { a: '1.2.3', b: '^1.0.0' },
      dependencyReasons: { b: 'parses the command line', c: 'is not there any more' },
    };
    expect(texts(checkDependencies(about))).toEqual([
      'a has no reason line in dependencyReasons',
      'dependencyReasons explains c, which is no dependency',
      'b is ^1.0.0: an exact version is the rule',
      'the script postinstall would run at installation',
    ]);
  });
});

describe('the check of the manual', () => {
  const page = file(
    'README.md',
    'text\n```console\n$ ./bakeoff run json --seed 7   # a comment\noutput\n$ npm start\n```\n$ not a command\n```yaml\n$ no\n```\n',
  );
  it('finds the commands of console blocks with their lines', () => {
    expect(shownCommands([page])).toEqual([
      { where: 'README.md:3', argv: ['./bakeoff', 'run', 'json', '--seed', '7'] },
      { where: 'README.md:5', argv: ['npm', 'start'] },
    ]);
  });
  it('tries a measuring command as a dry run and a harmless one as it is', () => {
    expect(trial(['./bakeoff', 'run', 'json'])).toEqual(['run', 'json', '--dry-run']);
    expect(trial(['./bakeoff', 'doctor'])).toEqual(['doctor']);
    expect(trial(['git', 'clone', 'x'])).toBeNull();
  });
});
