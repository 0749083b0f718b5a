import { expect, test } from 'vitest';

import { mysqlToolsSchema } from './parse.ts';

const FOUND = {
  version: '10.11.19',
  server: '/usr/sbin/mariadbd',
  installer: '/usr/bin/mariadb-install-db',
  client: '/usr/bin/mariadb',
  basedir: null,
  libraries: null,
  messages: null,
  charsets: null,
  plugins: null,
};

test('what set-up notes is read, and further notes are let pass', () => {
  expect(mysqlToolsSchema.parse({ ...FOUND, origin: 'machine' })).toEqual(FOUND);
  expect(mysqlToolsSchema.parse(null)).toBeNull();
});

test('a note without a program is refused', () => {
  const { client: _, ...rest } = FOUND;
  expect(mysqlToolsSchema.safeParse(rest).success).toBe(false);
});
