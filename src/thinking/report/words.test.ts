import { describe, expect, test } from 'vitest';

import { madeBooks } from '../measurement/made-rounds.ts';
import type { ContenderFailure, VoidReason } from '../measurement/failure.ts';
import { voidLine } from './words-of-void.ts';
import { failureLine, failureText, problemLine } from './words.ts';

const lastLines = ['starting', 'Error: no such table', ''];
const difference = { where: 'json.email', expected: '"a@b"', got: '"c@d"' };

const FAILURES: readonly ContenderFailure[] = [
  { kind: 'requirement-missing', command: 'cargo --version', why: 'the Rust toolchain', install: 'https://rustup.rs' },
  { kind: 'build-failed', command: 'go build .', exit: 'exit code 1', lastLines },
  { kind: 'overwritten', program: './server', dir: '/c/go-mine' },
  { kind: 'version-unknown', command: 'node --version', pattern: 'v(?<version>.+)', got: 'hello' },
  { kind: 'start-failed', command: 'node server.js', reason: 'no such file' },
  { kind: 'never-ready', path: '/health', waitedMs: 10_000, lastAnswer: 'connection refused', lastLines },
  { kind: 'exited-early', exit: 'exit code 1', lastLines: [] },
  { kind: 'port-taken', port: 4000, owner: 'process 12 on 127.0.0.1' },
  { kind: 'contract-broken', case: 'unknown user', request: 'GET /user', differences: [difference, difference] },
  { kind: 'died-under-load', phase: 'peak', exit: 'signal SIGSEGV', lastLines },
  { kind: 'out-of-memory', phase: 'surge', limitMiB: 256, lastLines },
  { kind: 'out-of-memory', phase: null, limitMiB: 16, lastLines: [] },
  { kind: 'wrong-under-load', phase: 'steady', wrong: 12, of: 5000, example: [difference] },
  { kind: 'work-missing', phase: 'steady', service: 'mysql', counted: 109, owed: 110 },
  {
    kind: 'audit-failed',
    phase: null,
    rule: 'No stock is lost',
    expected: 'no such row',
    found: ['7, 100, 98', '8, 5, 4'],
  },
  { kind: 'audit-failed', phase: 'steady', rule: 'Each answer is an order', expected: '10 more', found: ['9'] },
  { kind: 'failed-under-load', phase: 'peak', failed: 1200, of: 5000, by: { timeout: 1000, reset: 200, eof: 0 } },
  { kind: 'escaped', pids: [12, 13] },
];

const VOIDS: readonly VoidReason[] = [
  { kind: 'books', phase: 'steady', books: madeBooks(4990, { planned: 5000 }) },
  { kind: 'generator', phase: 'steady', verdict: 'generator-limited', reasons: ['send lag p99 3 ms'] },
  { kind: 'foreign-cpu', phase: 'steady', share: 0.213, limit: 0.05 },
  { kind: 'steal', phase: 'peak', share: 0.04, limit: 0.02 },
  { kind: 'memory-pressure', phase: 'steady', share: 0.03, limit: 0.01 },
  { kind: 'swap', phase: 'steady', pages: 12 },
  { kind: 'throttled', phase: 'peak', share: 0.12, limit: 0.01 },
  { kind: 'overheated', phase: 'peak', times: 1 },
  { kind: 'clock-jump', phase: 'steady', ms: 3_600_000, limitMs: 50 },
  { kind: 'clock-jump', phase: 'steady', ms: -400, limitMs: 50 },
  { kind: 'core-speed', phase: 'peak', ratio: 2.4, limit: 2 },
  { kind: 'core-speed', phase: 'peak', ratio: 0.4, limit: 2 },
  { kind: 'impossible', phase: 'peak', connections: 64, inFlight: 12.3 },
  { kind: 'other-cores', phase: 'steady', given: [0], allowed: [0, 1] },
  { kind: 'same-cores', phase: 'peak', cores: [0] },
  { kind: 'service-died', service: 'mysql', lastLines },
  { kind: 'interrupted' },
];

describe('failures in words', () => {
  test('every failure says what failed and what to do next', () => {
    expect(FAILURES.map(failureLine)).toMatchInlineSnapshot(`
      [
        "cargo --version does not run here; it is needed: the Rust toolchain. https://rustup.rs",
        "go build . ended with exit code 1. Its last line: "Error: no such table". Run that command in the contender’s folder and mend what it reports.",
        "Another build in /c/go-mine wrote over ./server, which its own had made. Give each variant that has a build an output file, or a target folder, of its own.",
        "node --version printed no version that fits v(?<version>.+); it printed: hello. Correct version.run or version.pattern: without a version there is no measurement.",
        "node server.js could not be started: no such file. Check start: in its definition, and that its build made what it names.",
        "GET /health gave no good answer within 10 s; the last was: connection refused. Its last line: "Error: no such table". Listen on HOST and PORT from the environment; set ready.get to a path that answers 200, ready.within to more.",
        "It ended with exit code 1 before it was ready. It wrote nothing. Start it by hand with PORT and HOST set and see what it says.",
        "Port 4000 is answered by process 12 on 127.0.0.1, which is not this contender. End that process, or make the contender listen in its own process tree.",
        "Case "unknown user" (GET /user): json.email: expected "a@b", got "c@d" (and 1 more). Make it answer as the scenario’s contract says; bakeoff check tries the cases without load.",
        "It ended with signal SIGSEGV in the peak phase. Its last line: "Error: no such table". Find why it dies under load; the others went on without it.",
        "It took more than the 256 MiB of memory that the scenario allows it, and was ended for that in the surge phase. Its last line: "Error: no such table". Bound its heap, its queues and what it keeps of each connection, or let the scenario allow more (memory: in scenario.yaml).",
        "It took more than the 16 MiB of memory that the scenario allows it, and was ended for that before it was ready. It wrote nothing. Bound its heap, its queues and what it keeps of each connection, or let the scenario allow more (memory: in scenario.yaml).",
        "12 of 5,000 answers were wrong in the steady phase (json.email: expected "a@b", got "c@d"). Make it answer under load what it answers alone; a wrong answer has no speed.",
        "The mysql service counted 109 statements in the steady phase, and its correct answers need at least 110. Ask for each answer anew: a cached or merged answer is other work than the scenario asks for.",
        "The database does not hold what was answered. No stock is lost: expected no such row, got 7, 100, 98; 8, 5, 4. Answer after the commit, undo what fails, and do what is asked once: a wrong balance has no speed.",
        "The database does not hold what was answered in the steady phase. Each answer is an order: expected 10 more, got 9. Answer after the commit, undo what fails, and do what is asked once: a wrong balance has no speed.",
        "1,200 of 5,000 requests failed in the peak phase: 1,000 timeout, 200 reset; that is more than the objective allows. Find why it drops requests at this load, or lower the rate; objective.errors sets how many are allowed.",
        "2 processes of it left the enclosure (12, 13). Do not let it fork into the background: what cannot be held cannot be counted.",
      ]
    `);
  });

  test('reason and remedy are sentences, and no value shows through raw', () => {
    for (const failure of FAILURES) {
      const { reason, remedy } = failureText(failure);
      for (const sentence of [reason, remedy]) {
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object/u);
        expect(sentence.length).toBeGreaterThan(10);
      }
    }
  });

  test('an answer without an example says so', () => {
    expect(failureLine({ kind: 'wrong-under-load', phase: 'peak', wrong: 3, of: 9, example: [] })).toContain(
      'no example was kept',
    );
  });

  test('every void reason is a sentence with what was found and what is allowed', () => {
    expect(VOIDS.map(voidLine)).toMatchInlineSnapshot(`
      [
        "The books of the steady phase do not balance: 5000 planned, but 4990 correct + 0 wrong + 0 failed + 0 shed + 0 unfinished.",
        "The load generator calls its steady phase generator-limited: send lag p99 3 ms.",
        "Other programs used 21.3 % of a core in the steady phase; 5 % is allowed.",
        "The hypervisor took 4 % of the cores’ time in the peak phase; 2 % is allowed.",
        "Some program waited for memory for 3 % of the steady phase; 1 % is allowed. Free memory, then run again.",
        "12 pages went to or came from swap in the steady phase. Free memory, or turn swap off (swapoff -a).",
        "A CPU quota held everything back for 12 % of the peak phase; 1 % is allowed. Lift the quota of this container or service.",
        "The processor was slowed for its heat 1 time in the peak phase. Let it cool, or lower its highest frequency.",
        "The wall clock was set by 1 h forward in the steady phase. Let it be corrected slowly (chrony, systemd-timesyncd), and do not suspend the machine.",
        "The wall clock was set by 400 ms back in the steady phase. Let it be corrected slowly (chrony, systemd-timesyncd), and do not suspend the machine.",
        "The contender's core was 2.40× slower after the peak phase than before it; 2.00× is allowed. A neighbour on the same physical core, or the frequency, changed.",
        "The contender's core was 2.50× faster after the peak phase than before it; 2.00× is allowed. A neighbour on the same physical core, or the frequency, changed.",
        "The figures of the peak phase cannot all be true: its rate times its mean service time is 12.3 requests in flight, over 64 connections that were always busy.",
        "The contender was allowed on cores 0, 1 in the steady phase, and was given core 0. Something undid or lacked the pinning: install taskset (package util-linux), or keep others from setting the cores of our control groups.",
        "The contender and the load generator were both allowed on core 0 in the peak phase, so each took turns from the other. Something undid or lacked the pinning: install taskset (package util-linux), or keep others from setting the cores of our control groups.",
        "The service mysql ended during the round. Its last line: "Error: no such table".",
        "The run was interrupted; the round is done again when it is resumed.",
      ]
    `);
  });
});

describe('problems of a definition', () => {
  const problem = {
    file: 'bakeoff.yaml',
    line: 4,
    column: 10,
    key: 'profile',
    expected: 'one of smoke, quick',
    given: 'quik',
    hint: 'did you mean quick?',
  };

  test('stand on one line with their place', () => {
    expect(problemLine(problem)).toBe(
      'bakeoff.yaml:4:10: profile: expected one of smoke, quick, got quik; did you mean quick?',
    );
  });

  test('leave out what is not known', () => {
    expect(problemLine({ ...problem, line: null, column: null, key: '', given: null, hint: null })).toBe(
      'bakeoff.yaml: expected one of smoke, quick',
    );
  });
});
