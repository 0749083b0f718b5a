import { describe, expect, it } from 'vitest';
import { effectOf, judge, type Found, type Ran } from './outcome.ts';

const ended = (stdout: string, code = 0, stderr = ''): Ran => ({ end: { kind: 'ended', code }, stdout, stderr });
const right = ended('answer a: 1\nanswer b: 2\nleft taken: 0\nalive\n');
const wrong = ended('answer a: 1\nanswer b: 3\nleft taken: 0\nalive\n');
const nothing = { build: null, lint: null, ownRules: null, test: null, race: null };
const mended: Found = { ...nothing, trigger: right };
const faulty: Found = { ...nothing, trigger: wrong };
const by = (found: Partial<Found>) => judge({ ...faulty, ...found }, mended);

describe('the effect of a mistake', () => {
  it('is a wrong answer where the two programs answer a request differently', () => {
    expect(effectOf(wrong, right)).toEqual({ effect: 'wrong answer', said: 'answer b: 3' });
  });
  it('is one failed request where the other program answers it', () => {
    const failed = ended('answer a: 1\nfailed b: TypeError: x\nleft taken: 0\nalive\n');
    expect(effectOf(failed, right)).toEqual({ effect: 'one request fails', said: 'failed b: TypeError: x' });
  });
  it('is a wrong answer where the right one is to fail', () => {
    const refusing = ended('answer a: 1\nfailed b: too large\nleft taken: 0\nalive\n');
    expect(effectOf(wrong, refusing)?.effect).toBe('wrong answer');
  });
  it('is the end of the process, with its last word, whatever it answered before', () => {
    const dead = ended('answer a: 1\n', 2, 'x\nfatal error: stack overflow\n\ngoroutine 1');
    expect(effectOf(dead, right)).toEqual({
      effect: 'process ends',
      said: 'fatal error: stack overflow (exit code 2)',
    });
    const killed: Ran = { ...dead, end: { kind: 'signal', signal: 'SIGABRT' }, stderr: '' };
    expect(effectOf(killed, right)?.said).toBe('no word (SIGABRT)');
  });
  it('is a process that ends although nobody told it to, with code 0', () => {
    expect(effectOf(ended('answer a: 1\n'), right)?.effect).toBe('process ends');
  });
  it('is to hang where it had to be cut off', () => {
    expect(effectOf({ end: { kind: 'cut off', afterMs: 5000 }, stdout: '', stderr: '' }, right)?.effect).toBe('hangs');
  });
  it('is a leak where the answers are equal and more is left taken', () => {
    const leaking = ended(right.stdout.replace('taken: 0', 'taken: 3'));
    expect(effectOf(leaking, right)).toEqual({ effect: 'leaks', said: 'left taken: 3, by the mended program 0' });
  });
  it('is none where both do the same', () => {
    expect(effectOf(right, right)).toBeNull();
  });
});

describe('the judgement', () => {
  it('names the first stage that stopped it, and what it would have done', () => {
    const stopped = judge({ ...faulty, test: 'got 3', race: 'DATA RACE' }, mended);
    expect(stopped).toEqual({
      ok: true,
      outcome: {
        kind: 'stopped',
        stage: 'test',
        said: 'got 3',
        beyondDefaults: false,
        unstopped: { effect: 'wrong answer', said: 'answer b: 3' },
      },
    });
  });
  it('tells a rule that is off unless asked for from one that is on', () => {
    expect(by({ ownRules: 'r' })).toMatchObject({ outcome: { stage: 'lint', beyondDefaults: true } });
    expect(by({ lint: 'l', ownRules: 'r' })).toMatchObject({ outcome: { said: 'l', beyondDefaults: false } });
  });
  it('knows nothing of the effect of what does not build', () => {
    const unbuilt = judge({ ...nothing, build: 'E0609', trigger: null }, mended);
    expect(unbuilt).toMatchObject({ outcome: { stage: 'build', unstopped: null } });
  });
  it('says what it does where nothing stops it', () => {
    expect(judge(faulty, mended)).toMatchObject({ outcome: { kind: 'never', shown: { effect: 'wrong answer' } } });
  });
  it('refuses a seed whose mended program is stopped, so that it was not the fault', () => {
    for (const stage of ['build', 'lint', 'ownRules', 'test', 'race'] as const) {
      expect(judge(faulty, { ...mended, [stage]: 'said' }).ok).toBe(false);
    }
  });
  it('refuses a seed whose mended program does not survive its trigger', () => {
    const dead = { ...mended, trigger: ended('', 1, 'panic: x\n') };
    expect(judge(faulty, dead)).toEqual({
      ok: false,
      problem: 'the mended program does not pass: on the trigger: panic: x (exit code 1)',
    });
  });
  it('refuses a seed that shows no fault, also where a stage stopped it', () => {
    expect(judge({ ...faulty, trigger: right }, mended).ok).toBe(false);
    expect(judge({ ...faulty, lint: 'l', trigger: right }, mended).ok).toBe(false);
  });
});
