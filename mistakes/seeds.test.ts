import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TOOLCHAINS } from './outcome.ts';
import { readSeeds, sourceFolder } from './seeds.ts';

it('there are thirty seeds, numbered without a gap', () => {
  const numbers = readSeeds().map(({ id }) => Number(id.slice(0, 2)));
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
});

it('where a toolchain can make the mistake, it has both forms, one test and one trigger', () => {
  for (const { id, 'not expressible': reasons } of readSeeds()) {
    for (const name of TOOLCHAINS.filter((one) => reasons[one] === undefined)) {
      const files = readdirSync(sourceFolder(id, name)).map((file) => file.replace(/\.\w+$/u, ''));
      expect(files.toSorted(), `${id} ${name}`).toEqual(['faulty', 'mended', 'test', 'trigger']);
    }
  }
});
