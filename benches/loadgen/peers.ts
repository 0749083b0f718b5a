import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cloneAt, findProgram } from '../../setup/clone.mjs';
import { canInstall, installPackages } from '../../setup/debian.mjs';
import { lastLines, runProgram } from '../../setup/program.mjs';
import { findGo, findRust } from '../../setup/toolchains.mjs';

type Clone = ReturnType<typeof cloneAt>;

export type PeerName = 'wrk' | 'h2load' | 'oha' | 'k6' | 'vegeta' | 'hey' | 'autocannon';

/** A peer as this machine has it: its command and version, or why it cannot take part. */
export type Peer =
  | { readonly kind: 'here'; readonly name: PeerName; readonly program: string; readonly version: string }
  | { readonly kind: 'missing'; readonly name: PeerName; readonly reason: string };

/** By what a peer is installed, and how it tells its version. */
interface Origin {
  readonly from: 'debian' | 'cargo' | 'go' | 'npm';
  readonly what: string;
  /** Null: it does not tell; the module it was built from does. */
  readonly ask: readonly string[] | null;
}

const ORIGINS: Readonly<Record<PeerName, Origin>> = {
  wrk: { from: 'debian', what: 'wrk', ask: ['-v'] },
  h2load: { from: 'debian', what: 'nghttp2-client', ask: ['--version'] },
  oha: { from: 'cargo', what: 'oha', ask: ['--version'] },
  k6: { from: 'go', what: 'go.k6.io/k6@latest', ask: ['version'] },
  vegeta: { from: 'go', what: 'github.com/tsenart/vegeta/v12@latest', ask: null },
  hey: { from: 'go', what: 'github.com/rakyll/hey@latest', ask: null },
  autocannon: { from: 'npm', what: 'autocannon', ask: ['--version'] },
};

/** In the order of the tables. */
export const PEER_NAMES: readonly PeerName[] = ['wrk', 'h2load', 'oha', 'k6', 'vegeta', 'hey', 'autocannon'];

/** Finds every peer on PATH or in `.bakeoff/peers`; with `install`, gets those that are nowhere, each announced in one line. */
export function findPeers(root: string, install: boolean, announce: (line: string) => void): readonly Peer[] {
  const clone = cloneAt(root, process.env);
  return PEER_NAMES.map((name) => {
    const found = find(clone, name);
    if (found.kind === 'here' || !install) return found;
    const problem = get(clone, name, announce);
    return problem === null ? find(clone, name) : { kind: 'missing', name, reason: problem };
  });
}

const folderOf = (clone: Clone): string => join(clone.root, '.bakeoff', 'peers');

function find(clone: Clone, name: PeerName): Peer {
  const folder = folderOf(clone);
  const program = findProgram(clone, [name], [join(folder, 'bin'), join(folder, 'node_modules', '.bin')]);
  if (program === null) {
    return {
      kind: 'missing',
      name,
      reason: 'not on PATH nor in .bakeoff/peers; --install gets it where it can be had',
    };
  }
  const version = versionOf(clone, program, ORIGINS[name].ask);
  return version === null
    ? { kind: 'missing', name, reason: `${program} does not tell its version` }
    : { kind: 'here', name, program, version };
}

function versionOf(clone: Clone, program: string, ask: readonly string[] | null): string | null {
  const go = ask === null ? (findGo(clone)?.path ?? null) : null;
  const argv = ask === null ? (go === null ? null : [go, 'version', '-m', program]) : [program, ...ask];
  if (argv === null) return null;
  // wrk tells its version and ends with code 1; the words count.
  const { output } = runProgram(argv, { env: clone.env, limitMs: 20_000 });
  const pattern = ask === null ? /^\s+mod\s+\S+\s+v(\S+)/mu : /\bv?(\d+\.\d+(?:\.\d+)?)/u;
  return pattern.exec(output)?.[1] ?? null;
}

/** Null: it was installed; else why not. */
function get(clone: Clone, name: PeerName, announce: (line: string) => void): string | null {
  const { from, what } = ORIGINS[name];
  const folder = folderOf(clone);
  mkdirSync(folder, { recursive: true });
  if (from === 'debian') {
    if (!canInstall(clone)) return `not here, and Debian's package ${what} can only be installed by root on Debian`;
    announce(`installing Debian's package ${what}, for ${name}`);
    installPackages(clone, [what]);
    return null;
  }
  const argv = installing(clone, from, what, folder);
  if (typeof argv === 'string') return argv;
  announce(`installing ${what} with ${from} into .bakeoff/peers, for ${name}`);
  const env = { ...clone.env, GOBIN: join(folder, 'bin') };
  const ended = runProgram(argv, { env, cwd: folder, log: join(folder, `${name}.log`) });
  return ended.ok ? null : `${ended.problem}: ${lastLines(ended.output, 1)}`;
}

function installing(
  clone: Clone,
  from: 'cargo' | 'go' | 'npm',
  what: string,
  folder: string,
): readonly string[] | string {
  switch (from) {
    case 'cargo': {
      const cargo = findRust(clone);
      return cargo === null ? 'needs Rust' : [cargo.path, 'install', '--locked', '--root', folder, what];
    }
    case 'go': {
      const go = findGo(clone);
      return go === null ? 'needs Go' : [go.path, 'install', what];
    }
    case 'npm': {
      const npm = findProgram(clone, ['npm']);
      return npm === null
        ? 'needs npm'
        : [npm, 'install', '--prefix', folder, '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', what];
    }
  }
}
