import { describe, expect, it } from 'vitest';
import type { Ran } from './outcome.ts';
import { fromCargo, fromGo, fromOxlint, fromTest, fromTsc } from './tools-said.ts';

const failed = (output: string): Ran => ({ end: { kind: 'ended', code: 1 }, stdout: output, stderr: '' });

const remark = (level: string, spans: number) => ({
  reason: 'compiler-message',
  manifest_path: '/somewhere/m21-d-faulty/Cargo.toml',
  message: {
    level,
    message: 'unused Result',
    code: { code: 'unused_must_use' },
    spans: Array.from({ length: spans }, () => ({ file_name: 'm21-d-faulty/src/subject.rs', line_start: 7 })),
  },
});

describe('what tools print', () => {
  it('tells the first error of tsc for each program', () => {
    const output = [
      "m01-a-faulty/subject.ts(7,10): error TS18048: 'person.manager' is possibly 'undefined'.",
      'm01-a-faulty/subject.ts(8,1): error TS1005: later',
      'm02-b-faulty/test.ts(3,5): error TS2345: Argument',
      '  a line that belongs to the one before',
    ].join('\n');
    expect([...fromTsc(output)]).toEqual([
      ['m01-a-faulty', "subject.ts:7: TS18048: 'person.manager' is possibly 'undefined'."],
      ['m02-b-faulty', 'test.ts:3: TS2345: Argument'],
    ]);
  });
  it('reads go build and go vet, which writes a word of its own before what does not compile', () => {
    const output = [
      '# mistakes/m18-s-faulty',
      'm18-s-faulty/subject.go:6:3: declared and not used: price',
      '# mistakes/m03-o-faulty',
      'vet: ./m03-o-faulty/subject.go:19:41: unknown field TimeoutMS',
    ].join('\n');
    expect([...fromGo(output)]).toEqual([
      ['m18-s-faulty', 'subject.go:6: declared and not used: price'],
      ['m03-o-faulty', 'subject.go:19: unknown field TimeoutMS'],
    ]);
  });
  it('reads the rule, the place and the message of oxlint', () => {
    const diagnostic = {
      message: 'never used',
      code: 'eslint(no-unused-vars)',
      filename: 'm18-s-faulty/subject.js',
      labels: [{ span: { line: 4 } }],
    };
    expect(fromOxlint({ diagnostics: [diagnostic, { ...diagnostic, code: 'later' }] }).get('m18-s-faulty')).toBe(
      'subject.js:4: eslint(no-unused-vars): never used',
    );
  });
  it('takes from cargo the levels asked for, and no sum without a place', () => {
    const messages = [{ reason: 'build-finished' }, remark('warning', 0), remark('warning', 1)];
    expect(fromCargo(messages, ['error']).size).toBe(0);
    expect([...fromCargo(messages, ['error', 'warning'])]).toEqual([
      ['m21-d-faulty', 'subject.rs:7: unused_must_use: unused Result'],
    ]);
  });
});

describe('what a test said', () => {
  it('is nothing where it passed', () => {
    expect(fromTest({ end: { kind: 'ended', code: 0 }, stdout: 'AssertionError: in a title', stderr: '' })).toBeNull();
  });
  it('is the assertion of Node with what it compared', () => {
    const output =
      '✖ refund\n  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n  70 !== 130\n\n      at x';
    expect(fromTest(failed(output))).toBe(
      'AssertionError [ERR_ASSERTION]: Expected values to be strictly equal: 70 !== 130',
    );
  });
  it('is the line of Go, or the race, which comes first', () => {
    const line = '--- FAIL: TestX (0.00s)\n    subject_test.go:10: got 0, want 25\n';
    expect(fromTest(failed(line))).toBe('subject_test.go:10: got 0, want 25');
    expect(fromTest(failed(`${line}WARNING: DATA RACE\n`))).toBe('WARNING: DATA RACE');
  });
  it('is the message of a Rust panic with both sides of its assertion', () => {
    const output =
      "thread 'test::x' (1) panicked at src/test.rs:8:9:\nassertion `left == right` failed\n  left: 204\n right: 403\nnote: run";
    expect(fromTest(failed(output))).toBe('assertion `left == right` failed left: 204 right: 403');
  });
  it('is how it ended where it said nothing that is known', () => {
    expect(fromTest(failed('FAIL'))).toBe('the test failed without a word (exit code 1)');
    expect(fromTest({ end: { kind: 'cut off', afterMs: 20_000 }, stdout: '', stderr: '' })).toBe('cut off after 20 s');
  });
});
