import { expect, test } from 'vitest';
import { readCores } from './host.ts';
import { allowedCores, parseAllowed, parseSwapped, parseThrottled, queueWaitS, readHostState } from './surroundings.ts';

test('pages swapped in and out are counted together, and unknown where either is not told', () => {
  expect(parseSwapped('nr_free 1\npswpin 3\npswpout 4\n')).toBe(7);
  expect(parseSwapped('pswpin 3\n')).toBeNull();
  expect(parseSwapped(null)).toBeNull();
});

test('time held back by a quota is read in both versions of cgroups', () => {
  expect(parseThrottled('nr_periods 9\nthrottled_usec 2500000\n')).toBe(2.5);
  expect(parseThrottled('nr_periods 9\nthrottled_time 2500000000\n')).toBe(2.5);
  expect(parseThrottled('usage_usec 9\n')).toBeNull();
});

test('waiting is summed over the threads that can be read, and unknown where none can', () => {
  const waited = queueWaitS([process.pid], (pid) => [String(pid)]);
  expect(waited === null || waited >= 0).toBe(true);
  expect(queueWaitS([process.pid], () => [])).toBeNull();
  expect(queueWaitS([], () => ['1'])).toBeNull();
});

test('the cores a thread is allowed on are read from its status, and unknown where it does not tell', () => {
  expect(parseAllowed('Name:\tburn\nCpus_allowed:\t05\nCpus_allowed_list:\t0,2\n')).toEqual([0, 2]);
  expect(parseAllowed('Name:\tburn\n')).toBeNull();
  expect(parseAllowed(null)).toBeNull();
  const own = readCores().flat();
  expect(allowedCores([process.pid], (pid) => [String(pid)])).toEqual(own.toSorted((a, b) => a - b));
  expect(allowedCores([process.pid], () => ['0'])).toBeNull();
  expect(allowedCores([], (pid) => [String(pid)])).toBeNull();
});

function figures(): readonly (number | null)[] {
  const { pressure, swappedPages, throttledS, thermalEvents } = readHostState([0]);
  return [pressure.cpuS, pressure.memoryS, pressure.ioS, swappedPages, throttledS, thermalEvents];
}

test('this machine tells numbers or nothing, and never less than it told before', () => {
  const before = figures();
  const after = figures();
  for (const [index, figure] of before.entries())
    expect(figure === null ? after[index] === null : (after[index] ?? -1) >= figure).toBe(true);
});
