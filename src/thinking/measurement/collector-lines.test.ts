import { describe, expect, test } from 'vitest';
import { collectionIn } from './collector-lines.ts';

describe('what a runtime tells of its collector', () => {
  test('Go stands still twice in each collection', () => {
    const line =
      'gc 12 @1.204s 3%: 0.018+1.3+0.076 ms clock, 0.018+0.13/1.2/0.2+0.076 ms cpu, 40->52->21 MB, 43 MB goal, 0 MB stacks, 0 MB globals, 1 P';
    expect(collectionIn('go', line)).toEqual({ kind: 'whole', pausesMs: [0.018, 0.076], afterMB: 21 });
    const forced = 'gc 1 @0s 0%: 0+3+0 ms clock, 0+0/0/0+0 ms cpu, 4->4->1 MB, 4 MB goal, 1 P (forced)';
    expect(collectionIn('go', forced)).toEqual({ kind: 'whole', pausesMs: [0, 0], afterMB: 1 });
  });

  test('V8 tells young collections from whole ones', () => {
    const young =
      '[5845:0x36d11490]       49 ms: Scavenge 13.2 (17.5) -> 11.1 (16.6) MB, 6.22 / 0.00 ms  (average mu = 1.000, current mu = 1.000) allocation failure; ';
    expect(collectionIn('v8', young)).toEqual({ kind: 'young', pausesMs: [6.22], afterMB: 11.1 });
    const pooled =
      '[9:0x7f:0]  50 ms: Scavenge (interleaved) 13.2 (17.5) -> 11.1 (16.6) MB, pooled: 0.0 MB, 6.22 / 0.00 ms  (average mu = 1.000, current mu = 1.000) task; ';
    expect(collectionIn('v8', pooled)).toEqual({ kind: 'young', pausesMs: [6.22], afterMB: 11.1 });
  });

  test('steps of a marking that went on before are pauses too', () => {
    const whole =
      '[9:0x7f:0]  900 ms: Mark-Compact (reduce) 120.5 (150.1) -> 80.2 (140.3) MB, pooled: 1.0 MB, 5.50 / 0.01 ms  (+ 9.0 ms in 4 steps since start of marking, biggest step 3.0 ms, walltime since start of marking 60 ms) (average mu = 0.98, current mu = 0.97) finalize incremental marking via stack guard; GC in old space requested';
    expect(collectionIn('v8', whole)).toEqual({ kind: 'whole', pausesMs: [3, 2, 2, 2, 5.5], afterMB: 80.2 });
    const none = whole
      .replace('+ 9.0 ms in 4 steps', '+ 0.0 ms in 0 steps')
      .replace('biggest step 3.0', 'biggest step 0.0');
    expect(collectionIn('v8', none)?.pausesMs).toEqual([5.5]);
  });

  test('any other line is none', () => {
    for (const line of ['', 'listening on 3000', 'gc 12', '[1:0x1] 9 ms: Scavenge', 'scvg: 8 MB released'])
      expect([collectionIn('go', line), collectionIn('v8', line)]).toEqual([null, null]);
  });
});
