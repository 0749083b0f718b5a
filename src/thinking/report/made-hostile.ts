import type { ReportInput } from './input.ts';

/** A name that tries to be markup, an attribute, an escape sequence, a table cell, a link and a mention. */
export const HOSTILE = '<script>alert(1)</script>"\'&\u001B[31m\u0007|`](http://evil.test)@all\u202E\n';

/** Fields whose words are the program's own: no stranger can write them. */
const OWN = new Set([
  'kind',
  'verdict',
  'metric',
  'unit',
  'band',
  'isolation',
  'bound',
  'profile',
  'rung',
  'end',
  'outcome',
  'why',
]);

function hostile(value: unknown, key: string): unknown {
  if (typeof value === 'string') return OWN.has(key) || value === 'placebo' ? value : value + HOSTILE;
  if (Array.isArray(value)) return value.map((item) => hostile(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      // By scenario: the names of its fields are a stranger's too.
      const named = key === 'rates' || key === 'warmUps' ? name + HOSTILE : name;
      return [named, name === 'profile' && typeof item === 'object' ? item : hostile(item, name)];
    }),
  );
}

/** The same run with the hostile name at the end of every text that a stranger can write; for tests of every format. */
export function madeHostile(input: ReportInput): ReportInput {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts became longer texts and nothing else changed
  return hostile(input, '') as ReportInput;
}
