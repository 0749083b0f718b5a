import { expect, test } from 'vitest';

import { contractsOf, findingsOf } from './smoke-findings.mjs';

const schema = { type: 'object', required: ['schema'], properties: { schema: { const: 'bakeoff/result@1' } } };

const good = {
  schema: 'bakeoff/result@1',
  complete: true,
  refused: null,
  contenders: [{ id: 'go-gin' }],
  left_out: [],
  verdicts: [
    { ratio: 0.5, low: 0.4, high: 0.6 },
    { ratio: null, low: null, high: null },
  ],
  summaries: [{ contender: 'go-gin', metric: 'peak-cpu-per-request', median: 20 }],
};

const problems = (result: unknown, code = 0) =>
  findingsOf({ code, output: JSON.stringify(result), schema, contenders: ['go-gin'] })
    .filter((finding) => 'problem' in finding && finding.problem !== null)
    .map(({ title }) => title);

test('a complete run in which all is well has no problem', () => {
  expect(problems(good)).toEqual([]);
});

test('a refusal that says why is no problem, one that does not is', () => {
  expect(problems({ ...good, complete: false, refused: { reason: 'the placebo differs' } }, 5)).toEqual([]);
  expect(problems({ ...good, complete: false }, 5)).toEqual(['the run is complete, or refused and says why']);
  expect(problems(good, 6)).toEqual(['the run is complete, or refused and says why']);
});

test('words before the document, a missing field, a contender without figures and a row of zeros are found', () => {
  const words = findingsOf({ code: 0, output: `hello\n${JSON.stringify(good)}`, schema, contenders: [] });
  expect(words[0]).toMatchObject({ problem: expect.stringContaining('hello') as string });
  expect(problems({ ...good, schema: undefined })).toEqual(['the document is as its published schema says']);
  expect(problems({ ...good, summaries: [] })).toEqual(['every contender was measured']);
  const zeros = [{ contender: 'go-gin', metric: 'peak-cpu-per-request', median: 0 }];
  expect(problems({ ...good, summaries: zeros })).toEqual(['every contender was measured']);
});

test.each([
  { ratio: 0, low: 0, high: 0 },
  { ratio: 2, low: 0.4, high: 0.6 },
  { ratio: 0.5, low: null, high: 0.6 },
])('the interval %j is no interval', (verdict) => {
  expect(problems({ ...good, verdicts: [verdict] })).toEqual(['every ratio lies inside its interval and above 0']);
});

test('a contender that is absent or was left out is found, refused or not', () => {
  const title = 'every contender was built, answered rightly and took part';
  const leftOut = [{ contender: 'go-gin', reason: 'it does not build', remedy: 'go build' }];
  expect(problems({ ...good, left_out: leftOut })).toEqual([title]);
  expect(problems({ ...good, contenders: [], complete: false, refused: { reason: 'noise' } }, 5)).toEqual([title]);
});

test('what a refused run cannot show is unknown, neither passed nor failed', () => {
  const refused = { ...good, complete: false, refused: { reason: 'noise' }, summaries: [], verdicts: [] };
  const findings = findingsOf({ code: 5, output: JSON.stringify(refused), schema, contenders: ['go-gin'] });
  expect(findings.filter((finding) => 'unknown' in finding)).toHaveLength(2);
  expect(problems(refused, 5)).toEqual([]);
  expect(problems({ ...refused, complete: true, refused: null }, 0)).toHaveLength(2);
});

const contracts = (checked: readonly object[], code = 0, contenders = ['go-gin']) =>
  contractsOf({ code, output: JSON.stringify({ checked }), contenders });

test('a contract that is broken, a contender that was not tried and a check that failed are found', () => {
  const kept = { scenario: 'json', contender: 'go-gin', cases: 40, failure: null };
  const broken = { scenario: 'json', contender: 'go-gin', cases: null, failure: 'status 200' };
  expect(contracts([kept])).toMatchObject({ problem: null });
  expect(contracts([kept, broken], 6)).toMatchObject({ problem: 'go-gin in json: status 200; exit code 6' });
  expect(contracts([kept], 0, ['go-gin', 'go-echo'])).toMatchObject({ problem: 'go-echo was not tried' });
  expect(contracts([], 0, [])).toMatchObject({ problem: null });
  expect(contractsOf({ code: 0, output: 'words', contenders: ['go-gin'] })).toMatchObject({
    problem: 'go-gin was not tried',
  });
});
