import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, totalOf } from './folder-size.ts';
import { copySources, putComment } from './sources-copy.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footprint-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('a folder', () => {
  it('is as large as the files in it that count, links left out', async () => {
    write('a.js', '12345');
    write('deep/er/b.js', '123');
    write('node_modules/x/c.js', '1234567');
    symlinkSync(join(folder, 'a.js'), join(folder, 'link.js'));
    const files = (await filesBelow(folder, (path) => path !== 'node_modules')) ?? [];
    expect(files.map(({ path }) => path).toSorted()).toEqual(['a.js', 'deep/er/b.js']);
    expect(totalOf(files)).toBe(8);
  });

  it('that is not there has no size, which is not nought', async () => {
    expect(await filesBelow(join(folder, 'none'))).toBeNull();
    expect(await filesBelow(folder)).toEqual([]);
  });
});

describe('a copy of sources', () => {
  it('has neither what was fetched nor what was built', async () => {
    write('from/Cargo.toml', '[package]');
    write('from/src/main.rs', 'fn main() {}');
    write('from/target/release/program', 'old');
    write('from/node_modules/x/index.js', 'old');
    await copySources(join(folder, 'from'), join(folder, 'to'));
    const copied = (await filesBelow(join(folder, 'to'))) ?? [];
    expect(copied.map(({ path }) => path).toSorted()).toEqual(['Cargo.toml', 'src/main.rs']);
  });

  it('gets its comment where all lines below have another number, but never before a shebang', async () => {
    write('main.go', 'package main\n');
    write('main.ts', '#!/usr/bin/env node\nserve();\n');
    await putComment(join(folder, 'main.go'));
    await putComment(join(folder, 'main.ts'));
    expect(readFileSync(join(folder, 'main.go'), 'utf8')).toBe('// One line more.\npackage main\n');
    expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe('#!/usr/bin/env node\n// One line more.\nserve();\n');
  });
});
