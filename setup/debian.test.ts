import { expect, test } from 'vitest';

import { packagesToCome } from './debian.mjs';

test('the packages apt would install are read from its simulation, new ones and upgrades', () => {
  const said = [
    'Reading package lists...',
    'The following NEW packages will be installed:',
    '  libaio1 mariadb-server-core',
    'Inst libaio1 (0.3.113-4 Debian:12.15/oldstable [amd64])',
    'Inst mariadb-common [1:10.11.1] (1:10.11.19-0+deb12u1 Debian-Security:12 [all])',
    'Inst mariadb-server-core (1:10.11.19-0+deb12u1 Debian-Security:12/oldstable-security [amd64])',
    'Conf libaio1 (0.3.113-4 Debian:12.15/oldstable [amd64])',
  ].join('\n');
  expect(packagesToCome(said)).toEqual([
    { name: 'libaio1', version: '0.3.113-4' },
    { name: 'mariadb-common', version: '1:10.11.19-0+deb12u1' },
    { name: 'mariadb-server-core', version: '1:10.11.19-0+deb12u1' },
  ]);
});

test('no package comes when apt knows none', () => {
  expect(packagesToCome('E: Unable to locate package mariadb-server-core\n')).toEqual([]);
});
