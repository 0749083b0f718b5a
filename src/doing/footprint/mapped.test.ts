import { expect, it } from 'vitest';
import { mappedOutside, parseMapped } from './mapped.ts';

const MAPS = `555d7b000000-555d7b0d4000 r--p 00000000 fe:01 131 /usr/bin/node
555d7b0d4000-555d7e1b2000 r-xp 000d4000 fe:01 131 /usr/bin/node
7f1c2c000000-7f1c2c021000 rw-p 00000000 00:00 0
7f1c34a26000-7f1c34b7c000 r-xp 00026000 fe:01 99 /usr/lib/x86_64-linux-gnu/libc.so.6
7f1c34b7c000-7f1c34bcf000 r--p 0017c000 fe:01 99 /usr/lib/x86_64-linux-gnu/libc.so.6
7f1c34e00000-7f1c34e10000 r-xp 00000000 fe:01 77 /home/somebody/a folder/add on.node
7ffd0f9fe000-7ffd0fa00000 r-xp 00000000 00:00 0 [vdso]
`;

it('files that are mapped as executable are named once, and nothing that is no file', () => {
  expect(parseMapped(MAPS)).toEqual([
    '/usr/bin/node',
    '/usr/lib/x86_64-linux-gnu/libc.so.6',
    '/home/somebody/a folder/add on.node',
  ]);
});

it('what this process has mapped includes its program, unless that lies in the folder', () => {
  const found = mappedOutside('/no/such/folder', [process.pid]) ?? [];
  expect(found.map(({ name }) => name)).toContain(process.execPath.split('/').at(-1));
  for (const { bytes } of found) expect(bytes).toBeGreaterThan(0);
  expect(mappedOutside('', [process.pid])).toEqual([]);
});

it('a process that is gone leaves the list unknown', () => {
  expect(mappedOutside('/', [2 ** 22 + 1])).toBeNull();
  expect(mappedOutside('/', [])).toBeNull();
});
