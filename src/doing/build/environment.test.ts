import { expect, test } from 'vitest';
import { buildEnvironment, contenderEnvironment } from './environment.ts';

const OURS = {
  PATH: '/bin',
  HOME: '/home/u',
  LANG: 'C',
  CARGO_HOME: '/c',
  RUSTUP_TOOLCHAIN: 'stable',
  GOPROXY: 'direct',
  GOFLAGS: '-mod=mod',
  CGO_ENABLED: '0',
  XDG_CACHE_HOME: '/x',
  NPM_CONFIG_REGISTRY: 'r',
  npm_config_cache: '/n',
  https_proxy: 'p',
  NO_PROXY: 'localhost',
  CC: 'gcc',
  npm_lifecycle_event: 'start',
  npm_package_name: 'bakeoff',
  NODE_OPTIONS: '--inspect',
  NODE_ENV: 'test',
  DATABASE_URL: 'mysql://secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  LD_PRELOAD: '/evil.so',
  PORT: '80',
  UNSET: undefined,
};

test('a build sees its tools, caches and registries, and nothing else of ours', () => {
  expect(Object.keys(buildEnvironment(OURS)).toSorted()).toEqual(
    [
      'NODE_DISABLE_COMPILE_CACHE',
      'CARGO_HOME',
      'CC',
      'CGO_ENABLED',
      'GOFLAGS',
      'GOPROXY',
      'HOME',
      'LANG',
      'NO_PROXY',
      'NPM_CONFIG_REGISTRY',
      'PATH',
      'RUSTUP_TOOLCHAIN',
      'XDG_CACHE_HOME',
      'https_proxy',
      'npm_config_cache',
    ].toSorted(),
  );
});

test('a contender at work sees less still: what could change its speed comes from its definition alone', () => {
  expect(contenderEnvironment(OURS)).toEqual({ PATH: '/bin', HOME: '/home/u', LANG: 'C' });
});
