import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { digestFolder } from './digest.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakeoff-digest-'));
  write({ 'svc/main.rs': 'fn main() {}', 'svc/Cargo.toml': '', 'svc/src/a.rs': 'a' });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

const digest = () => digestFolder(join(root, 'svc'));

async function changes(change: () => void): Promise<boolean> {
  const before = await digest();
  change();
  return (await digest()) !== before;
}

test('the digest is that of the sources, wherever the folder lies', async () => {
  const before = await digest();
  expect(before).toMatch(/^sha256:[0-9a-f]{64}$/u);
  renameSync(join(root, 'svc'), join(root, 'elsewhere'));
  expect(await digestFolder(join(root, 'elsewhere'))).toBe(before);
});

test('contents, names, new files, rights and links count', async () => {
  expect(await changes(() => write({ 'svc/src/a.rs': 'b' }))).toBe(true);
  expect(await changes(() => renameSync(join(root, 'svc/src/a.rs'), join(root, 'svc/src/b.rs')))).toBe(true);
  expect(await changes(() => write({ 'svc/.env': 'X=1' }))).toBe(true);
  expect(await changes(() => chmodSync(join(root, 'svc/main.rs'), 0o755))).toBe(true);
  expect(await changes(() => symlinkSync('main.rs', join(root, 'svc/link')))).toBe(true);
});

test('the same bytes cut differently into files are other sources', async () => {
  write({ 'svc/x': 'ab', 'svc/y': 'c' });
  expect(await changes(() => write({ 'svc/x': 'a', 'svc/y': 'bc' }))).toBe(true);
});

test('the same letters cut differently into name and content are other sources', async () => {
  write({ 'svc/x': 'ab' });
  expect(
    await changes(() => {
      rmSync(join(root, 'svc/x'));
      write({ 'svc/xa': 'b' });
    }),
  ).toBe(true);
});

test('fetched packages and build folders do not count', async () => {
  expect(
    await changes(() =>
      write({ 'svc/node_modules/a/i.js': '', 'svc/target/release/svc': '', 'svc/.git/HEAD': '', 'svc/.bakeoff/x': '' }),
    ),
  ).toBe(false);
});

test('a folder named target without a Rust or Java project beside it is a source folder', async () => {
  expect(await changes(() => write({ 'svc/src/target/x.js': '' }))).toBe(true);
});

test('what .gitignore files leave out by name does not count, here and from the root of the repository down', async () => {
  write({ '.git/HEAD': '', '.gitignore': 'svc*/server\n*.log\n', 'svc/.gitignore': '# made\n/bin/\nout\n' });
  expect(
    await changes(() => write({ 'svc/server': 'x', 'svc/a/b.log': 'x', 'svc/bin/x': 'x', 'svc/src/out/y': 'x' })),
  ).toBe(false);
  expect(await changes(() => write({ 'svc/src/bin/x': 'x' }))).toBe(true);
  expect(await changes(() => write({ 'svc/a/server': 'x' }))).toBe(true);
});

test('rules of folders above a service outside any repository do not count', async () => {
  write({ '.gitignore': '*.rs\n' });
  expect(await changes(() => write({ 'svc/src/a.rs': 'b' }))).toBe(true);
});

test('a rule with a negation leaves nothing out, so that no change goes unnoticed', async () => {
  write({ '.git/HEAD': '', '.gitignore': '!keep\nsrc/**\n' });
  expect(await changes(() => write({ 'svc/keep': 'x' }))).toBe(true);
  expect(await changes(() => write({ 'svc/src/a.rs': 'c' }))).toBe(true);
});
