import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Clone, cloneAt } from './clone.mjs';
import { isLoadgenSettled, loadgenPath, settleLoadgen } from './loadgen.mjs';

let place = '';
let clone: Clone = cloneAt('/', {});
let cargo = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'loadgen-'));
  clone = cloneAt(place, { PATH: process.env['PATH'], CARGO_TARGET_DIR: join(place, 'elsewhere') });
  mkdirSync(join(place, 'loadgen', 'src'), { recursive: true });
  writeFileSync(join(place, 'loadgen', 'Cargo.toml'), '');
  cargo = join(place, 'cargo');
  writeFileSync(
    cargo,
    `#!/bin/sh
grep -rq broken src && { echo 'error: broken'; exit 101; }
folder="\${CARGO_TARGET_DIR:-target}/release"
mkdir -p "$folder" && echo '#!/bin/sh' >"$folder/loadgen" && chmod +x "$folder/loadgen"
`,
    { mode: 0o755 },
  );
});
afterEach(() => rmSync(place, { recursive: true }));

const source = (text: string) => writeFileSync(join(place, 'loadgen', 'src', 'main.rs'), text);

test('what was built counts until a source changes', () => {
  source('one');
  expect(isLoadgenSettled(clone)).toBe(false);
  expect(settleLoadgen(clone, cargo)).toBeNull();
  expect(isLoadgenSettled(clone)).toBe(true);
  source('two');
  expect(isLoadgenSettled(clone)).toBe(false);
  rmSync(join(place, 'loadgen', 'src', 'main.rs'));
  expect(isLoadgenSettled(clone)).toBe(false);
});

test('a build that fails leaves no older program behind', () => {
  source('one');
  settleLoadgen(clone, cargo);
  source('broken');
  expect(settleLoadgen(clone, cargo)).toMatchObject({ what: expect.stringContaining('its build failed') });
  expect(isLoadgenSettled(clone)).toBe(false);
  expect(existsSync(loadgenPath(clone))).toBe(false);
});

test('without Rust, and without sources, the missing piece is named with the command that gets it', () => {
  expect(settleLoadgen(clone, null)?.command).toBe(`cd ${join(place, 'loadgen')} && cargo build --release --locked`);
  rmSync(join(place, 'loadgen'), { recursive: true });
  expect(isLoadgenSettled(clone)).toBe(false);
  expect(settleLoadgen(clone, cargo)?.what).toContain('sources');
});
