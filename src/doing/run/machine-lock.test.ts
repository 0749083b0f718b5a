import { expect, it } from 'vitest';
import { lockMachine } from './machine-lock.ts';

it('a machine is taken by one run at a time, and the second is told by whom', async () => {
  const address = `\0bakeoff-test-${process.pid}`;
  const first = await lockMachine('run r-1, process 42', address);
  if (!first.ok) throw new Error(`taken by ${first.owner}`);
  expect(await lockMachine('run r-2', address)).toEqual({ ok: false, owner: 'run r-1, process 42' });
  await first.release();
  const third = await lockMachine('run r-3', address);
  expect(third.ok).toBe(true);
  if (third.ok) await third.release();
});
