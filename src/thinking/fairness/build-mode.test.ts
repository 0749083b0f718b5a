import { expect, test } from 'vitest';
import { buildMode, type BuildMode } from './build-mode.ts';

test.for<readonly [BuildMode | null, ...string[]]>([
  ['for release', 'cargo build --release --locked'],
  ['for release', 'cargo build -r'],
  ['for release', 'cargo +nightly build --profile fat'],
  ['for release', 'cargo build --profile=fat --locked'],
  ['for debugging', 'cargo build --locked'],
  ['for debugging', 'cargo build --profile dev'],
  ['for release', '/usr/local/go/bin/go build -trimpath -o server .'],
  ['for release', 'env GOEXPERIMENT=jsonv2 go build -o server .'],
  ['for debugging', 'go build -race -o server .'],
  ['for debugging', 'go build -gcflags=all=-N -o server .'],
  ['for debugging', 'go build -gcflags -N -o server .'],
  ['for release', 'go build -gcflags=-m -o server-N .'],
  [null, 'npm ci --ignore-scripts'],
  [null, 'go generate ./...'],
  ['for debugging', 'npm ci', 'cargo build --release', 'cargo build'],
])('%s: %s', ([mode, ...commands]) => {
  expect(buildMode(commands.map((command) => command.split(' ')))).toBe(mode);
});

test('of a build that is not known nothing is', () => {
  expect(buildMode(null)).toBeNull();
  expect(buildMode([])).toBeNull();
});
