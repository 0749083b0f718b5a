import { expect, it } from 'vitest';
import { compileSteps } from './builds.ts';
import { shippedFolder, shipsFile } from './shipped.ts';

const shipped = (files: readonly string[], script: string): readonly string[] =>
  files.filter((path) => shipsFile(path, false, shippedFolder(script)));

it('of sources that run as they are, tests, pages, locks and settings of tools are not shipped', () => {
  const files = ['server.js', 'app.test.js', 'routes/users.js', 'README.md', 'package.json', 'package-lock.json'];
  expect(shipped([...files, '.npmrc', 'contender.yaml', 'types.d.ts'], 'server.js')).toEqual([
    'server.js',
    'routes/users.js',
    'package.json',
  ]);
});

it('of what was compiled only the folder of the output is shipped, and the manifest', () => {
  const files = ['src/main.ts', 'dist/main.js', 'dist/main.js.map', 'dist/users/users.js', 'package.json'];
  expect(shipped(files, './dist/main.js')).toEqual(['dist/main.js', 'dist/users/users.js', 'package.json']);
});

it('a source of that name at the top is no folder of output', () => {
  expect(shippedFolder('dist.js')).toBeNull();
  expect(shippedFolder('src/server.js')).toBeNull();
});

it('folders of packages, tests and caches are not entered', () => {
  const entered = ['node_modules', 'test', 'coverage', '.git', 'routes'].filter((one) => shipsFile(one, true, null));
  expect(entered).toEqual(['routes']);
});

it('after a change of a source nobody fetches packages again', () => {
  const build = [
    ['npm', 'ci', '--ignore-scripts'],
    ['npm', 'run', 'build'],
  ];
  expect(compileSteps(build)).toEqual([['npm', 'run', 'build']]);
  expect(compileSteps([['cargo', 'build', '--release']])).toHaveLength(1);
});
