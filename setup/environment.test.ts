import { expect, test } from 'vitest';

import { environmentFor } from './environment.mjs';

test('what npm says about itself does not reach builds, where to fetch from does', () => {
  const env = environmentFor(
    {
      HOME: '/home/me',
      npm_lifecycle_event: 'start',
      npm_package_name: 'bakeoff',
      npm_config_local_prefix: '/clone',
      npm_config_omit: 'optional',
      npm_config_registry: 'https://mirror.example/',
      NPM_CONFIG_USERCONFIG: '/dev/null',
      INIT_CWD: '/clone',
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: '/clone/cache',
    },
    '/clone/bin',
  );
  expect(env).toEqual({
    HOME: '/home/me',
    npm_config_registry: 'https://mirror.example/',
    NPM_CONFIG_USERCONFIG: '/dev/null',
    NODE_DISABLE_COMPILE_CACHE: '1',
    PATH: '/clone/bin',
  });
});

test('our folder comes first on PATH, once, and the folders npm put there are gone', () => {
  const path = '/clone/node_modules/.bin:/usr/lib/npm/node-gyp-bin:/usr/bin:/clone/bin:/bin:';
  expect(environmentFor({ PATH: path }, '/clone/bin')['PATH']).toBe('/clone/bin:/usr/bin:/bin');
});
