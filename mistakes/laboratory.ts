import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cloneAt } from '../setup/clone.mjs';
import { findGo, findRust } from '../setup/toolchains.mjs';
import { runBounded, type Command } from './bounded.ts';
import type { Ran, ToolchainName } from './outcome.ts';
import { go } from './toolchains/go.ts';
import { javascript, typescript } from './toolchains/node.ts';
import { rust } from './toolchains/rust.ts';
import type { Toolchain, Workshop } from './toolchains/toolchain.ts';

export const ROOT = join(import.meta.dirname, '..');

/** A compiler or linter at work on all programs of its language, the standard library among it the first time. */
const TOOL_MS = 240_000;

/** Where the programs are laid out and run, and what finds the toolchains. Nothing of it is in git. */
export interface Laboratory {
  open(name: ToolchainName): Toolchain;
  run(command: Command, limitMs: number): Promise<Ran>;
  close(): void;
}

export function openLaboratory(): Laboratory {
  const folder = join(ROOT, '.bakeoff', 'mistakes');
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const clone = cloneAt(ROOT, process.env);
  const found = { go: findGo(clone), rust: findRust(clone) };
  const env = environment(clone.env, [found.go?.path, found.rust?.path], temporary);
  const run = (command: Command, limitMs: number): Promise<Ran> => runBounded(command, env, limitMs);
  const workshop = (name: ToolchainName): Workshop => ({
    root: ROOT,
    folder: emptied(join(folder, name)),
    run: async (command) => {
      const ran = await run(command, TOOL_MS);
      if (ran.end.kind === 'ended') return ran;
      throw new Error(`${command.argv.slice(0, 3).join(' ')} did not end by itself within ${TOOL_MS / 1000} s`);
    },
  });
  const pathOf = (name: 'go' | 'rust'): string => {
    const path = found[name]?.path;
    if (path === undefined) throw new Error(`missing: ${name}, in a version new enough; README.md has how to get it`);
    return path;
  };
  const toolchains: Readonly<Record<ToolchainName, () => Toolchain>> = {
    javascript: () => javascript(workshop('javascript')),
    typescript: () => typescript(workshop('typescript')),
    go: () => go(workshop('go'), pathOf('go')),
    rust: () => rust(workshop('rust'), pathOf('rust')),
  };
  return {
    open: (name) => toolchains[name](),
    run,
    close: () => rmSync(temporary, { recursive: true, force: true }),
  };
}

/** Leaves what Rust has compiled, which tells for itself what is old. */
function emptied(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name !== 'target') rmSync(join(folder, name), { recursive: true, force: true });
  }
  return folder;
}

/** What tools and programs see: no colours, no settings of the user's that change what a tool says or a program does. */
function environment(
  given: Readonly<Record<string, string>>,
  tools: readonly (string | undefined)[],
  temporary: string,
): Record<string, string> {
  const { NODE_OPTIONS: _options, RUSTFLAGS: _flags, CARGO_TARGET_DIR: _target, GORACE: _race, ...rest } = given;
  const folders = tools.flatMap((path) => (path === undefined ? [] : [dirname(path)]));
  return {
    ...rest,
    PATH: [dirname(process.execPath), given['PATH'], ...folders].join(delimiter),
    TMPDIR: temporary,
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    GOTOOLCHAIN: 'local',
    RUST_BACKTRACE: '0',
  };
}
